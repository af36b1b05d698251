package dev.brski.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A kind of key that can be made here, with its strength (RFC 9481 section 7, table 1). */
public enum KeyKind {
  /** The curve P-256 (secp256r1). */
  P_256(128, "EC", "secp256r1", SECObjectIdentifiers.secp256r1),
  /** The curve P-384 (secp384r1). */
  P_384(192, "EC", "secp384r1", SECObjectIdentifiers.secp384r1),
  /** The curve P-521 (secp521r1). */
  P_521(256, "EC", "secp521r1", SECObjectIdentifiers.secp521r1),
  /** EdDSA with Ed25519. */
  ED25519(128, "Ed25519", "", EdECObjectIdentifiers.id_Ed25519),
  /** EdDSA with Ed448. */
  ED448(224, "Ed448", "", EdECObjectIdentifiers.id_Ed448),
  /** RSA with a modulus of 2048 bits, signing by PKCS #1. */
  RSA_2048(112, "RSA", "2048", PKCSObjectIdentifiers.rsaEncryption),
  /** RSA with a modulus of 3072 bits, signing by PKCS #1. */
  RSA_3072(128, "RSA", "3072", PKCSObjectIdentifiers.rsaEncryption),
  /** RSA with a modulus of 4096 bits, which the table does not have: as strong as 3072. */
  RSA_4096(128, "RSA", "4096", PKCSObjectIdentifiers.rsaEncryption),
  /** RSA with a modulus of 2048 bits, whose key says that it signs by PSS (RFC 4055). */
  RSA_PSS_2048(112, "RSASSA-PSS", "2048", PKCSObjectIdentifiers.id_RSASSA_PSS),
  /** RSA with a modulus of 3072 bits, whose key says that it signs by PSS. */
  RSA_PSS_3072(128, "RSASSA-PSS", "3072", PKCSObjectIdentifiers.id_RSASSA_PSS),
  /** RSA with a modulus of 4096 bits, whose key says that it signs by PSS. */
  RSA_PSS_4096(128, "RSASSA-PSS", "4096", PKCSObjectIdentifiers.id_RSASSA_PSS);

  private final int bitsOfSecurity;
  private final String generator;
  private final String parameter;
  private final String identifier;

  KeyKind(int bitsOfSecurity, String generator, String parameter, ASN1ObjectIdentifier identifier) {
    this.bitsOfSecurity = bitsOfSecurity;
    this.generator = generator;
    this.parameter = parameter;
    this.identifier = identifier.getId();
  }

  /**
   * The kind of a key: of RSA keys the longest kind that is not longer, of those for PSS apart from
   * the others. Empty for what no kind is of, such as an RSA key under 2048 bits.
   */
  public static Optional<KeyKind> of(PublicKey key) {
    return of(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
  }

  /** The kind of a certificate's key, for one that is to follow on it; P-256 if it is of none. */
  public static KeyKind like(X509Certificate certificate) {
    return of(certificate.getPublicKey()).orElse(P_256);
  }

  static Optional<KeyKind> of(SubjectPublicKeyInfo key) {
    var algorithm = key.getAlgorithm();
    return isRsa(algorithm.getAlgorithm())
        ? ofRsa(key)
        : Stream.of(values())
            .filter(kind -> kind.algorithm().filter(algorithm::equals).isPresent())
            .findFirst();
  }

  /** Whether it is an algorithm of RSA keys. */
  static boolean isRsa(ASN1ObjectIdentifier algorithm) {
    return algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
        || algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
  }

  private static Optional<KeyKind> ofRsa(SubjectPublicKeyInfo key) {
    try {
      int bits = RSAPublicKey.getInstance(key.parsePublicKey()).getModulus().bitLength();
      return Stream.of(values())
          .filter(kind -> kind.identifier.equals(key.getAlgorithm().getAlgorithm().getId()))
          .filter(kind -> kind.modulus() <= bits)
          .max(Comparator.comparingInt(KeyKind::modulus));
    } catch (java.io.IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /** How strong such a key is, in bits of security. */
  public int bitsOfSecurity() {
    return bitsOfSecurity;
  }

  /** As it is written in settings and commands, such as {@code p-256}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The kind of a word.
   *
   * @throws IllegalArgumentException naming all words, if it is none
   */
  public static KeyKind parse(String word) {
    return Stream.of(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the kinds of key are "
                        + Stream.of(values())
                            .map(KeyKind::word)
                            .collect(Collectors.joining(", "))));
  }

  private int modulus() {
    return Integer.parseInt(parameter);
  }

  /**
   * What stands in a key of this kind for its algorithm, parameters of RSASSA-PSS apart; empty for
   * rsaEncryption, which is told by its lengths (RFC 9480 section 2.16).
   */
  Optional<AlgorithmIdentifier> algorithm() {
    var named = new ASN1ObjectIdentifier(identifier);
    return switch (this) {
      case P_256, P_384, P_521 ->
          Optional.of(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, named));
      case ED25519, ED448, RSA_PSS_2048, RSA_PSS_3072, RSA_PSS_4096 ->
          Optional.of(new AlgorithmIdentifier(named));
      case RSA_2048, RSA_3072, RSA_4096 -> Optional.empty();
    };
  }

  /** The length in bits of an rsaEncryption key of this kind. */
  Optional<Integer> rsaBits() {
    return switch (this) {
      case RSA_2048, RSA_3072, RSA_4096 -> Optional.of(modulus());
      case P_256, P_384, P_521, ED25519, ED448, RSA_PSS_2048, RSA_PSS_3072, RSA_PSS_4096 ->
          Optional.empty();
    };
  }

  /** The name under which providers make such keys. */
  String generator() {
    return generator;
  }

  /** The curve or the length in bits; empty where the generator's name says all. */
  String parameter() {
    return parameter;
  }
}
