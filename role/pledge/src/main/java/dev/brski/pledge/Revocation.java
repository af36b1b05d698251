package dev.brski.pledge;

import dev.brski.cmp.FailInfo;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import java.io.IOException;

/**
 * A member takes its certificate back (RFC 9483 section 4.2): afterwards it is nobody's, and
 * nothing is left but what the factory wrote.
 */
final class Revocation {

  private final Journey journey;
  private final Affiliation affiliation;
  private final Duty duty;

  Revocation(Journey journey, Affiliation affiliation) {
    this.journey = journey;
    this.affiliation = affiliation;
    this.duty = new Duty(journey, affiliation, Errand.Kind.REVOCATION, Awaited.REVOCATION);
  }

  /** Revokes it, or goes on with what an earlier run began, for the reason that was given then. */
  Upkept go(RevocationReason reason) throws IOException, InterruptedException {
    if (duty.underWay().isEmpty()) {
      duty.begin(duty.cmp().revocation(reason));
    }
    var end = duty.end();
    return switch (end) {
      case End.Unfinished(Outcome.Unfinished outcome) -> outcome;
      case End.Stranger stranger -> duty.met(stranger);
      case End.Revoked() -> revoked();
      case End.Rejected(var status, Refusal refusal) ->
          status.failInfo().contains(FailInfo.certRevoked) ? revoked() : duty.refused(refusal);
      case End.Failed(Refusal refusal) -> duty.refused(refusal);
      case End.Granted _, End.Informed _ ->
          throw new IllegalStateException("no answer to a request for a revocation: " + end);
    };
  }

  /** The PKI's word that it was revoked or has expired before ends the membership as well. */
  private Upkept revoked() throws IOException {
    var certificate = Certificates.serialNumber(affiliation.credential().leaf());
    var reason = duty.cmp().reason(duty.underWay().orElseThrow());
    journey.moveTo(new Progress.Revoked(affiliation.registrar(), certificate, reason.word()));
    return new Upkept.Revoked(certificate, reason.word(), affiliation.registrar(), false);
  }
}
