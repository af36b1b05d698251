package dev.brski.registrar.admission;

import dev.brski.wire.HostPort;
import dev.brski.wire.PermittedHost;
import java.util.List;
import java.util.stream.Collectors;

/** Which MASA is asked for the devices of a manufacturer (RFC 8995 sections 2.8 and 5.4). */
public sealed interface MasaRule {

  /** This one, whatever the certificates of the devices say. */
  record Fixed(HostPort address) implements MasaRule {}

  /** The one that the certificate of the device names, if it is at one of these hosts. */
  record Named(List<PermittedHost> hosts) implements MasaRule {

    /** Makes the list immutable. */
    public Named {
      hosts = List.copyOf(hosts);
    }

    /** Whether a place is at one of the hosts. */
    boolean lists(HostPort place) {
      return hosts.stream().anyMatch(host -> host.covers(place, MasaPlace.USUAL_PORT));
    }
  }

  /** The address, or the hosts. */
  default String text() {
    return switch (this) {
      case Fixed(HostPort address) -> address.toString();
      case Named(List<PermittedHost> hosts) ->
          hosts.stream().map(PermittedHost::toString).collect(Collectors.joining(", "));
    };
  }
}
