package dev.brski.voucher;

import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.KeyKind;
import dev.brski.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.Test;

class SignedArtifactTest {

  private static final byte[] JSON =
      "{\"ietf-voucher-request:voucher\":{\"serial-number\":\"ACME-0001\"}}"
          .getBytes(StandardCharsets.UTF_8);
  private static final VoucherLimits LIMITS = VoucherLimits.standard();

  private final Scene scene = new Scene();

  @Test
  @Proves({"W21", "W30", "W31"})
  void whatIsSignedIsVersion3InDerWithSignedAttributesAndTheVoucherContentType() throws Exception {
    var artifact =
        SignedArtifact.sign(JSON, scene.device, scene.device.chain(), Optional.of(Pki.NOW), SUITE);

    var data = SignedData.getInstance(ContentInfo.getInstance(artifact.encoded()).getContent());
    assertThat(data.getVersion().intValueExact()).isEqualTo(3);
    assertThat(data.getEncapContentInfo().getContentType())
        .isEqualTo(new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.40"));
    assertThat(ContentInfo.getInstance(artifact.encoded()).getEncoded(ASN1Encoding.DER))
        .isEqualTo(artifact.encoded());
    var foreign = new CMSSignedData(artifact.encoded());
    var signer = foreign.getSignerInfos().getSigners().iterator().next();
    assertThat(signer.getSignedAttributes().size()).isEqualTo(3);
    assertThat(
            signer.verify(
                new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(SUITE.provider())
                    .build(scene.device.leaf().getPublicKey())))
        .isTrue();
    assertThat(artifact.tolerances()).isEmpty();
    assertThat(artifact.signingTime()).contains(Pki.NOW);
  }

  @Test
  void aSignedArtifactIsReadBackAndVerifies() {
    var signed =
        SignedArtifact.sign(JSON, scene.device, scene.device.chain(), Optional.empty(), SUITE);

    var read = accepted(SignedArtifact.parse(signed.encoded(), LIMITS));

    assertThat(read).isEqualTo(signed).hasSameHashCodeAs(signed);
    assertThat(read.content()).isEqualTo(JSON);
    assertThat(read.signingTime()).isEmpty();
    assertThat(read.certificates()).hasSize(3);
    assertThat(accepted(read.verifySignature(SUITE))).isEqualTo(scene.device.leaf());
  }

  @Test
  void contentAndAttributesHaveOneDigestUnderPss() {
    var issuer = new CertificateIssuer(SUITE, KeyKind.RSA_PSS_2048);
    var signer = issuer.selfSigned(CertificateProfile.rootCa("PSS", Validity.years(Pki.NOW, 1)));
    var same = new ForeignCms().withContentDigest(NISTObjectIdentifiers.id_sha256);
    var other = new ForeignCms().withContentDigest(NISTObjectIdentifiers.id_sha512);
    var read = accepted(SignedArtifact.parse(same.sign(JSON, signer.chain(), signer), LIMITS));
    assertThat(accepted(read.verifySignature(SUITE))).isEqualTo(signer.leaf());
    var refusal =
        refused(
            accepted(SignedArtifact.parse(other.sign(JSON, signer.chain(), signer), LIMITS))
                .verifySignature(SUITE));
    assertThat(refusal.check()).isEqualTo(VoucherCheck.ALGORITHM);
    assertThat(refusal.cause()).contains("that of RSASSA-PSS");
  }

  @Test
  @Proves("W35")
  void theSignerIsFoundByKeyIdentifierAndByIssuerAndSerialWhateverTheOrder() {
    var included =
        List.of(
            scene.manufacturer.leaf(),
            scene.otherDevice.leaf(),
            scene.device.leaf(),
            scene.idevidCa.leaf());
    for (var cms : List.of(new ForeignCms(), new ForeignCms().byKeyIdentifier())) {
      var read = accepted(SignedArtifact.parse(cms.sign(JSON, included, scene.device), LIMITS));

      assertThat(read.signer()).contains(scene.device.leaf());
      assertThat(accepted(read.verifySignature(SUITE))).isEqualTo(scene.device.leaf());
    }
  }

  @Test
  void withoutAnyCertificateTheSignerIsFoundAmongThoseKnown() {
    var read = accepted(SignedArtifact.parse(Scene.sign(JSON, scene.device, List.of()), LIMITS));

    assertThat(read.certificates()).isEmpty();
    assertThat(read.signer()).isEmpty();
    assertThat(refused(read.verifySignature(SUITE)).check()).isEqualTo(VoucherCheck.SIGNER);
    assertThat(read.signer(List.of(scene.otherDevice.leaf(), scene.device.leaf())))
        .contains(scene.device.leaf());
    accepted(read.verifySignature(SUITE, scene.device.leaf()));
    assertThat(refused(read.verifySignature(SUITE, scene.otherDevice.leaf())).check())
        .isEqualTo(VoucherCheck.SIGNATURE);
  }

  /**
   * The CMS version, the list of digest algorithms and the name of the signer are outside of what
   * is signed; a flip there may leave a sound signature, but only over the very same content.
   */
  @Test
  void noFlippedBitIsEverVerifiedAsAnotherContent() {
    var sound = Scene.sign(JSON, scene.device, List.of());
    int verified = 0;
    for (int bit = 0; bit < sound.length * 8; bit++) {
      var flipped = sound.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      if (SignedArtifact.parse(flipped, LIMITS)
              instanceof Verdict.Accepted<SignedArtifact>(var read)
          && read.verifySignature(SUITE, scene.device.leaf()) instanceof Verdict.Accepted) {
        verified++;
        assertThat(read.content()).as("bit " + bit).isEqualTo(JSON);
        assertThat(read.signingTime()).as("bit " + bit).contains(Pki.NOW);
      }
    }
    assertThat(verified).isLessThan(sound.length);
  }

  @Test
  @Proves("W31")
  void aFlipInContentAttributesOrSignatureNeverVerifies() throws Exception {
    var sound = Scene.sign(JSON, scene.device, List.of());
    var signer = new CMSSignedData(sound).getSignerInfos().getSigners().iterator().next();
    for (var part :
        List.of(JSON, attributesIn(signer.getEncodedSignedAttributes()), signer.getSignature())) {
      int at = indexOf(sound, part);
      for (int bit = at * 8; bit < (at + part.length) * 8; bit++) {
        var flipped = sound.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        var verdict =
            SignedArtifact.parse(flipped, LIMITS)
                .flatMap(read -> read.verifySignature(SUITE, scene.device.leaf()));
        assertThat(verdict).as("bit " + bit).isInstanceOf(Verdict.Refused.class);
      }
    }
  }

  @Test
  @Proves("PL-22")
  void mutilatedArtifactsAreRefusedAndNothingIsThrown() {
    var random = new Random(8995);
    var sound =
        scene.signedByRegistrar(
            scene.registrarRequest(scene.signedByDevice(scene.pledgeRequest())));
    for (int round = 0; round < 3000; round++) {
      var mutilated = mutilate(sound, random);
      var verdict =
          scene
              .codec
              .readRegistrarVoucherRequest(mutilated)
              .flatMap(read -> read.artifact().verifySignature(SUITE));
      if (!Arrays.equals(mutilated, sound)
          && verdict instanceof Verdict.Accepted
          && SignedArtifact.parse(mutilated, LIMITS)
              instanceof Verdict.Accepted<SignedArtifact>(var read)) {
        assertThat(read.content())
            .isEqualTo(accepted(SignedArtifact.parse(sound, LIMITS)).content());
      }
    }
  }

  @Test
  @Proves("PL-22")
  void deepNestingIsRefusedBeforeItIsParsed() {
    var definite = new ByteArrayOutputStream();
    definite.writeBytes(HexFormat.of().parseHex("3080".repeat(30_000)));
    assertThat(refused(SignedArtifact.parse(definite.toByteArray(), LIMITS)).check())
        .isEqualTo(VoucherCheck.CMS);

    var nested = new byte[] {0x30, 0x00};
    while (nested.length < 60_000) {
      var outer = new ByteArrayOutputStream();
      outer.write(0x30);
      outer.write(0x82);
      outer.write(nested.length >> 8);
      outer.write(nested.length);
      outer.writeBytes(nested);
      nested = outer.toByteArray();
    }
    assertThat(refused(SignedArtifact.parse(nested, LIMITS)).check()).isEqualTo(VoucherCheck.CMS);
  }

  @Test
  void whatIsNoVoucherArtifactIsRefusedByItsOwnRule() throws Exception {
    var device = scene.device;
    var chain = device.chain();
    record Case(byte[] body, VoucherCheck check, int status) {}
    var ber = new BERSequence(new ASN1ObjectIdentifier("1.2.3")).getEncoded();
    var cases =
        List.of(
            new Case(new byte[0], VoucherCheck.FORMAT, 406),
            new Case(
                "{\"payload\":\"x\"}".getBytes(StandardCharsets.UTF_8), VoucherCheck.FORMAT, 406),
            new Case("hello".getBytes(StandardCharsets.UTF_8), VoucherCheck.FORMAT, 406),
            new Case(
                "-----BEGIN CMS-----\n!!\n-----END CMS-----\n".getBytes(StandardCharsets.UTF_8),
                VoucherCheck.FORMAT,
                406),
            new Case(new byte[LIMITS.mostOctets() + 1], VoucherCheck.SIZE, 413),
            new Case(ber, VoucherCheck.CMS, 400),
            new Case(
                concat(Scene.sign(JSON, device, chain), new byte[] {0}), VoucherCheck.CMS, 400),
            new Case(new ForeignCms().detached().sign(JSON, chain, device), VoucherCheck.CMS, 400),
            new Case(
                new ForeignCms()
                    .of(new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.4"))
                    .sign(JSON, chain, device),
                VoucherCheck.CONTENT_TYPE,
                400),
            new Case(
                new ForeignCms().withoutAttributes().sign(JSON, chain, device),
                VoucherCheck.SIGNED_ATTRIBUTES,
                400),
            new Case(new ForeignCms().sign(JSON, chain), VoucherCheck.SIGNERS, 400),
            new Case(
                new ForeignCms().sign(JSON, chain, device, scene.otherDevice),
                VoucherCheck.SIGNERS,
                400));
    for (var each : cases) {
      var refusal = refused(SignedArtifact.parse(each.body, LIMITS));
      assertThat(refusal.check()).isEqualTo(each.check);
      assertThat(VoucherCheck.status(refusal)).isEqualTo(each.status);
    }
  }

  @Test
  void moreCertificatesThanTheLimitAreRefused() {
    var few = new VoucherLimits(LIMITS.mostOctets(), 2, 32, 8, 64);
    assertThat(
            refused(SignedArtifact.parse(Scene.sign(JSON, scene.device, scene.device.chain()), few))
                .check())
        .isEqualTo(VoucherCheck.CERTIFICATES);
  }

  private static byte[] mutilate(byte[] sound, Random random) {
    var copy = sound.clone();
    int from = random.nextInt(copy.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(copy, from);
      case 1 -> {
        for (int i = random.nextInt(8); i >= 0; i--) {
          copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        yield copy;
      }
      case 2 -> {
        copy[from] ^= (byte) (1 << random.nextInt(8));
        yield copy;
      }
      default -> {
        int to = from + random.nextInt(Math.min(64, copy.length - from));
        yield concat(Arrays.copyOf(copy, from), Arrays.copyOfRange(copy, to, copy.length));
      }
    };
  }

  /** The attributes without tag and length, which are another inside the SignerInfo. */
  private static byte[] attributesIn(byte[] set) {
    return Arrays.copyOfRange(set, (set[1] & 0x80) == 0 ? 2 : 2 + (set[1] & 0x7f), set.length);
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int at = 0; at + part.length <= whole.length; at++) {
      if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("part not found");
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
