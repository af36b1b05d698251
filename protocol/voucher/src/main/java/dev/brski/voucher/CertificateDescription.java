package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;

/** A certificate in the few lines by which one recognises it. */
final class CertificateDescription {

  private CertificateDescription() {}

  static Description of(String label, X509Certificate certificate) {
    var lines = new ArrayList<Description>();
    lines.add(
        Description.of("issuer", Certificates.nameText(certificate.getIssuerX500Principal())));
    lines.add(Description.of("serial number", Certificates.serialNumber(certificate)));
    lines.add(Description.of("not before", certificate.getNotBefore().toInstant().toString()));
    lines.add(Description.of("not after", certificate.getNotAfter().toInstant().toString()));
    lines.add(Description.of("key", certificate.getPublicKey().getAlgorithm()));
    lines.add(Description.of("SHA-256", Certificates.fingerprint(certificate)));
    Certificates.subjectKeyIdentifier(certificate)
        .ifPresent(
            identifier ->
                lines.add(
                    Description.of(
                        "subject key identifier", HexFormat.of().formatHex(identifier))));
    Certificates.serialNumberAttribute(certificate)
        .ifPresent(serial -> lines.add(Description.of("device serial number", serial)));
    if (SerialNumberField.HARDWARE_MODULE_NAME.read(certificate)
        instanceof Verdict.Accepted<String>(var serial)) {
      lines.add(Description.of("hwSerialNum", serial));
    }
    Certificates.masaUrl(certificate).ifPresent(url -> lines.add(Description.of("masa-url", url)));
    if (certificate.getBasicConstraints() >= 0) {
      lines.add(Description.of("certification authority", "yes"));
    }
    if (Certificates.hasExtendedKeyUsage(certificate, Oids.CMC_RA)) {
      lines.add(Description.of("extended key usage", "id-kp-cmcRA"));
    }
    return new Description(
        label, Certificates.nameText(certificate.getSubjectX500Principal()), lines);
  }
}
