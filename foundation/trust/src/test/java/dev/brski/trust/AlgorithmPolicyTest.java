package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AlgorithmPolicyTest {

  private static final AlgorithmPolicy POLICY = AlgorithmPolicy.standard();
  private static final KeyPair EC = Forge.ec("secp256r1");
  private static final KeyPair RSA = Forge.keys("RSA", 2048);
  private static final BigInteger SALT = BigInteger.valueOf(32);

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void theNistCurvesAreAccepted(String curve) {
    assertThat(accepts(Forge.ec(curve).getPublic())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp192r1", "secp224r1", "secp256k1", "brainpoolP256r1", "sect283r1"})
  void otherCurvesAreRefused(String curve) {
    assertThat(accepts(Forge.ec(curve).getPublic())).isFalse();
  }

  @Test
  void whatIsOfferedIsAccepted() {
    assertThat(POLICY.keyAlgorithms())
        .hasSize(6)
        .allMatch(algorithm -> POLICY.accepts(keyOf(algorithm)) instanceof Verdict.Accepted<?>)
        .contains(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS));
    assertThat(POLICY.rsaKeyLengths())
        .isNotEmpty()
        .allMatch(bits -> POLICY.accepts(rsa(bits)) instanceof Verdict.Accepted<?>);
    assertThat(POLICY.accepts(rsa(2047)))
        .as("the rule that it is measured by")
        .isInstanceOf(Verdict.Refused.class);
  }

  private static SubjectPublicKeyInfo keyOf(AlgorithmIdentifier algorithm) {
    return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
        ? SubjectPublicKeyInfo.getInstance(forPss(algorithm.getParameters()).getEncoded())
        : new SubjectPublicKeyInfo(algorithm, new byte[] {4});
  }

  private static SubjectPublicKeyInfo rsa(int bits) {
    try {
      return new SubjectPublicKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          new RSAPublicKey(
              BigInteger.TWO.pow(bits).subtract(BigInteger.ONE), BigInteger.valueOf(65537)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCurveByParametersIsRefusedThoughItIsAGoodOne() throws IOException {
    var named = SubjectPublicKeyInfo.getInstance(EC.getPublic().getEncoded());
    var explicit =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, SECNamedCurves.getByName("secp256r1")),
            named.getPublicKeyData().getOctets());
    assertThat(accepts(key(explicit.getEncoded()))).isFalse();
  }

  @Test
  void aKeyIsAWholeNumberOfOctets() throws IOException {
    var named = SubjectPublicKeyInfo.getInstance(EC.getPublic().getEncoded());
    for (int unused : new int[] {0, 1, 7}) {
      var octets = named.getPublicKeyData().getOctets();
      octets[octets.length - 1] &= (byte) (0xFF << unused);
      var info =
          new DERSequence(
              new ASN1Encodable[] {named.getAlgorithm(), new DERBitString(octets, unused)});
      assertThat(accepts(key(info.getEncoded()))).isEqualTo(unused == 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 65537, false",
    "2047, 65537, false",
    "2048, 65537, true",
    "8192, 65537, true",
    "8193, 65537, false",
    "2048, 3, false",
    "2048, 65536, false",
    "2048, 18446744073709551615, true",
    "2048, 18446744073709551617, false",
  })
  void rsaKeysHaveBounds(int bits, BigInteger exponent, boolean expected) throws IOException {
    var modulus = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    var info =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new RSAPublicKey(modulus, exponent));
    assertThat(accepts(key(info.getEncoded()))).isEqualTo(expected);
  }

  @Test
  void edwardsKeysAreAcceptedAndDsaAndGarbageAreNot() throws Exception {
    assertThat(accepts(Forge.keys("Ed25519", 0).getPublic())).isTrue();
    assertThat(accepts(Forge.keys("Ed448", 0).getPublic())).isTrue();
    var dsa = KeyPairGenerator.getInstance("DSA");
    dsa.initialize(2048);
    assertThat(accepts(dsa.generateKeyPair().getPublic())).isFalse();
    assertThat(accepts(key(new byte[] {1, 2, 3}))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "SHA256withECDSA, true, false",
    "SHA384withECDSA, true, false",
    "SHA512withECDSA, true, false",
    "SHA1withECDSA, false, false",
    "SHA224withECDSA, false, false",
    "SHA3-256withECDSA, false, false",
    "SHA256withRSA, false, true",
    "SHA384withRSA, false, true",
    "SHA512withRSA, false, true",
    "SHA256withRSAandMGF1, false, true",
    "SHA512withRSAandMGF1, false, true",
    "SHA1withRSAandMGF1, false, false",
    "SHA1withRSA, false, false",
    "MD5withRSA, false, false",
    "Ed25519, false, false",
  })
  void signatureAlgorithmsFitTheKeyAndAreStrong(String name, boolean withEc, boolean withRsa) {
    var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(name);
    assertThat(accepts(algorithm, EC.getPublic())).isEqualTo(withEc);
    assertThat(accepts(algorithm, RSA.getPublic())).isEqualTo(withRsa);
  }

  @ParameterizedTest
  @CsvSource({
    "SHA-256, SHA-256, 32, true",
    "SHA-256, SHA-256, 33, true",
    "SHA-256, SHA-256, 222, true",
    "SHA-256, SHA-256, 31, false",
    "SHA-256, SHA-256, 0, false",
    "SHA-256, SHA-256, -1, false",
    "SHA-256, SHA-256, 1025, false",
    "SHA-256, SHA-256, 4294967328, false",
    "SHA-256, SHA-512, 32, false",
    "SHA-256, SHA-1, 32, false",
    "SHA-384, SHA-384, 48, true",
    "SHA-384, SHA-384, 47, false",
    "SHA-512, SHA-512, 64, true",
    "SHA-512, SHA-256, 64, false",
    "SHA-1, SHA-1, 20, false",
    "SHA-1, SHA-256, 32, false",
  })
  void pssNamesASoundHashTwiceAndASaltAsLong(
      String hash, String maskHash, BigInteger salt, boolean accepted) {
    var algorithm = pss(hash(hash), hash(maskHash), salt);
    assertThat(accepts(algorithm, RSA.getPublic())).isEqualTo(accepted);
    assertThat(accepts(algorithm, forPss(null))).isEqualTo(accepted);
    assertThat(accepts(algorithm, EC.getPublic())).isFalse();
  }

  @Test
  void theHashesOfPssHaveNoParametersOrNull() {
    var sha256 = hash("SHA-256");
    var absent = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    var other = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, new ASN1Integer(5));
    assertThat(accepts(pss(absent, sha256, SALT), RSA.getPublic())).isTrue();
    assertThat(accepts(pss(absent, absent, SALT), RSA.getPublic())).isTrue();
    assertThat(accepts(pss(other, sha256, SALT), RSA.getPublic())).isFalse();
    assertThat(accepts(pss(sha256, other, SALT), RSA.getPublic())).isFalse();
  }

  @Test
  void pssWithoutParametersOrWithOthersIsNone() {
    assertThat(
            accepts(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS), RSA.getPublic()))
        .isFalse();
    for (var parameters : List.of(DERNull.INSTANCE, new DERSequence(), new ASN1Integer(1))) {
      var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters);
      assertThat(accepts(algorithm, RSA.getPublic())).as(parameters.toString()).isFalse();
      assertThat(accepts(forPss(parameters))).as("a key with " + parameters).isFalse();
    }
    var sha256 = hash("SHA-256");
    for (var parameters :
        List.of(
            new RSASSAPSSparams(
                sha256,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha256),
                new ASN1Integer(SALT),
                new ASN1Integer(2)),
            new RSASSAPSSparams(
                sha256,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_pSpecified, sha256),
                new ASN1Integer(SALT),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD))) {
      var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters);
      assertThat(accepts(algorithm, RSA.getPublic())).isFalse();
      assertThat(accepts(forPss(parameters))).isFalse();
    }
  }

  /** RFC 4055 section 3.3: the same hash, the same MGF, and no shorter a salt. */
  @ParameterizedTest
  @CsvSource({
    "SHA-256, 32, SHA-256, 32, true",
    "SHA-256, 20, SHA-256, 32, true",
    "SHA-256, 40, SHA-256, 40, true",
    "SHA-256, 40, SHA-256, 41, true",
    "SHA-256, 40, SHA-256, 39, false",
    "SHA-256, 33, SHA-256, 32, false",
    "SHA-256, 20, SHA-256, 20, false",
    "SHA-256, 32, SHA-384, 48, false",
    "SHA-384, 32, SHA-256, 32, false",
    "SHA-512, 64, SHA-512, 64, true",
  })
  void aSignatureObeysTheParametersOfItsKey(
      String keyHash, BigInteger keySalt, String hash, BigInteger salt, boolean accepted) {
    var key = forPss(pss(hash(keyHash), hash(keyHash), keySalt).getParameters());
    assertThat(accepts(key)).isTrue();
    assertThat(accepts(pss(hash(hash), hash(hash), salt), key)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({"SHA-1, SHA-1, 20", "SHA-256, SHA-1, 20", "SHA-256, SHA-512, 32"})
  void aKeyThatAllowsNoAcceptedSignatureIsRefused(String hash, String maskHash, BigInteger salt) {
    assertThat(accepts(forPss(pss(hash(hash), hash(maskHash), salt).getParameters()))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA"})
  void aKeyForPssSignsNothingByPkcs1(String name) {
    var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(name);
    assertThat(accepts(algorithm, RSA.getPublic())).isTrue();
    assertThat(accepts(algorithm, forPss(null))).isFalse();
    assertThat(
            accepts(algorithm, forPss(pss(hash("SHA-256"), hash("SHA-256"), SALT).getParameters())))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"SHA-256, 32", "SHA-256, 100", "SHA-256, 222", "SHA-384, 48", "SHA-512, 190"})
  void aSaltOfAnyLengthIsVerifiedAsItIsTold(String hash, int salt) throws Exception {
    var signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
    signer.initSign(
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(RSA.getPrivate().getEncoded())));
    var data = new byte[] {1, 2, 3};
    signer.update(data);
    var value = signer.sign();
    var suite = CryptoSuite.standard();
    var told = pss(hash(hash), hash(hash), BigInteger.valueOf(salt));
    assertThat(suite.verify(RSA.getPublic(), told, data, value)).isTrue();
    for (long other : new long[] {salt - 1L, salt + 1L, 1024}) {
      var lie = pss(hash(hash), hash(hash), BigInteger.valueOf(other));
      assertThat(suite.verify(RSA.getPublic(), lie, data, value)).as("salt %d", other).isFalse();
    }
  }

  @Test
  void aSaltThatNoKeyHasRoomForIsNoAlgorithm() {
    var huge = pss(hash("SHA-256"), hash("SHA-256"), BigInteger.valueOf(Integer.MAX_VALUE));
    assertThatExceptionOfType(NoSuchAlgorithmException.class)
        .isThrownBy(
            () ->
                CryptoSuite.standard()
                    .verify(RSA.getPublic(), huge, new byte[] {1}, new byte[256]));
  }

  @Test
  void everythingThatIsAcceptedCanBeVerified() throws Exception {
    var suite = CryptoSuite.standard();
    var keys =
        List.of(
            EC,
            RSA,
            Forge.ec("secp384r1"),
            Forge.ec("secp521r1"),
            Forge.keys("Ed25519", 0),
            Forge.keys("Ed448", 0));
    for (var pair : keys) {
      var algorithm = suite.signatureAlgorithm(pair.getPublic());
      var data = suite.randomBytes(64);
      var signature = suite.sign(pair.getPrivate(), data);
      assertThat(accepts(algorithm, pair.getPublic())).isTrue();
      assertThat(suite.verify(pair.getPublic(), algorithm, data, signature)).isTrue();
      data[0]++;
      assertThat(suite.verify(pair.getPublic(), algorithm, data, signature)).isFalse();
    }
  }

  private static AlgorithmIdentifier hash(String name) {
    var identifier =
        switch (name) {
          case "SHA-256" -> NISTObjectIdentifiers.id_sha256;
          case "SHA-384" -> NISTObjectIdentifiers.id_sha384;
          case "SHA-512" -> NISTObjectIdentifiers.id_sha512;
          default -> OIWObjectIdentifiers.idSHA1;
        };
    return new AlgorithmIdentifier(identifier, DERNull.INSTANCE);
  }

  private static AlgorithmIdentifier pss(
      AlgorithmIdentifier hash, AlgorithmIdentifier maskHash, BigInteger salt) {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSASSA_PSS,
        new RSASSAPSSparams(
            hash,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, maskHash),
            new ASN1Integer(salt),
            RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
  }

  /** The same modulus under id-RSASSA-PSS; without parameters if they are null. */
  private static PublicKey forPss(ASN1Encodable parameters) {
    var bits = SubjectPublicKeyInfo.getInstance(RSA.getPublic().getEncoded()).getPublicKeyData();
    var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters);
    try {
      return key(new SubjectPublicKeyInfo(algorithm, bits.getOctets()).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean accepts(PublicKey key) {
    return POLICY.accepts(key) instanceof Verdict.Accepted;
  }

  private static boolean accepts(AlgorithmIdentifier algorithm, PublicKey key) {
    return POLICY.accepts(algorithm, key) instanceof Verdict.Accepted;
  }

  private static PublicKey key(byte[] encoded) {
    return new PublicKey() {
      @Override
      public String getAlgorithm() {
        return "any";
      }

      @Override
      public String getFormat() {
        return "X.509";
      }

      @Override
      public byte[] getEncoded() {
        return encoded.clone();
      }
    };
  }
}
