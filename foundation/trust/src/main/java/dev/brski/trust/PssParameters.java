package dev.brski.trust;

import java.math.BigInteger;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * RSASSA-PSS-params (RFC 4055 section 3.1) that count here: a hash of SHA-2, MGF1 with the same
 * hash, and a length of the salt. In a signature they say how it was made, in a key how its
 * signatures have to be: with this hash, and a salt that is no shorter (RFC 4055 section 3.3).
 *
 * @param saltLength in octets
 */
record PssParameters(Hash hash, int saltLength) {

  /** The hashes (RFC 4055 section 2.1). */
  enum Hash {
    SHA256(32, NISTObjectIdentifiers.id_sha256),
    SHA384(48, NISTObjectIdentifiers.id_sha384),
    SHA512(64, NISTObjectIdentifiers.id_sha512);

    private final int octets;
    private final String identifier;

    Hash(int octets, ASN1ObjectIdentifier identifier) {
      this.octets = octets;
      this.identifier = identifier.getId();
    }

    /** The parameters may be NULL or absent, which is the same. */
    static Optional<Hash> of(AlgorithmIdentifier algorithm) {
      boolean bare =
          algorithm.getParameters() == null || DERNull.INSTANCE.equals(algorithm.getParameters());
      return Stream.of(values())
          .filter(hash -> bare && hash.identifier.equals(algorithm.getAlgorithm().getId()))
          .findFirst();
    }

    /** With NULL, as RFC 4055 section 6 has them. */
    private AlgorithmIdentifier algorithm() {
      return new AlgorithmIdentifier(new ASN1ObjectIdentifier(identifier), DERNull.INSTANCE);
    }

    private String platformName() {
      return name().replace("SHA", "SHA-");
    }
  }

  /** What our own keys name, and what keys sign with that name nothing. */
  static final PssParameters USUAL = new PssParameters(Hash.SHA256, Hash.SHA256.octets);

  /** As much as the longest modulus has room for: no stranger makes us reserve more. */
  private static final int MOST_SALT_OCTETS = 1024;

  private static final BigInteger MOST_SALT = BigInteger.valueOf(MOST_SALT_OCTETS);

  /** Those of an algorithm identifier; empty if there are none, or others than count here. */
  static Optional<PssParameters> of(AlgorithmIdentifier algorithm) {
    if (algorithm.getParameters() == null) {
      return Optional.empty();
    }
    try {
      return sound(RSASSAPSSparams.getInstance(algorithm.getParameters()));
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<PssParameters> sound(RSASSAPSSparams parameters) {
    var mask = parameters.getMaskGenAlgorithm();
    var salt = parameters.getSaltLength();
    boolean sound =
        mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
            && parameters.getTrailerField().equals(BigInteger.ONE)
            && salt.signum() >= 0
            && salt.compareTo(MOST_SALT) <= 0;
    return Hash.of(parameters.getHashAlgorithm())
        .filter(_ -> sound)
        .filter(
            hash ->
                Hash.of(AlgorithmIdentifier.getInstance(mask.getParameters()))
                    .filter(hash::equals)
                    .isPresent())
        .map(hash -> new PssParameters(hash, salt.intValue()));
  }

  /**
   * Those that a key signs with: its own, and a salt at least as long as the hash; the usual ones
   * if it names none.
   *
   * @param key the algorithm of an id-RSASSA-PSS key
   * @throws IllegalArgumentException when it demands others than count here
   */
  static PssParameters signing(AlgorithmIdentifier key) {
    if (key.getParameters() == null) {
      return USUAL;
    }
    return of(key)
        .map(named -> new PssParameters(named.hash, Math.max(named.saltLength, named.hash.octets)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the RSASSA-PSS parameters of the key are not a hash of SHA-2 and MGF1 with"
                        + " the same hash (openssl takes SHA-1 for MGF1 unless"
                        + " rsa_pss_keygen_mgf1_md is given)"));
  }

  /** Whether the salt of a signature is as long as its hash, or longer. */
  boolean isWellSalted() {
    return saltLength >= hash.octets;
  }

  /** Whether a key that names these may make a signature with others (RFC 4055 section 3.3). */
  boolean allow(PssParameters signature) {
    return hash == signature.hash && saltLength <= signature.saltLength;
  }

  /** The identifier of a signature or a key with these parameters. */
  AlgorithmIdentifier algorithm() {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSASSA_PSS,
        new RSASSAPSSparams(
            hash.algorithm(),
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash.algorithm()),
            new ASN1Integer(saltLength),
            RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
  }

  /** The name under which the suite's provider signs so. */
  String signature() {
    return hash.name() + "withRSAandMGF1";
  }

  /** As the platform has them. */
  PSSParameterSpec spec() {
    return new PSSParameterSpec(
        hash.platformName(),
        "MGF1",
        new MGF1ParameterSpec(hash.platformName()),
        saltLength,
        PSSParameterSpec.TRAILER_FIELD_BC);
  }
}
