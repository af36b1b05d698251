package dev.brski.pledge;

import dev.brski.verdict.Refusal;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Enroll (RFC 9733 section 4.2, RFC 9483 section 4.1.1): the device's first certificate. */
final class Enrollment {

  private final Journey journey;
  private final Domain domain;
  private final CmpClient cmp;
  private final EnrollStatus status;

  Enrollment(Journey journey, Domain domain, CmpClient cmp, EnrollStatus status) {
    this.journey = journey;
    this.domain = domain;
    this.cmp = cmp;
    this.status = status;
  }

  /** The first ir, with a fresh key, both on disk before anything is sent. */
  Optional<Outcome> begin(Imprint imprint) throws IOException {
    journey.moveTo(new Progress.Enrolling(imprint, cmp.enrollment(domain.pin(imprint))));
    return Optional.empty();
  }

  /** Sends what is outstanding and takes what comes. */
  Optional<Outcome> advance(Imprint imprint, Transaction transaction)
      throws IOException, InterruptedException {
    var end = operation(imprint).advance(transaction);
    return end.isPresent() ? ended(imprint, end.get()) : Optional.empty();
  }

  private Operation operation(Imprint imprint) throws IOException {
    var pin = domain.pin(imprint);
    return new Operation(
        journey,
        cmp,
        Awaited.CERTIFICATE,
        new Party(imprint.registrar(), List.of(pin), domain.opening(imprint, pin)),
        next -> journey.moveTo(new Progress.Enrolling(imprint, next)));
  }

  private Optional<Outcome> ended(Imprint imprint, End end)
      throws IOException, InterruptedException {
    return switch (end) {
      case End.Unfinished(Outcome.Unfinished outcome) -> Optional.of(outcome);
      case End.Stranger(String step, PeerFailure failure) ->
          journey.troubled(imprint.registrar(), step, failure, true);
      case End.Granted(Transaction granted) -> {
        journey.moveTo(new Progress.Installing(imprint, granted));
        yield Optional.empty();
      }
      case End.Rejected(var _, Refusal refusal) -> failed(imprint, refusal);
      case End.Failed(Refusal refusal) -> failed(imprint, refusal);
      case End.Revoked _, End.Informed _ ->
          throw new IllegalStateException("no answer to a request for a certificate: " + end);
    };
  }

  /** The registrar is told over the same connection; then it is back to Discover. */
  private Optional<Outcome> failed(Imprint imprint, Refusal refusal) throws IOException {
    status.failure(imprint, refusal);
    return journey.rejected(imprint.registrar(), refusal);
  }
}
