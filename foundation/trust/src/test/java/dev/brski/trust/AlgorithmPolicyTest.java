package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
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
        .hasSize(5)
        .allMatch(
            algorithm ->
                POLICY.accepts(new SubjectPublicKeyInfo(algorithm, new byte[] {4}))
                    instanceof Verdict.Accepted<?>);
    assertThat(POLICY.rsaKeyLengths())
        .isNotEmpty()
        .allMatch(bits -> POLICY.accepts(rsa(bits)) instanceof Verdict.Accepted<?>);
    assertThat(POLICY.accepts(rsa(2047)))
        .as("the rule that it is measured by")
        .isInstanceOf(Verdict.Refused.class);
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

  @Test
  void pssParametersAreTheUsualOnes() {
    var sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    var sha512 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512, DERNull.INSTANCE);
    assertThat(accepts(pss(sha256, sha256, 32), RSA.getPublic())).isTrue();
    assertThat(accepts(pss(sha256, sha256, 0), RSA.getPublic())).isFalse();
    assertThat(accepts(pss(sha256, sha512, 32), RSA.getPublic())).isFalse();
    assertThat(
            accepts(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS), RSA.getPublic()))
        .isFalse();
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

  private static AlgorithmIdentifier pss(
      AlgorithmIdentifier hash, AlgorithmIdentifier maskHash, int salt) {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSASSA_PSS,
        new RSASSAPSSparams(
            hash,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, maskHash),
            new ASN1Integer(salt),
            RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
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
