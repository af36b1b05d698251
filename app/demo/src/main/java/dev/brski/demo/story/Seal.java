package dev.brski.demo.story;

import dev.brski.trust.TrustedPath;
import java.security.cert.X509Certificate;

/** Who signed a message, and whether that holds. */
sealed interface Seal {

  /** Nobody: what carries it is what proves it. */
  record None() implements Seal {}

  /**
   * A signature that verifies, by a key that is anchored.
   *
   * @param owner whose key it is
   */
  record Good(KeyOwner owner, TrustedPath path) implements Seal {

    X509Certificate signer() {
      return path.target();
    }
  }

  /** A signature that does not verify, or whose key nothing vouches for. */
  record Bad(String why) implements Seal {}
}
