package dev.brski.masa.ownership;

import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.SignedArtifact;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** A certificate that a customer is to be known by, or that vouchers for it may pin. */
record NewMark(MarkKind kind, X509Certificate certificate) {

  private static final String DOMAIN_CA_REMEDY =
      "Give the one certificate of a CA that certifies this customer's registrars and nobody"
          + " else's, in PEM.";
  private static final String REGISTRAR_REMEDY =
      "Give the registrar's certificate, with id-kp-cmcRA, and after it the CAs above it that"
          + " vouchers may pin, in PEM.";

  byte[] key() {
    return Certificates.spkiSha256(certificate);
  }

  String subject() {
    return name(certificate.getSubjectX500Principal());
  }

  /** A name as the ledger keeps it: equal names have equal texts. */
  static String name(X500Principal name) {
    return name.getName(X500Principal.CANONICAL);
  }

  /** A file with the one certificate of a CA. */
  static Verdict<List<NewMark>> domainCa(String pem) {
    return certificates(pem, DOMAIN_CA_REMEDY)
        .flatMap(
            found ->
                found.size() == 1 && isCa(found.getFirst())
                    ? Verdict.accepted(List.of(new NewMark(MarkKind.DOMAIN_CA, found.getFirst())))
                    : Verdict.refused(
                        OwnershipCheck.CERTIFICATE,
                        found.size() == 1
                            ? SignedArtifact.name(found.getFirst()) + " is not a CA"
                            : "there are " + found.size() + " certificates instead of one",
                        DOMAIN_CA_REMEDY));
  }

  /** A file with the certificate of a registrar, then the CAs above it, if any. */
  static Verdict<List<NewMark>> registrar(String pem) {
    return certificates(pem, REGISTRAR_REMEDY).flatMap(NewMark::registrar);
  }

  private static Verdict<List<NewMark>> registrar(List<X509Certificate> found) {
    var marks = new ArrayList<NewMark>();
    for (var certificate : found) {
      var kind = marks.isEmpty() ? MarkKind.REGISTRAR : MarkKind.ISSUER;
      var fits =
          kind == MarkKind.ISSUER
              ? isCa(certificate)
              : Certificates.hasExtendedKeyUsage(certificate, Oids.CMC_RA);
      if (!fits) {
        return Verdict.refused(
            OwnershipCheck.CERTIFICATE,
            SignedArtifact.name(certificate)
                + (kind == MarkKind.ISSUER ? " is not a CA" : " lacks id-kp-cmcRA"),
            REGISTRAR_REMEDY);
      }
      marks.add(new NewMark(kind, certificate));
    }
    return Verdict.accepted(List.copyOf(marks));
  }

  /** A file with either. */
  static Verdict<List<NewMark>> either(String pem) {
    return certificates(pem, DOMAIN_CA_REMEDY)
        .flatMap(found -> isCa(found.getFirst()) ? domainCa(pem) : registrar(found));
  }

  private static Verdict<List<X509Certificate>> certificates(String pem, String remedy) {
    try {
      return Verdict.accepted(Certificates.parsePem(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      return Verdict.refused(OwnershipCheck.CERTIFICATE, String.valueOf(e.getMessage()), remedy);
    }
  }

  private static boolean isCa(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }
}
