package dev.brski.proof.kit.cmp;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate with its issuers and its key, which is on the curve P-256.
 *
 * @param chain the certificate first
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {

  /** The algorithm of everything that is signed by hand. */
  public static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";

  private static final byte[] DIGITAL_SIGNATURE = {7, (byte) 0x80};
  private static final byte[] KEY_AGREEMENT = {3, 0x08};

  /** What a certificate made by hand may be used for. */
  public enum Usage {
    /** To sign. */
    SIGNING,
    /** To agree on keys, and not to sign. */
    KEY_AGREEMENT
  }

  /** Copies the list. */
  public Identity {
    chain = List.copyOf(chain);
  }

  /** The credential of two files in PEM. */
  public static Identity read(Path certificates, Path key)
      throws IOException, GeneralSecurityException {
    var base64 = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
    var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    return new Identity(
        certificates(certificates), KeyFactory.getInstance("EC").generatePrivate(encoded));
  }

  /** The certificates of a file in PEM. */
  public static List<X509Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (var in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  /** A certificate from its DER. */
  public static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new java.io.ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new AssertionError("no certificate came", e);
    }
  }

  /** A fresh key pair. */
  public static KeyPair freshKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** The certificate itself. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** The DER of the certificates. */
  public List<Tlv> encodedChain() {
    return chain.stream().map(Identity::encoded).toList();
  }

  /** The DER of a certificate. */
  public static Tlv encoded(X509Certificate certificate) {
    try {
      return Tlv.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has its octets", e);
    }
  }

  /** The subject of the certificate. */
  public Tlv subject() {
    return Tlv.of(leaf().getSubjectX500Principal().getEncoded());
  }

  /** The subject key identifier of the certificate. */
  public byte[] keyIdentifier() {
    return Tlv.of(Tlv.of(leaf().getExtensionValue("2.5.29.14")).content()).content();
  }

  /** An ECDSA signature with SHA-256. */
  public byte[] sign(byte[] octets) {
    return sign(key, octets);
  }

  /** An ECDSA signature with SHA-256. */
  public static byte[] sign(PrivateKey key, byte[] octets) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(octets);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has ECDSA", e);
    }
  }

  /** A CA that nobody knows. */
  public static Identity stranger(Tlv subject, Instant from) {
    var keys = freshKeys();
    return new Identity(
        List.of(made(subject, keys.getPrivate(), subject, keys.getPublic(), from, Usage.SIGNING)),
        keys.getPrivate());
  }

  /**
   * A certificate under this one, with a subject of one's choice.
   *
   * @param from when its hundred days begin
   */
  public Identity issue(Tlv subject, Instant from, Usage usage) {
    var keys = freshKeys();
    var issued = new ArrayList<X509Certificate>();
    issued.add(made(subject(), key, subject, keys.getPublic(), from, usage));
    issued.addAll(chain);
    return new Identity(issued, keys.getPrivate());
  }

  private static X509Certificate made(
      Tlv issuer, PrivateKey signing, Tlv subject, PublicKey key, Instant from, Usage usage) {
    var algorithm = Tlv.sequence(Tlv.oid(ECDSA_WITH_SHA256));
    var tbs =
        Tlv.sequence(
            Tlv.context(0, Tlv.integer(2)),
            Tlv.integer(new BigInteger(62, new SecureRandom()).setBit(62)),
            algorithm,
            issuer,
            Tlv.sequence(Tlv.utcTime(from), Tlv.utcTime(from.plus(Duration.ofDays(100)))),
            subject,
            Tlv.of(key.getEncoded()),
            Tlv.context(
                3,
                Tlv.sequence(
                    extension("2.5.29.14", Tlv.octets(sha1(key.getEncoded()))),
                    extension("2.5.29.15", new Tlv(0x03, bits(usage))))));
    var signed = Tlv.sequence(tbs, algorithm, Tlv.bits(sign(signing, tbs.encoded())));
    return certificate(signed.encoded());
  }

  private static byte[] bits(Usage usage) {
    return switch (usage) {
      case SIGNING -> DIGITAL_SIGNATURE;
      case KEY_AGREEMENT -> KEY_AGREEMENT;
    };
  }

  /** An extension that is not critical. */
  public static Tlv extension(String oid, Tlv value) {
    return Tlv.sequence(Tlv.oid(oid), Tlv.octets(value.encoded()));
  }

  private static byte[] sha1(byte[] octets) {
    try {
      return java.security.MessageDigest.getInstance("SHA-1").digest(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
