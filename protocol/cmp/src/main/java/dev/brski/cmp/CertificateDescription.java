package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;

/** A certificate told for people, by what matters to enrolment. */
final class CertificateDescription {

  private CertificateDescription() {}

  static Description tree(String label, X509Certificate certificate) {
    var fields = new ArrayList<Description>();
    fields.add(
        Description.of("issuer", Certificates.nameText(certificate.getIssuerX500Principal())));
    fields.add(Description.of("serialNumber", Certificates.serialNumber(certificate)));
    fields.add(Description.of("notBefore", certificate.getNotBefore().toInstant().toString()));
    fields.add(Description.of("notAfter", certificate.getNotAfter().toInstant().toString()));
    Certificates.subjectKeyIdentifier(certificate)
        .ifPresent(
            id -> fields.add(Description.of("subjectKeyIdentifier", HexFormat.of().formatHex(id))));
    var usages = new ArrayList<String>();
    if (certificate.getBasicConstraints() >= 0) {
      usages.add("certification authority");
    }
    if (Certificates.hasExtendedKeyUsage(certificate, Oids.CMC_RA)) {
      usages.add("cmcRA");
    }
    if (Certificates.hasExtendedKeyUsage(certificate, Oids.CMC_CA)) {
      usages.add("cmcCA");
    }
    if (!usages.isEmpty()) {
      fields.add(Description.of("may act as", String.join(", ", usages)));
    }
    fields.add(Description.of("SHA-256", Certificates.fingerprint(certificate)));
    return new Description(
        label, Certificates.nameText(certificate.getSubjectX500Principal()), fields);
  }
}
