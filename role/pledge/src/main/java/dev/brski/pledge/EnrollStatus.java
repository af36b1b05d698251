package dev.brski.pledge;

import dev.brski.trust.Credential;
import dev.brski.verdict.Refusal;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Paths;
import dev.brski.voucher.StatusTelemetry;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.util.List;

/** Tells the registrar how the enrollment ended (RFC 8995 section 5.9.4). */
final class EnrollStatus {

  private static final String NAME = "enrollstatus";

  private final Journey journey;
  private final Domain domain;

  EnrollStatus(Journey journey, Domain domain) {
    this.journey = journey;
    this.domain = domain;
  }

  /** A failure goes over the connection on which it happened. */
  void failure(Imprint imprint, Refusal refusal) throws IOException {
    var opening = domain.opening(imprint, domain.pin(imprint));
    send(imprint, StatusTelemetry.failure(refusal.told()), opening);
  }

  /**
   * A success goes over a new connection, as a member of the domain.
   *
   * @return whether it went out; whatever the registrar answers means nothing
   */
  boolean success(Imprint imprint, Credential ldevid) throws IOException {
    journey.line().hangUp();
    var pin = domain.pin(imprint);
    return send(
        imprint,
        StatusTelemetry.success(),
        () -> domain.open(imprint.registrar(), imprint.origin(), List.of(pin), ldevid));
  }

  private boolean send(Imprint imprint, StatusTelemetry telemetry, Line.Opening opening) {
    var call = Call.post(Paths.ENROLL_STATUS, MediaTypes.JSON, telemetry.toJson());
    var registrar = imprint.registrar();
    try {
      var reply = journey.line().send(registrar, NAME, call, opening);
      journey.tell(new Event.Received(registrar, NAME, reply.status(), reply.body().length));
      return true;
    } catch (PeerFailure failure) {
      journey.line().hangUp();
      journey.tell(new Event.Failed(registrar, NAME, String.valueOf(failure.getMessage())));
      return false;
    }
  }
}
