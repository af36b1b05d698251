package dev.brski.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates as a test wants them, good or bad, without any code that is under test. */
final class Forge {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final Provider PROVIDER = new BouncyCastleProvider();
  private static final AtomicLong SERIAL = new AtomicLong(1000);

  /** A certificate with its key. */
  record Forged(X509Certificate certificate, KeyPair keys) {}

  private record Part(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {}

  private final String subject;
  private Optional<KeyPair> given = Optional.empty();
  private Instant from = NOW.minusSeconds(86_400);
  private Instant until = NOW.plusSeconds(86_400 * 365L);
  private boolean keyIdentifiers = true;
  private boolean version1;
  private String algorithm = "";
  private final List<Part> parts = new ArrayList<>();

  private Forge(String subject) {
    this.subject = subject;
  }

  static Forge named(String subject) {
    return new Forge(subject);
  }

  /** A self-signed authority. */
  static Forged root(String subject) {
    return named(subject).ca().selfSigned();
  }

  static KeyPair ec(String curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC", PROVIDER);
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair keys(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm, PROVIDER);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Forge key(KeyPair other) {
    given = Optional.of(other);
    return this;
  }

  Forge valid(String notBefore, String notAfter) {
    from = Instant.parse(notBefore);
    until = Instant.parse(notAfter);
    return this;
  }

  Forge ca() {
    return extension(Extension.basicConstraints, true, new BasicConstraints(true))
        .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  Forge ca(int pathLength) {
    return extension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
        .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  Forge usage(int bits) {
    parts.removeIf(part -> part.oid().equals(Extension.keyUsage));
    return extension(Extension.keyUsage, true, new KeyUsage(bits));
  }

  Forge extended(String... oids) {
    return extension(
        Extension.extendedKeyUsage,
        true,
        new ExtendedKeyUsage(
            Arrays.stream(oids)
                .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                .toArray(KeyPurposeId[]::new)));
  }

  Forge alternative(GeneralName... names) {
    return extension(Extension.subjectAlternativeName, false, new GeneralNames(names));
  }

  Forge dns(String name) {
    return alternative(new GeneralName(GeneralName.dNSName, name));
  }

  Forge permitted(int form, String name) {
    return constraints(new GeneralSubtree[] {subtree(form, name)}, new GeneralSubtree[0]);
  }

  Forge excluded(int form, String name) {
    return constraints(new GeneralSubtree[0], new GeneralSubtree[] {subtree(form, name)});
  }

  Forge constraints(GeneralSubtree[] permitted, GeneralSubtree[] excluded) {
    return extension(
        Extension.nameConstraints,
        true,
        new NameConstraints(
            permitted.length == 0 ? null : permitted, excluded.length == 0 ? null : excluded));
  }

  static GeneralSubtree subtree(int form, String name) {
    return new GeneralSubtree(new GeneralName(form, name));
  }

  Forge unknown(boolean critical) {
    return extension(new ASN1ObjectIdentifier("2.25.4711"), critical, DERNull.INSTANCE);
  }

  Forge extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    parts.add(new Part(oid, critical, value));
    return this;
  }

  Forge without(ASN1ObjectIdentifier oid) {
    parts.removeIf(part -> part.oid().equals(oid));
    return this;
  }

  Forge withoutKeyIdentifiers() {
    keyIdentifiers = false;
    return this;
  }

  Forge version1() {
    version1 = true;
    return this;
  }

  Forge signedWith(String signatureAlgorithm) {
    algorithm = signatureAlgorithm;
    return this;
  }

  Forged selfSigned() {
    var keys = given.orElseGet(() -> ec("secp256r1"));
    return make(keys, new X500Name(subject), keys);
  }

  /** Issued by the other's name and key. */
  Forged by(Forged issuer) {
    return make(
        X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded()),
        issuer.keys());
  }

  /** Issued by the other's name, but signed with another key. */
  Forged byNameOf(Forged issuer, KeyPair signer) {
    return make(
        X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded()), signer);
  }

  private Forged make(X500Name issuer, KeyPair signer) {
    return make(given.orElseGet(() -> ec("secp256r1")), issuer, signer);
  }

  private Forged make(KeyPair keys, X500Name issuer, KeyPair signer) {
    var serial = BigInteger.valueOf(SERIAL.incrementAndGet());
    var key = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    try {
      var contentSigner =
          new JcaContentSignerBuilder(algorithm.isEmpty() ? algorithm(signer) : algorithm)
              .setProvider(PROVIDER)
              .build(signer.getPrivate());
      if (version1) {
        var holder =
            new X509v1CertificateBuilder(
                    issuer, serial, Date.from(from), Date.from(until), new X500Name(subject), key)
                .build(contentSigner);
        return new Forged(OpenSsl.parse(holder.getEncoded()), keys);
      }
      var builder =
          new X509v3CertificateBuilder(
              issuer, serial, Date.from(from), Date.from(until), new X500Name(subject), key);
      if (keyIdentifiers) {
        builder.addExtension(
            Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(keys)));
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new AuthorityKeyIdentifier(identifier(signer)));
      }
      for (var part : parts) {
        builder.addExtension(part.oid(), part.critical(), part.value());
      }
      return new Forged(OpenSsl.parse(builder.build(contentSigner).getEncoded()), keys);
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] identifier(KeyPair keys) {
    var key = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    return Arrays.copyOf(CryptoSuite.sha256(key.getPublicKeyData().getOctets()), 20);
  }

  private static String algorithm(KeyPair signer) {
    return switch (signer.getPrivate().getAlgorithm()) {
      case "EC", "ECDSA" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> signer.getPrivate().getAlgorithm();
    };
  }
}
