package dev.brski.masa.endpoint;

import dev.brski.masa.intake.Network;
import dev.brski.masa.intake.Quota;
import dev.brski.masa.intake.QuotaCheck;
import dev.brski.verdict.Refusal;
import dev.brski.wire.Complaints;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends away who sends more requests than are taken of one network address, before they are looked
 * at: an IPv4 address, or the first 64 bits of an IPv6 address.
 */
public final class AddressGate {

  private static final Logger LOG = LoggerFactory.getLogger(AddressGate.class);

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
          var wait = addresses.take(Network.of(request.peerAddress()));
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
}
