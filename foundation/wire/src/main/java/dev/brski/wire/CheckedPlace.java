package dev.brski.wire;

import java.net.InetAddress;
import java.util.List;

/**
 * A place that may be connected to, at these addresses and no other.
 *
 * @param place as it is named
 * @param addresses those that were found and checked, at least one
 */
public record CheckedPlace(HostPort place, List<InetAddress> addresses) {

  /** Demands an address. */
  public CheckedPlace {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(place + " has no address");
    }
  }
}
