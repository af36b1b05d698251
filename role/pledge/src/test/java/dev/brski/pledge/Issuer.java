package dev.brski.pledge;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate with its key, made by Bouncy Castle alone; it can issue others. */
record Issuer(X509Certificate certificate, PrivateKey key, List<X509Certificate> above) {

  static final Provider BC = new BouncyCastleProvider();
  static final Instant NOT_BEFORE = Instant.parse("2025-01-01T00:00:00Z");
  static final Instant NOT_AFTER = Instant.parse("2045-01-01T00:00:00Z");

  static final KeyPurposeId CMC_CA = purpose("1.3.6.1.5.5.7.3.27");
  static final KeyPurposeId CMC_RA = purpose("1.3.6.1.5.5.7.3.28");

  private static KeyPurposeId purpose(String oid) {
    return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
  }

  static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC", BC);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Issuer root(String name) {
    var pair = newKey();
    var subject = new X500Name(name);
    var certificate = certify(subject, pair.getPrivate(), subject, pair.getPublic(), null, true);
    return new Issuer(certificate, pair.getPrivate(), List.of());
  }

  /** The chain without the root: leaf, then intermediates. */
  List<X509Certificate> chain() {
    return Stream.concat(Stream.of(certificate), above.stream())
        .filter(c -> !c.getSubjectX500Principal().equals(c.getIssuerX500Principal()))
        .toList();
  }

  Issuer authority(String name) {
    var pair = newKey();
    return new Issuer(
        certify(name(), key, new X500Name(name), pair.getPublic(), certificate, true),
        pair.getPrivate(),
        chain());
  }

  Issuer endEntity(String name, KeyPurposeId... usages) {
    var pair = newKey();
    return new Issuer(
        certify(name(), key, new X500Name(name), pair.getPublic(), certificate, false, usages),
        pair.getPrivate(),
        chain());
  }

  X509Certificate certify(X500Name subject, PublicKey subjectKey, KeyPurposeId... usages) {
    return certify(name(), key, subject, subjectKey, certificate, false, usages);
  }

  /** The same for other dates than all others have. */
  X509Certificate certify(X500Name subject, PublicKey subjectKey, Instant from, Instant until) {
    return certify(name(), key, subject, subjectKey, certificate, false, from, until);
  }

  /** A certificate of an authority by this one, such as a new root under the old. */
  X509Certificate certifyAuthority(Issuer other) {
    return certify(name(), key, other.name(), other.certificate.getPublicKey(), certificate, true);
  }

  X500Name name() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static X509Certificate certify(
      X500Name issuer,
      PrivateKey issuerKey,
      X500Name subject,
      PublicKey subjectKey,
      X509Certificate issuerCertificate,
      boolean authority,
      KeyPurposeId... usages) {
    return certify(
        issuer,
        issuerKey,
        subject,
        subjectKey,
        issuerCertificate,
        authority,
        NOT_BEFORE,
        NOT_AFTER,
        usages);
  }

  private static X509Certificate certify(
      X500Name issuer,
      PrivateKey issuerKey,
      X500Name subject,
      PublicKey subjectKey,
      X509Certificate issuerCertificate,
      boolean authority,
      Instant from,
      Instant until,
      KeyPurposeId... usages) {
    try {
      var identifiers = new JcaX509ExtensionUtils();
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
              Date.from(from),
              Date.from(until),
              subject,
              subjectKey);
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(subjectKey));
      if (issuerCertificate != null) {
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            identifiers.createAuthorityKeyIdentifier(issuerCertificate));
      }
      if (authority) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      } else {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      }
      if (usages.length > 0) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages));
      }
      return new JcaX509CertificateConverter()
          .setProvider(BC)
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").setProvider(BC).build(issuerKey)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
