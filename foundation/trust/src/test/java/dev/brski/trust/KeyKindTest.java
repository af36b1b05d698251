package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyKindTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final Map<KeyKind, KeyPair> KEYS = new EnumMap<>(KeyKind.class);
  private static final byte[] DATA = "signed".getBytes(StandardCharsets.US_ASCII);

  /** One of each kind is enough, and those of RSA take long to make. */
  private static KeyPair keys(KeyKind kind) {
    return KEYS.computeIfAbsent(kind, SUITE::generateKeyPair);
  }

  @ParameterizedTest
  @EnumSource
  void aKeyOfEachKindIsMadeKnownAgainAndSigns(KeyKind kind) throws Exception {
    var keys = keys(kind);
    assertThat(KeyKind.of(keys.getPublic())).contains(kind);
    var signature = SUITE.sign(keys.getPrivate(), DATA);
    var algorithm = SUITE.signatureAlgorithm(keys.getPublic());
    assertThat(SUITE.verify(keys.getPublic(), algorithm, DATA, signature)).isTrue();
    assertThat(AlgorithmPolicy.standard().accepts(algorithm, keys.getPublic()))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @EnumSource
  void aPolicyAcceptsTheKindsThatItNames(KeyKind kind) {
    var key = keys(kind).getPublic();
    assertThat(AlgorithmPolicy.accepting(List.of(kind)).accepts(key))
        .isInstanceOf(Verdict.Accepted.class);
    var others = AlgorithmPolicy.accepting(EnumSet.complementOf(EnumSet.of(kind)));
    assertThat(others.accepts(key))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().cause()).contains(kind.word()));
    assertThat(others.accepts(SUITE.signatureAlgorithm(key), key))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void whatIsOfferedIsWhatIsAccepted() {
    var policy = AlgorithmPolicy.accepting(Set.of(KeyKind.RSA_3072, KeyKind.ED448));
    assertThat(policy.keyAlgorithms()).hasSize(1);
    assertThat(policy.rsaKeyLengths()).containsExactly(3072);
    var forPss =
        AlgorithmPolicy.accepting(
            Set.of(KeyKind.RSA_2048, KeyKind.RSA_PSS_3072, KeyKind.RSA_PSS_4096));
    assertThat(forPss.keyAlgorithms())
        .containsExactly(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS));
    assertThat(forPss.rsaKeyLengths()).containsExactly(2048);
    assertThatIllegalArgumentException().isThrownBy(() -> AlgorithmPolicy.accepting(List.of()));
  }

  @Test
  void aKeyForPssNamesItsParametersAndSignsWithThem() throws Exception {
    var keys = keys(KeyKind.RSA_PSS_2048);
    // RFC 4055: id-RSASSA-PSS, SHA-256 and MGF1 with SHA-256 (each with NULL), salt of 32 octets.
    var expected =
        HexFormat.of()
            .parseHex(
                "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a8648"
                    + "86f70d010108300d06096086480165030402010500a203020120");
    assertThat(SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()).getAlgorithm())
        .isEqualTo(AlgorithmIdentifier.getInstance(expected));
    assertThat(PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded()).getPrivateKeyAlgorithm())
        .isEqualTo(AlgorithmIdentifier.getInstance(expected));
    assertThat(SUITE.signatureAlgorithm(keys.getPublic()).getEncoded(ASN1Encoding.DER))
        .isEqualTo(expected);
    assertThat(SUITE.contentSigner(keys.getPrivate()).getAlgorithmIdentifier().getEncoded())
        .isEqualTo(expected);
  }

  @Test
  void anRsaKeyOfAnotherLengthCountsAsTheLongestThatIsNotLonger() {
    assertThat(KeyKind.of(Forge.keys("RSA", 2560).getPublic())).contains(KeyKind.RSA_2048);
    assertThat(KeyKind.of(Forge.keys("RSA", 1024).getPublic())).isEmpty();
    assertThat(KeyKind.of(Forge.ec("secp256k1").getPublic())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aKindIsWrittenAsItIsRead(KeyKind kind) {
    assertThat(KeyKind.parse(kind.word())).isEqualTo(kind);
  }

  @Test
  void anotherWordIsToldAllOfThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyKind.parse("p256"))
        .withMessageContainingAll("p-256", "ed448", "rsa-4096", "rsa-pss-3072");
  }
}
