package dev.brski.masa.endpoint;

import dev.brski.masa.intake.Quota;
import dev.brski.masa.intake.QuotaCheck;
import dev.brski.verdict.Refusal;
import dev.brski.wire.Complaints;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends away who sends more requests than are taken of one network address, before they are looked
 * at: an IPv4 address, or the first 64 bits of an IPv6 address, which one household has.
 */
public final class AddressGate {

  private static final Logger LOG = LoggerFactory.getLogger(AddressGate.class);
  private static final int NETWORK_OCTETS = 8;

  private final Quota addresses;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /** Takes so many requests of one address. */
  public AddressGate(Quota addresses) {
    this.addresses = addresses;
  }

  /** The same route behind this gate. */
  public Route before(Route route) {
    return new Route(
        route.method(),
        route.path(),
        route.mediaTypes(),
        route.maxBody(),
        request -> {
          var wait = addresses.take(network(request.peerAddress()));
          return wait.isPresent() ? later(request, wait.get()) : route.handler().handle(request);
        });
  }

  private Response later(Request request, Duration wait) {
    var refusal =
        Refusal.of(
            QuotaCheck.ADDRESS,
            "as many requests have come from it within an hour as are taken of one address",
            "Look who is there; address-requests-per-hour in brski.yaml is the limit");
    complaints.told(
        request.peerAddress(),
        Level.WARN,
        "refused 429 to %s: %s".formatted(request.peerAddress(), refusal));
    return Response.text(429, refusal.check().id() + ": " + refusal.told())
        .withHeader("Retry-After", Long.toString(wait.toSeconds() + 1));
  }

  /** What one caller can be taken to have, of an address that is not looked up. */
  static String network(String address) {
    return ipv6(address)
        .map(octets -> HexFormat.ofDelimiter(":").formatHex(octets, 0, NETWORK_OCTETS))
        .orElse(address);
  }

  private static Optional<byte[]> ipv6(String address) {
    if (address.indexOf(':') < 0) {
      return Optional.empty();
    }
    try {
      return InetAddress.getByName(address) instanceof Inet6Address found
          ? Optional.of(found.getAddress())
          : Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }
}
