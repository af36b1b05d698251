package dev.brski.trust;

import dev.brski.verdict.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Validity;

/**
 * The Java platform's PKIX validation over a path that has been found: a second opinion on nearly
 * everything, and the only one on certificate policies.
 *
 * <p>The platform passes over the constraints inside a trust anchor. So the anchor stands on the
 * path as its topmost authority, and what the platform is told to trust is the anchor's issuer by
 * name. Signatures are answered by the ledger, so none is checked twice and each by our own crypto
 * suite; dates are judged elsewhere, because the present time may be unknown. Name constraints are
 * kept from it: it takes any common name of one word for a DNS name, and does not see alternative
 * names that it cannot read.
 */
final class PlatformPath {

  private PlatformPath() {}

  static Optional<Refusal> objection(
      List<PathCertificate> path, PathCertificate anchor, SignatureLedger ledger) {
    try {
      var top = anchor.certificate();
      var trusted = new TrustAnchor(anchor.issuer(), top.getPublicKey(), null);
      var parameters = new PKIXParameters(Set.of(trusted));
      parameters.setRevocationEnabled(false);
      parameters.setDate(path.getFirst().certificate().getNotBefore());
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509")
                  .generateCertPath(answered(path, anchor, ledger)),
              parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of(refusal(path, anchor, e));
    } catch (InvalidAlgorithmParameterException | CertificateException | RuntimeException e) {
      return Optional.of(malformed(path, e));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PKIX validation", e);
    }
  }

  private static List<X509Certificate> answered(
      List<PathCertificate> path, PathCertificate anchor, SignatureLedger ledger)
      throws CertificateException {
    var certificates = new ArrayList<X509Certificate>();
    for (int i = 0; i < path.size(); i++) {
      var signed = path.get(i);
      var issuer = i + 1 < path.size() ? path.get(i + 1) : anchor;
      var issuerKey = issuer.certificate().getPublicKey().getEncoded();
      certificates.add(
          new JudgedCertificate(
              withoutNameConstraints(signed),
              key ->
                  Arrays.equals(key.getEncoded(), issuerKey) && ledger.isSignedBy(signed, issuer)));
    }
    certificates.add(new JudgedCertificate(withoutNameConstraints(anchor), _ -> true));
    return certificates;
  }

  private static X509Certificate withoutNameConstraints(PathCertificate certificate)
      throws CertificateException {
    if (certificate.nameConstraints().isEmpty()) {
      return certificate.certificate();
    }
    var structure = Certificate.getInstance(Certificates.encoded(certificate.certificate()));
    var body = structure.getTBSCertificate();
    var shortened =
        new TBSCertificate(
            body.getVersion(),
            body.getSerialNumber(),
            body.getSignature(),
            body.getIssuer(),
            new Validity(body.getStartDate(), body.getEndDate()),
            body.getSubject(),
            body.getSubjectPublicKeyInfo(),
            body.getIssuerUniqueId(),
            body.getSubjectUniqueId(),
            withoutNameConstraints(body.getExtensions()));
    try {
      return Certificates.parse(
          new DERSequence(
                  new ASN1Encodable[] {
                    shortened, structure.getSignatureAlgorithm(), structure.getSignature()
                  })
              .getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Extensions withoutNameConstraints(Extensions extensions) {
    return new Extensions(
        Stream.of(extensions.getExtensionOIDs())
            .filter(oid -> !oid.equals(Extension.nameConstraints))
            .map(extensions::getExtension)
            .toArray(Extension[]::new));
  }

  private static Refusal refusal(
      List<PathCertificate> path, PathCertificate anchor, CertPathValidatorException e) {
    int index = e.getIndex();
    var where = index < 0 ? path.getFirst() : index < path.size() ? path.get(index) : anchor;
    var check = check(e.getReason());
    return Refusal.of(
        check,
        where.describe() + ": " + Description.printable(String.valueOf(e.getMessage())),
        "Have the certificate issued again in accordance with RFC 5280");
  }

  private static Refusal malformed(List<PathCertificate> path, Exception e) {
    return Refusal.of(
        PathCheck.MALFORMED,
        "the path from "
            + path.getFirst().describe()
            + " cannot be validated: "
            + Description.printable(String.valueOf(e.getMessage())),
        "Have the certificates issued again in accordance with RFC 5280");
  }

  private static PathCheck check(CertPathValidatorException.Reason reason) {
    return switch (reason) {
      case BasicReason basic ->
          switch (basic) {
            case EXPIRED -> PathCheck.EXPIRED;
            case NOT_YET_VALID -> PathCheck.NOT_YET_VALID;
            case INVALID_SIGNATURE -> PathCheck.SIGNATURE;
            case ALGORITHM_CONSTRAINED -> PathCheck.ALGORITHM;
            case UNSPECIFIED, REVOKED, UNDETERMINED_REVOCATION_STATUS -> PathCheck.UNTRUSTED;
          };
      case PKIXReason pkix ->
          switch (pkix) {
            case NAME_CHAINING, NO_TRUST_ANCHOR -> PathCheck.UNTRUSTED;
            case INVALID_KEY_USAGE -> PathCheck.KEY_USAGE;
            case INVALID_POLICY -> PathCheck.POLICY;
            case UNRECOGNIZED_CRIT_EXT -> PathCheck.CRITICAL_EXTENSION;
            case NOT_CA_CERT -> PathCheck.NOT_A_CA;
            case PATH_TOO_LONG -> PathCheck.PATH_LENGTH;
            case INVALID_NAME -> PathCheck.NAME_CONSTRAINTS;
          };
      default -> PathCheck.UNTRUSTED;
    };
  }
}
