package dev.brski.ocsp;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The hashes by which requests name an issuer: of its name and of its key, by SHA-1 or SHA-256. */
public final class IssuerHashes {

  /** The algorithms that are understood, with the length of their hashes in octets. */
  enum Algorithm {
    /** What RFC 5019 section 2.1.1 has everybody use; it protects nothing here. */
    SHA_1("SHA-1", OIWObjectIdentifiers.idSHA1.getId(), 20),
    SHA_256("SHA-256", NISTObjectIdentifiers.id_sha256.getId(), 32);

    private final String title;
    private final String identifier;
    private final int octets;

    Algorithm(String title, String identifier, int octets) {
      this.title = title;
      this.identifier = identifier;
      this.octets = octets;
    }

    int octets() {
      return octets;
    }

    static Optional<Algorithm> of(String identifier) {
      return Stream.of(values()).filter(each -> each.identifier.equals(identifier)).findFirst();
    }

    byte[] hash(byte[] octets) {
      try {
        return MessageDigest.getInstance(title).digest(octets);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has " + title, e);
      }
    }
  }

  private record Hashes(byte[] name, byte[] key) {}

  private final Map<Algorithm, Hashes> hashes;

  private IssuerHashes(Map<Algorithm, Hashes> hashes) {
    this.hashes = Map.copyOf(hashes);
  }

  /** Those of an issuer's certificate. */
  public static IssuerHashes of(X509Certificate issuer) {
    var name = issuer.getSubjectX500Principal().getEncoded();
    var key = keyBits(issuer);
    return new IssuerHashes(
        Stream.of(Algorithm.values())
            .collect(
                Collectors.toMap(
                    algorithm -> algorithm,
                    algorithm -> new Hashes(algorithm.hash(name), algorithm.hash(key)))));
  }

  /** SHA-1 over the bits of a key: how an answer names its signer (RFC 6960 section 4.2.1). */
  static byte[] keyHash(X509Certificate certificate) {
    return Algorithm.SHA_1.hash(keyBits(certificate));
  }

  private static byte[] keyBits(X509Certificate certificate) {
    return SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
        .getPublicKeyData()
        .getBytes();
  }

  /** Whether a request means a certificate of this issuer. */
  public boolean name(CertId id) {
    return Algorithm.of(id.hashAlgorithm())
        .map(hashes::get)
        .filter(own -> MessageDigest.isEqual(own.name(), id.issuerNameHash()))
        .filter(own -> MessageDigest.isEqual(own.key(), id.issuerKeyHash()))
        .isPresent();
  }

  /** How a request names a certificate of this issuer, by SHA-1. */
  public CertId certId(BigInteger serialNumber) {
    var own = Optional.ofNullable(hashes.get(Algorithm.SHA_1)).orElseThrow();
    var id =
        new CertID(
            new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
            new DEROctetString(own.name()),
            new DEROctetString(own.key()),
            new ASN1Integer(serialNumber));
    return new CertId(
        Encoding.der(id), Algorithm.SHA_1.identifier, own.name(), own.key(), serialNumber);
  }
}
