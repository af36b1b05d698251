package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import dev.brski.trust.TrustedPath;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * Which trust anchors may be taken from a response (RFC 9483 section 4.1): only when the pinned
 * certification authority protects it, with its own key or with that of a responder to which it
 * gave id-kp-cmcCA, and never the root of that protection. A registrar is no such responder.
 */
final class CaPubs {

  private CaPubs() {}

  static List<X509Certificate> acceptable(
      List<X509Certificate> caPubs, TrustedPath protection, List<X509Certificate> pins) {
    var pin = protection.anchor();
    boolean byPinnedAuthority =
        pins.contains(pin)
            && pin.getBasicConstraints() >= 0
            && protection.path().size() == 1
            && speaksFor(protection.target(), pin);
    return byPinnedAuthority
        ? caPubs.stream().filter(anchor -> isNewAnchor(anchor, pin)).toList()
        : List.of();
  }

  private static boolean speaksFor(X509Certificate signer, X509Certificate pin) {
    return signer.getPublicKey().equals(pin.getPublicKey())
        || Certificates.hasExtendedKeyUsage(signer, Oids.CMC_CA);
  }

  private static boolean isNewAnchor(X509Certificate anchor, X509Certificate pin) {
    return Certificates.isRoot(anchor)
        && anchor.getBasicConstraints() >= 0
        && !Arrays.equals(Certificates.spkiSha256(anchor), Certificates.spkiSha256(pin))
        && !anchor.getSubjectX500Principal().equals(pin.getIssuerX500Principal());
  }
}
