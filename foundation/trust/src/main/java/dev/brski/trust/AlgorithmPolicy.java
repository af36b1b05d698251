package dev.brski.trust;

import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Which keys and signature algorithms count (RFC 9481 section 3): ECDSA on P-256, P-384 and P-521,
 * RSA of 2048 to 8192 bits in both paddings, Ed25519 and Ed448, with SHA-256, SHA-384 or SHA-512;
 * or some of these kinds of key alone.
 */
public final class AlgorithmPolicy {

  private static final int FEWEST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;
  private static final BigInteger LEAST_RSA_EXPONENT = BigInteger.valueOf(65537);
  private static final int MOST_RSA_EXPONENT_BITS = 64;

  private static final Set<ASN1ObjectIdentifier> ECDSA =
      Set.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512);
  private static final Set<ASN1ObjectIdentifier> RSA_PKCS1 =
      Set.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption);
  private static final String REMEDY =
      "Have it issued again with ECDSA P-256 or RSA of 2048 bits or more, and SHA-256 or longer";

  private static final AlgorithmPolicy STANDARD = new AlgorithmPolicy(EnumSet.allOf(KeyKind.class));

  private final Set<KeyKind> kinds;

  private AlgorithmPolicy(EnumSet<KeyKind> kinds) {
    this.kinds = Collections.unmodifiableSet(kinds);
  }

  /** The policy of this project: every kind. */
  public static AlgorithmPolicy standard() {
    return STANDARD;
  }

  /**
   * A policy that accepts some kinds of key alone. RSA keys of another length count as the longest
   * kind that is not longer.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static AlgorithmPolicy accepting(Collection<KeyKind> kinds) {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("some kind of key must be accepted");
    }
    return new AlgorithmPolicy(EnumSet.copyOf(kinds));
  }

  /**
   * The algorithms of keys that are accepted, rsaEncryption apart, the usual ones first. One that
   * stands for RSASSA-PSS says nothing of lengths.
   */
  public List<AlgorithmIdentifier> keyAlgorithms() {
    return kinds.stream().flatMap(kind -> kind.algorithm().stream()).distinct().toList();
  }

  /** The usual lengths in bits among those of rsaEncryption keys that are accepted. */
  public List<Integer> rsaKeyLengths() {
    return kinds.stream().flatMap(kind -> kind.rsaBits().stream()).toList();
  }

  /** Whether the key is of an accepted kind, size and curve; curves by name only. */
  public Verdict<PublicKey> accepts(PublicKey key) {
    return objection(key)
        .map(found -> Verdict.<PublicKey>refused(PathCheck.ALGORITHM, found, REMEDY))
        .orElseGet(() -> Verdict.accepted(key));
  }

  /**
   * The policy, if it accepts the keys of its own user too.
   *
   * @param own certificates without which nothing would work
   */
  public Verdict<AlgorithmPolicy> acceptingOwn(Collection<X509Certificate> own) {
    return own.stream()
        .flatMap(
            certificate ->
                objection(certificate.getPublicKey())
                    .map(
                        found ->
                            Certificates.nameText(certificate.getSubjectX500Principal())
                                + ", on which all rests here: "
                                + found)
                    .stream())
        .findFirst()
        .map(
            found ->
                Verdict.<AlgorithmPolicy>refused(
                    PathCheck.ALGORITHM, found, "Name its kind in accepted-keys, too."))
        .orElseGet(() -> Verdict.accepted(this));
  }

  /** The policy without the kinds that are stronger than a key, if that is of a kind. */
  public AlgorithmPolicy noStrongerThan(PublicKey key) {
    var bound = KeyKind.of(key);
    var left = EnumSet.noneOf(KeyKind.class);
    kinds.stream()
        .filter(kind -> bound.filter(by -> by.bitsOfSecurity() < kind.bitsOfSecurity()).isEmpty())
        .forEach(left::add);
    return new AlgorithmPolicy(left);
  }

  /**
   * Whether a key is accepted as it is encoded, judged before anything is computed with it: a
   * stranger's explicit curve or huge modulus costs much to decode.
   */
  public Verdict<SubjectPublicKeyInfo> accepts(SubjectPublicKeyInfo key) {
    return objection(key)
        .map(found -> Verdict.<SubjectPublicKeyInfo>refused(PathCheck.ALGORITHM, found, REMEDY))
        .orElseGet(() -> Verdict.accepted(key));
  }

  /** Whether the signature algorithm, its parameters included, is accepted and fits the key. */
  public Verdict<AlgorithmIdentifier> accepts(AlgorithmIdentifier algorithm, PublicKey key) {
    return objection(key)
        .or(() -> objection(algorithm, key))
        .map(found -> Verdict.<AlgorithmIdentifier>refused(PathCheck.ALGORITHM, found, REMEDY))
        .orElseGet(() -> Verdict.accepted(algorithm));
  }

  private Optional<String> objection(PublicKey key) {
    try {
      return objection(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    } catch (RuntimeException e) {
      return Optional.of("the key cannot be read: " + e.getMessage());
    }
  }

  private Optional<String> objection(SubjectPublicKeyInfo info) {
    return unsound(info)
        .or(
            () ->
                KeyKind.of(info)
                    .filter(kind -> !kinds.contains(kind))
                    .map(kind -> "a key of the kind " + kind.word() + " is not accepted here"));
  }

  private static Optional<String> unsound(SubjectPublicKeyInfo info) {
    try {
      if (info.getPublicKeyData().getPadBits() != 0) {
        return Optional.of("the key is no whole number of octets");
      }
      if (KeyKind.isRsa(info.getAlgorithm().getAlgorithm())) {
        return objectionToRsa(RSAPublicKey.getInstance(info.parsePublicKey()))
            .or(() -> objectionToPssKey(info.getAlgorithm()));
      }
      return KeyKind.of(info).isPresent()
          ? Optional.empty()
          : Optional.of(unknown(info.getAlgorithm()));
    } catch (java.io.IOException | RuntimeException e) {
      return Optional.of("the key cannot be read: " + e.getMessage());
    }
  }

  private static String unknown(AlgorithmIdentifier key) {
    if (!key.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return "the key's algorithm is " + key.getAlgorithm();
    }
    return key.getParameters() instanceof ASN1ObjectIdentifier curve
        ? "the key's curve is " + curve
        : "the key's curve is not a named one";
  }

  private static Optional<String> objectionToRsa(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    if (bits < FEWEST_RSA_BITS || bits > MOST_RSA_BITS) {
      return Optional.of("the RSA key has " + bits + " bits");
    }
    var exponent = key.getPublicExponent();
    boolean fits =
        exponent.testBit(0)
            && exponent.compareTo(LEAST_RSA_EXPONENT) >= 0
            && exponent.bitLength() <= MOST_RSA_EXPONENT_BITS;
    return fits ? Optional.empty() : Optional.of("the RSA key's public exponent is out of bounds");
  }

  /** A key for RSASSA-PSS may restrict its signatures, but not to what nobody accepts. */
  private static Optional<String> objectionToPssKey(AlgorithmIdentifier key) {
    boolean restricted =
        key.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
            && key.getParameters() != null;
    return restricted && PssParameters.of(key).isEmpty()
        ? Optional.of(
            "the parameters of the RSASSA-PSS key are not a hash of SHA-2, and MGF1 with the same")
        : Optional.empty();
  }

  private static Optional<String> objection(AlgorithmIdentifier algorithm, PublicKey key) {
    var signed = algorithm.getAlgorithm();
    var keyAlgorithm = SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
    var held = keyAlgorithm.getAlgorithm();
    boolean bare = algorithm.getParameters() == null;
    boolean fits;
    if (ECDSA.contains(signed)) {
      fits = bare && held.equals(X9ObjectIdentifiers.id_ecPublicKey);
    } else if (RSA_PKCS1.contains(signed)) {
      fits =
          (bare || DERNull.INSTANCE.equals(algorithm.getParameters()))
              && held.equals(PKCSObjectIdentifiers.rsaEncryption);
    } else if (signed.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return KeyKind.isRsa(held)
          ? objectionToPss(algorithm, keyAlgorithm)
          : Optional.of(misfit(signed, held));
    } else {
      fits = bare && held.equals(signed) && signsUnderItsOwnName(held);
    }
    return fits ? Optional.empty() : Optional.of(misfit(signed, held));
  }

  private static String misfit(ASN1ObjectIdentifier signed, ASN1ObjectIdentifier held) {
    return "signature algorithm " + signed + " with a key of algorithm " + held;
  }

  /**
   * The parameters of a signature are those that count, and obey those of the key if it has some
   * (RFC 4055 section 3.3).
   */
  private static Optional<String> objectionToPss(
      AlgorithmIdentifier algorithm, AlgorithmIdentifier key) {
    var parameters = PssParameters.of(algorithm).filter(PssParameters::isWellSalted);
    if (parameters.isEmpty()) {
      return Optional.of(
          "the parameters of the RSASSA-PSS signature are not a hash of SHA-2, MGF1 with the same,"
              + " and a salt at least as long");
    }
    return PssParameters.of(key).filter(named -> !named.allow(parameters.get())).isPresent()
        ? Optional.of("the parameters of the RSASSA-PSS signature break those of the key")
        : Optional.empty();
  }

  /** Only Edwards curves have one identifier for key and signature. */
  private static boolean signsUnderItsOwnName(ASN1ObjectIdentifier key) {
    return !KeyKind.isRsa(key) && !key.equals(X9ObjectIdentifiers.id_ecPublicKey);
  }
}
