package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Oids;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/** Certificates for tests, made by Bouncy Castle alone. */
public final class Pki {

  public static final CryptoSuite SUITE = CryptoSuite.standard();
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final BigInteger STEP = BigInteger.valueOf(1000);
  private static BigInteger serial = BigInteger.TEN;

  private Pki() {}

  public static Credential root(String name) {
    return make(List.of(), SUITE.generateKeyPair(), name, Kind.CA, NOW.plusSeconds(86400 * 3650L));
  }

  /** A root that says that this is its key identifier. */
  static X509Certificate rootSaying(byte[] identifier) throws Exception {
    var key = SUITE.generateKeyPair();
    var name = new X500Name("CN=odd");
    var builder =
        new X509v3CertificateBuilder(
            name,
            nextSerial(),
            Date.from(NOW),
            Date.from(NOW.plusSeconds(86400)),
            name,
            SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier));
    return Certificates.parse(builder.build(SUITE.contentSigner(key.getPrivate())).getEncoded());
  }

  public static Credential ca(Credential issuer, String name) {
    return make(
        List.of(issuer), SUITE.generateKeyPair(), name, Kind.CA, NOW.plusSeconds(86400 * 3000L));
  }

  public static Credential idevid(Credential issuer, String serialNumber) {
    return idevid(issuer, serialNumber, SUITE.generateKeyPair());
  }

  public static Credential idevid(Credential issuer, String serialNumber, KeyPair key) {
    return make(
        List.of(issuer),
        key,
        "serialNumber=" + serialNumber + ",O=ACME",
        Kind.IDEVID,
        Instant.parse("9999-12-31T23:59:59Z"));
  }

  public static Credential registrar(Credential issuer, String name) {
    return make(
        List.of(issuer), SUITE.generateKeyPair(), name, Kind.REGISTRAR, NOW.plusSeconds(86400));
  }

  public static Credential endEntity(Credential issuer, String name) {
    return make(List.of(issuer), SUITE.generateKeyPair(), name, Kind.PLAIN, NOW.plusSeconds(86400));
  }

  public static Credential expiredRegistrar(Credential issuer, String name) {
    return make(
        List.of(issuer), SUITE.generateKeyPair(), name, Kind.REGISTRAR, NOW.minusSeconds(60));
  }

  private enum Kind {
    CA,
    IDEVID,
    REGISTRAR,
    PLAIN
  }

  private static synchronized BigInteger nextSerial() {
    serial = serial.add(STEP);
    return serial;
  }

  private static Credential make(
      List<Credential> issuers, KeyPair key, String name, Kind kind, Instant notAfter) {
    try {
      var subject = new X500Name(name.contains("=") ? name : "CN=" + name);
      var info = SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded());
      var issuerKey = issuers.isEmpty() ? key.getPrivate() : issuers.getFirst().key();
      var issuerName =
          issuers.isEmpty()
              ? subject
              : X500Name.getInstance(
                  issuers.getFirst().leaf().getSubjectX500Principal().getEncoded());
      var issuerInfo =
          issuers.isEmpty()
              ? info
              : SubjectPublicKeyInfo.getInstance(
                  issuers.getFirst().leaf().getPublicKey().getEncoded());
      var builder =
          new X509v3CertificateBuilder(
              issuerName,
              nextSerial(),
              Date.from(NOW.minusSeconds(86400 * 30)),
              Date.from(notAfter),
              subject,
              info);
      var identifiers = new BcX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(info));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuerInfo));
      switch (kind) {
        case CA -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        }
        case IDEVID ->
            builder.addExtension(
                new org.bouncycastle.asn1.ASN1ObjectIdentifier(Oids.MASA_URL),
                false,
                new DERIA5String("masa.example:9443"));
        case REGISTRAR -> {
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(
                  KeyPurposeId.getInstance(
                      new org.bouncycastle.asn1.ASN1ObjectIdentifier(Oids.CMC_RA))));
        }
        case PLAIN ->
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      }
      X509Certificate certificate =
          Certificates.parse(builder.build(SUITE.contentSigner(issuerKey)).getEncoded());
      var chain = new ArrayList<>(List.of(certificate));
      issuers.forEach(issuer -> chain.addAll(issuer.chain()));
      return new Credential(key.getPrivate(), chain);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
