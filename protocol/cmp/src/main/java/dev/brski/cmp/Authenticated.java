package dev.brski.cmp;

import dev.brski.trust.TrustedPath;
import java.security.cert.X509Certificate;

/**
 * A message that passed the generic validation of RFC 9483 section 3.5.
 *
 * @param message the message
 * @param path the path of its protection certificate to a trust anchor
 */
public record Authenticated(CmpMessage message, TrustedPath path) {

  /** The protection certificate. */
  public X509Certificate signer() {
    return path.target();
  }

  /** The senderNonce, which has been found present. */
  public Nonce senderNonce() {
    return message
        .senderNonce()
        .orElseThrow(() -> new IllegalStateException("a validated message has a senderNonce"));
  }

  /** Which entities the protection certificate speaks for. */
  public SignerRole role() {
    return SignerRole.of(path);
  }
}
