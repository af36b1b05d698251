package dev.brski.authority.issuing;

import dev.brski.trust.KeyKind;
import dev.brski.verdict.Refusal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The strength of a key that is asked for beside that of the one that asks (RFC 9481 section 7).
 */
final class KeyStrength {

  private KeyStrength() {}

  /** Why a key is not certified, if it is stronger than what signs and that is refused. */
  static Optional<Refusal> objection(
      StrongerKeys policy, PublicKey requested, X509Certificate signer) {
    return switch (policy) {
      case REFUSE -> tooStrong(requested, signer);
      case ACCEPT -> Optional.empty();
    };
  }

  private static Optional<Refusal> tooStrong(PublicKey requested, X509Certificate signer) {
    var signing = KeyKind.of(signer.getPublicKey());
    return KeyKind.of(requested)
        .filter(
            kind -> signing.filter(by -> by.bitsOfSecurity() < kind.bitsOfSecurity()).isPresent())
        .map(
            kind ->
                Refusal.of(
                    TemplateCheck.STRENGTH,
                    "a key of "
                        + kind.word()
                        + " in a request that a key of "
                        + signing.map(KeyKind::word).orElse("another kind")
                        + " signs",
                    "Have the device ask for a key that is no stronger than the one it signs"
                        + " with, or let it pass with stronger-keys: accept."));
  }
}
