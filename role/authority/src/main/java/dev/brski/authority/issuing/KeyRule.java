package dev.brski.authority.issuing;

import dev.brski.authority.ledger.ApprovalCheck;
import dev.brski.authority.ledger.Enrollment;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;

/**
 * Which keys are certified on a request that was held: what the settings say by now, which may have
 * been other ones when it came.
 *
 * @param accepted the kinds of key that count
 * @param stronger what happens to a key that is stronger than what signed the request for it
 */
public record KeyRule(CryptoSuite suite, AlgorithmPolicy accepted, StrongerKeys stronger) {

  private static final String DENY =
      "Deny it: brski authority deny; the device may ask anew with another key. Or let it pass with"
          + " ";

  /** Why its key is not certified, or why the device could not fetch the certificate. */
  Optional<Refusal> objection(Enrollment held) {
    var requested = key(held);
    return unaccepted(requested)
        .or(() -> unaccepted(held.signer().getPublicKey()))
        .map(
            cause ->
                refusal(held, cause, "its kind in accepted-keys in brski.yaml, and a restart."))
        .or(
            () ->
                KeyStrength.objection(stronger, requested, held.signer())
                    .map(
                        found ->
                            refusal(
                                held,
                                found.cause(),
                                "stronger-keys: accept in brski.yaml, and a restart.")));
  }

  private Optional<String> unaccepted(PublicKey key) {
    return switch (accepted.accepts(key)) {
      case Verdict.Accepted<PublicKey> _ -> Optional.empty();
      case Verdict.Refused<PublicKey>(var refusal) -> Optional.of(refusal.cause());
    };
  }

  private PublicKey key(Enrollment held) {
    try {
      return suite.publicKey(held.decision().publicKey());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key in the ledger is none", e);
    }
  }

  private static Refusal refusal(Enrollment held, String cause, String way) {
    return Refusal.of(
            ApprovalCheck.KEY,
            "device " + held.device().serialNumber() + " asked when other keys counted: " + cause,
            DENY + way)
        .withDevice(held.device().serialNumber());
  }
}
