package dev.brski.trust;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A certificate with what path validation reads of it, parsed strictly and once: the Java
 * platform's own parser passes over an extension that it cannot read, unless it is critical.
 *
 * @param keyHash SHA-256 of the SubjectPublicKeyInfo, hexadecimal
 * @param certificationAuthority what basicConstraints says, when it says cA
 * @param keyUsage the bits, when the extension is present
 */
record PathCertificate(
    X509Certificate certificate,
    X500Principal subject,
    X500Principal issuer,
    String fingerprint,
    String keyHash,
    AlgorithmIdentifier signatureAlgorithm,
    Optional<String> subjectKeyIdentifier,
    Optional<String> authorityKeyIdentifier,
    Optional<Authority> certificationAuthority,
    Optional<KeyUsage> keyUsage,
    Optional<Set<String>> extendedKeyUsages,
    Optional<NameConstraints> nameConstraints,
    List<GeneralName> alternativeNames,
    Set<String> criticalExtensions) {

  /** The authority to issue, with the number of authorities it may have below it. */
  record Authority(int pathLength) {}

  static Verdict<PathCertificate> read(X509Certificate certificate) {
    try {
      return Verdict.accepted(parse(certificate));
    } catch (RuntimeException e) {
      return Verdict.refused(
          PathCheck.MALFORMED,
          describe(certificate) + " cannot be read: " + e.getMessage(),
          "Have it issued again by a conforming authority");
    }
  }

  /** Those that can be read; what a stranger sends besides is of no use and no harm. */
  static List<PathCertificate> readable(Collection<X509Certificate> certificates) {
    return certificates.stream()
        .map(PathCertificate::read)
        .<PathCertificate>mapMulti(
            (verdict, readable) -> {
              if (verdict instanceof Verdict.Accepted<PathCertificate>(PathCertificate read)) {
                readable.accept(read);
              }
            })
        .toList();
  }

  static PathCertificate require(X509Certificate certificate) {
    return switch (read(certificate)) {
      case Verdict.Accepted<PathCertificate>(PathCertificate read) -> read;
      case Verdict.Refused<PathCertificate>(var refusal) ->
          throw new IllegalArgumentException(refusal.cause());
    };
  }

  boolean isSelfIssued() {
    return subject.equals(issuer);
  }

  /** Self-issued, but by another key, as its key identifiers say (RFC 9810 section 4.4). */
  boolean isLink() {
    return isSelfIssued()
        && subjectKeyIdentifier.isPresent()
        && authorityKeyIdentifier.isPresent()
        && !subjectKeyIdentifier.equals(authorityKeyIdentifier);
  }

  boolean hasKeyUsage(int bit) {
    return keyUsage.isEmpty() || keyUsage.get().hasUsages(bit);
  }

  String describe() {
    return describe(certificate);
  }

  static String describe(X509Certificate certificate) {
    return "certificate \""
        + Certificates.nameText(certificate.getSubjectX500Principal())
        + "\" (serial number "
        + Certificates.serialNumberText(certificate.getSerialNumber())
        + ")";
  }

  private static PathCertificate parse(X509Certificate certificate) {
    var der = Certificates.encoded(certificate);
    var structure = Certificate.getInstance(der);
    var body = structure.getTBSCertificate();
    if (!structure.getSignatureAlgorithm().equals(body.getSignature())) {
      throw new IllegalArgumentException("it names two signature algorithms");
    }
    var extensions = body.getExtensions();
    if (extensions != null && certificate.getVersion() != 3) {
      throw new IllegalArgumentException("it has extensions but is not of version 3");
    }
    return new PathCertificate(
        certificate,
        certificate.getSubjectX500Principal(),
        certificate.getIssuerX500Principal(),
        Certificates.fingerprint(certificate),
        HexFormat.of().formatHex(CryptoSuite.sha256(encoded(body.getSubjectPublicKeyInfo()))),
        body.getSignature(),
        value(extensions, Extension.subjectKeyIdentifier)
            .map(SubjectKeyIdentifier::getInstance)
            .map(identifier -> HexFormat.of().formatHex(identifier.getKeyIdentifier())),
        value(extensions, Extension.authorityKeyIdentifier)
            .map(AuthorityKeyIdentifier::getInstance)
            .map(AuthorityKeyIdentifier::getKeyIdentifierOctets)
            .map(HexFormat.of()::formatHex),
        value(extensions, Extension.basicConstraints).flatMap(PathCertificate::authority),
        value(extensions, Extension.keyUsage).map(KeyUsage::getInstance),
        value(extensions, Extension.extendedKeyUsage).map(PathCertificate::usages),
        value(extensions, Extension.nameConstraints).map(NameConstraints::getInstance),
        value(extensions, Extension.subjectAlternativeName)
            .map(names -> List.of(GeneralNames.getInstance(names).getNames()))
            .orElse(List.of()),
        critical(extensions));
  }

  private static Optional<ASN1Encodable> value(Extensions extensions, ASN1ObjectIdentifier oid) {
    return Optional.ofNullable(extensions)
        .map(all -> all.getExtension(oid))
        .map(Extension::getParsedValue);
  }

  private static Optional<Authority> authority(ASN1Encodable value) {
    var constraints = BasicConstraints.getInstance(value);
    if (!constraints.isCA()) {
      return Optional.empty();
    }
    var length = constraints.getPathLenConstraint();
    if (length == null) {
      return Optional.of(new Authority(Integer.MAX_VALUE));
    }
    if (length.signum() < 0) {
      throw new IllegalArgumentException("pathLenConstraint is negative");
    }
    return Optional.of(
        new Authority(length.bitLength() > 31 ? Integer.MAX_VALUE : length.intValue()));
  }

  private static Set<String> usages(ASN1Encodable value) {
    var usages = ExtendedKeyUsage.getInstance(value).getUsages();
    if (usages.length == 0) {
      throw new IllegalArgumentException("extKeyUsage is empty");
    }
    return Arrays.stream(usages).map(KeyPurposeId::getId).collect(Collectors.toUnmodifiableSet());
  }

  private static byte[] encoded(SubjectPublicKeyInfo key) {
    try {
      return key.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> critical(Extensions extensions) {
    return Optional.ofNullable(extensions).stream()
        .flatMap(all -> Arrays.stream(all.getCriticalExtensionOIDs()))
        .map(ASN1ObjectIdentifier::getId)
        .collect(Collectors.toUnmodifiableSet());
  }
}
