package dev.brski.demo.story;

import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;

/** A certificate told for people. */
final class Certified {

  private Certified() {}

  static Description describe(X509Certificate certificate) {
    var lines = new ArrayList<Description>();
    lines.add(Description.of("issuer", Names.readable(certificate.getIssuerX500Principal())));
    lines.add(Description.of("serial number", Certificates.serialNumber(certificate)));
    lines.add(Description.of("not before", certificate.getNotBefore().toInstant().toString()));
    lines.add(Description.of("not after", certificate.getNotAfter().toInstant().toString()));
    lines.add(Description.of("key", certificate.getPublicKey().getAlgorithm()));
    lines.add(Description.of("signature", certificate.getSigAlgName()));
    Certificates.subjectKeyIdentifier(certificate)
        .ifPresent(
            identifier ->
                lines.add(
                    Description.of(
                        "subject key identifier", HexFormat.of().formatHex(identifier))));
    if (certificate.getBasicConstraints() >= 0) {
      lines.add(Description.of("certification authority", "yes"));
    }
    if (Certificates.hasExtendedKeyUsage(certificate, Oids.CLIENT_AUTH)) {
      lines.add(Description.of("extended key usage", "id-kp-clientAuth"));
    }
    lines.add(Description.of("SHA-256", Certificates.fingerprint(certificate)));
    return new Description(
        certificate.getBasicConstraints() >= 0 ? "issuing CA" : "LDevID certificate",
        Names.readable(certificate.getSubjectX500Principal()),
        lines);
  }
}
