package dev.brski.issuance;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * Makes X.509 version 3 certificates (RFC 5280 section 4) from profiles; both key identifiers are
 * always in them.
 *
 * <p>Instances are immutable and safe for concurrent use.
 */
public final class CertificateIssuer {

  private static final int SERIAL_NUMBER_BITS = 128;
  private static final int KEY_CERT_SIGN = 5;

  private final CryptoSuite suite;
  private final KeyKind keys;

  /** An issuer that signs with the suite; the keys that it makes are on P-256. */
  public CertificateIssuer(CryptoSuite suite) {
    this(suite, KeyKind.P_256);
  }

  /** An issuer that makes keys of a kind. */
  public CertificateIssuer(CryptoSuite suite, KeyKind keys) {
    this.suite = suite;
    this.keys = keys;
  }

  /** 128 random bits, never zero (RFC 5280 section 4.1.2.2). */
  public BigInteger randomSerialNumber() {
    var number = new BigInteger(SERIAL_NUMBER_BITS, suite.random());
    return number.signum() == 0 ? BigInteger.ONE : number;
  }

  /** A certificate signed by its own key, with a random serial number. */
  public X509Certificate selfSigned(KeyPair keys, CertificateProfile profile) {
    var key = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    return make(
        profile.subject(),
        KeyIdentifiers.of(key),
        key,
        profile,
        randomSerialNumber(),
        suite.contentSigner(keys.getPrivate()));
  }

  /** A certificate with a random serial number. */
  public X509Certificate issue(
      Credential issuer, PublicKey subjectKey, CertificateProfile profile) {
    return issue(issuer, subjectKey, profile, randomSerialNumber());
  }

  /**
   * A certificate issued by a certification authority.
   *
   * @throws IllegalArgumentException when the issuer's certificate does not allow it to issue this
   */
  public X509Certificate issue(
      Credential issuer, PublicKey subjectKey, CertificateProfile profile, BigInteger serial) {
    demandAuthority(issuer.leaf(), profile);
    return make(
        X500Name.getInstance(issuer.leaf().getSubjectX500Principal().getEncoded()),
        KeyIdentifiers.of(issuer.leaf()),
        SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()),
        profile,
        serial,
        suite.contentSigner(issuer.key()));
  }

  /**
   * A new key with the certificate for it; the chain is the new certificate, then the issuer's.
   *
   * @throws IllegalArgumentException when the issuer's certificate does not allow it to issue this
   */
  public Credential credential(Credential issuer, CertificateProfile profile) {
    var made = suite.generateKeyPair(keys);
    var chain = new ArrayList<X509Certificate>();
    chain.add(issue(issuer, made.getPublic(), profile));
    chain.addAll(issuer.chain());
    return new Credential(made.getPrivate(), chain);
  }

  /** A new key with a certificate signed by itself. */
  public Credential selfSigned(CertificateProfile profile) {
    var made = suite.generateKeyPair(keys);
    return new Credential(made.getPrivate(), List.of(selfSigned(made, profile)));
  }

  private static void demandAuthority(X509Certificate issuer, CertificateProfile profile) {
    int pathLength = issuer.getBasicConstraints();
    if (pathLength < 0) {
      throw new IllegalArgumentException(
          issuer.getSubjectX500Principal() + " is not a certification authority");
    }
    if (pathLength == 0 && profile.authority().isPresent()) {
      throw new IllegalArgumentException(
          issuer.getSubjectX500Principal() + " may have no authority below it");
    }
    var usage = issuer.getKeyUsage();
    if (usage != null && !usage[KEY_CERT_SIGN]) {
      throw new IllegalArgumentException(
          "the key of " + issuer.getSubjectX500Principal() + " may not sign certificates");
    }
  }

  private static X509Certificate make(
      X500Name issuer,
      byte[] issuerKeyIdentifier,
      SubjectPublicKeyInfo key,
      CertificateProfile profile,
      BigInteger serial,
      ContentSigner signer) {
    if (serial.signum() <= 0 || serial.bitLength() > 159) {
      throw new IllegalArgumentException("a serial number is positive and has 20 octets at most");
    }
    try {
      var builder =
          new X509v3CertificateBuilder(
              issuer,
              serial,
              new Time(Date.from(profile.validity().notBefore())),
              new Time(Date.from(profile.validity().notAfter())),
              profile.subject(),
              key);
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(KeyIdentifiers.of(key)));
      builder.addExtension(
          Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKeyIdentifier));
      addProfile(builder, profile);
      return Certificates.parse(builder.build(signer).getEncoded());
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException("the certificate that was made cannot be read", e);
    }
  }

  private static void addProfile(X509v3CertificateBuilder builder, CertificateProfile profile)
      throws IOException {
    if (profile.authority().isPresent()) {
      var pathLength = profile.authority().get().pathLength();
      builder.addExtension(
          Extension.basicConstraints,
          true,
          pathLength.isPresent()
              ? new BasicConstraints(pathLength.getAsInt())
              : new BasicConstraints(true));
    }
    if (profile.keyUsage() != 0) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(profile.keyUsage()));
    }
    if (!profile.extendedKeyUsages().isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              profile.extendedKeyUsages().stream()
                  .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                  .toArray(KeyPurposeId[]::new)));
    }
    if (!profile.alternativeNames().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          profile.subject().size() == 0,
          new GeneralNames(profile.alternativeNames().toArray(GeneralName[]::new)));
    }
    for (var extension : profile.extensions()) {
      builder.addExtension(extension);
    }
  }
}
