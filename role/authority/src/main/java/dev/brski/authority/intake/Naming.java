package dev.brski.authority.intake;

import dev.brski.cmp.CmpMessage;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import dev.brski.verdict.Refusal;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** How refusals name the certificate that they are about. */
final class Naming {

  private static final Map<String, String> KEYWORDS =
      Map.of(Oids.SERIAL_NUMBER_ATTRIBUTE, "serialNumber");

  private Naming() {}

  static String of(X509Certificate certificate) {
    return "certificate "
        + Certificates.serialNumber(certificate)
        + " of "
        + of(certificate.getSubjectX500Principal())
        + " (SHA-256 "
        + Certificates.fingerprint(certificate).substring(0, 16)
        + "…)";
  }

  static String of(X500Principal name) {
    return Description.printable(name.getName(X500Principal.RFC2253, KEYWORDS));
  }

  /**
   * The refusal with the certificate that the sender signed with, as it says itself, told to it: it
   * may have several.
   */
  static Refusal about(CmpMessage message, Refusal refusal) {
    return message.extraCerts().stream()
        .findFirst()
        .map(certificate -> refusal.withTold(refusal.told() + ", " + of(certificate)))
        .orElse(refusal);
  }

  /** The refusal told as one of a message that is neither nested nor nesting. */
  static Refusal alone(Refusal refusal) {
    var prefix = "outer message: ";
    return refusal.told().startsWith(prefix)
        ? refusal.withTold(refusal.told().substring(prefix.length()))
        : refusal;
  }

  /** The refusal told as one of the inner message. */
  static Refusal inner(Refusal refusal) {
    var prefix = "inner message: ";
    return refusal.told().startsWith(prefix) ? refusal : refusal.withTold(prefix + refusal.told());
  }
}
