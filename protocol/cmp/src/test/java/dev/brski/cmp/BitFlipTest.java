package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One bit of a message is wrong, and it is refused with the failInfo of the place. */
@Proves({"CMP-H11", "LC-3.5-protection", "LC-3.5-syntax", "CMP-B2"})
class BitFlipTest {

  private static final Cast CAST = new Cast();

  /** The verdict of an authority that gets an ir by itself or approved in a nested message. */
  private static Verdict<Authenticated> judge(byte[] der) {
    return CmpMessage.parse(der, CmpLimits.standard())
        .flatMap(
            message ->
                message.type() == BodyType.nested
                    ? judgeNested(message)
                    : Cast.validate(message, CAST.fromDevice(BodyType.ir)));
  }

  private static Verdict<Authenticated> judgeNested(CmpMessage message) {
    var outer =
        Expectation.of(
                Set.of(BodyType.nested),
                new Expectation.RecipNonce.Ignored(),
                SignerTrust.anchored(
                    Cast.PATHS, Anchors.of(List.of(CAST.root.leaf())), Purpose.REGISTRAR))
            .in(Expectation.Layer.OUTER);
    return Cast.validate(message, outer)
        .flatMap(authenticated -> NestedMessage.ofRequests(authenticated.message()))
        .flatMap(
            nested ->
                switch (nested) {
                  case NestedMessage.Single(var _, var inner) ->
                      Cast.validate(
                          inner, CAST.fromDevice(BodyType.ir).in(Expectation.Layer.INNER));
                  case NestedMessage.Batch _ -> CmpCheck.NESTED_KIND.refused("a batch");
                });
  }

  static Stream<Arguments> places() {
    var ir = CAST.ir();
    var nested = CAST.as(CAST.registrar).nested(ir, List.of());
    var signature = ir.protection().orElseThrow();
    var key = CAST.newKey.getPublic().getEncoded();
    var deviceCertificate = Certificates.encoded(CAST.device.leaf());
    var messageCheck = FailInfo.badMessageCheck;
    return Stream.of(
        place("transactionID", ir, ir.transactionId().octets(), messageCheck),
        place("senderNonce", ir, ir.senderNonce().orElseThrow().octets(), messageCheck),
        place("senderKID", ir, first(ir, ir.senderKid().orElseThrow()), messageCheck),
        place("requested key", ir, tail(key, 32), messageCheck),
        place("protection", ir, tail(signature, 20), messageCheck),
        place(
            "signature of the protection certificate",
            ir,
            tail(CAST.device.leaf().getSignature(), 20),
            FailInfo.signerNotTrusted),
        place(
            "key of the protection certificate",
            ir,
            tail(CAST.device.leaf().getPublicKey().getEncoded(), 32),
            messageCheck),
        place(
            "outer senderNonce", nested, nested.senderNonce().orElseThrow().octets(), messageCheck),
        place(
            "outer protection", nested, tail(nested.protection().orElseThrow(), 20), messageCheck),
        place("inner protection within", nested, tail(signature, 20), messageCheck),
        place("inner requested key within", nested, tail(key, 32), messageCheck),
        place("inner extraCerts within", nested, tail(deviceCertificate, 20), messageCheck));
  }

  private static Arguments place(String name, CmpMessage message, byte[] part, FailInfo failInfo) {
    return Arguments.of(name, message, part, failInfo);
  }

  private static byte[] tail(byte[] octets, int count) {
    return Arrays.copyOfRange(octets, octets.length - count, octets.length);
  }

  private static byte[] first(CmpMessage message, byte[] part) {
    assertThat(Tampering.lastIndexOf(message.encoded(), part)).isPositive();
    return part;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void isRefusedWithTheFailInfoOfThePlace(
      String name, CmpMessage message, byte[] part, FailInfo failInfo) {
    var refusal = Cast.refused(judge(Tampering.flipWithin(message.encoded(), part)));
    assertThat(((CmpFault) refusal.check()).failInfo()).as(name).isEqualTo(failInfo);
  }

  @Test
  void aFaultInsideIsToldApartFromOneOutside() {
    var broken = Forge.ir(CAST).signedWith(CAST.responder.key()).message();
    var nested = CAST.as(CAST.registrar).nested(broken, List.of());
    var refusal = Cast.refused(judge(nested.encoded()));
    assertThat(refusal.check()).isEqualTo(CmpCheck.PROTECTION);
    assertThat(refusal.told()).startsWith("inner message: ");

    var tampered =
        Tampering.flipWithin(nested.encoded(), tail(nested.protection().orElseThrow(), 20));
    assertThat(Cast.refused(judge(tampered)).told()).startsWith("outer message: ");
  }

  @Test
  void noBitOfARequestCanBeFlipped() {
    everyBit(CAST.ir().encoded(), 1);
  }

  @Test
  void noBitOfAnApprovedRequestCanBeFlipped() {
    everyBit(CAST.as(CAST.registrar).nested(CAST.ir(), List.of()).encoded(), 15);
  }

  private static void everyBit(byte[] sound, int step) {
    assertThat(judge(sound)).isInstanceOf(Verdict.Accepted.class);
    var random = new Random(9733);
    var seen = EnumSet.noneOf(FailInfo.class);
    for (int bit = 0; bit < 8 * sound.length; bit += 1 + random.nextInt(step)) {
      switch (judge(Tampering.flip(sound, bit))) {
        case Verdict.Accepted<Authenticated> _ ->
            throw new AssertionError("accepted with bit " + bit + " flipped");
        case Verdict.Refused<Authenticated>(Refusal refusal) ->
            seen.add(((CmpFault) refusal.check()).failInfo());
      }
    }
    assertThat(seen)
        .contains(
            FailInfo.badDataFormat,
            FailInfo.badMessageCheck,
            FailInfo.unsupportedVersion,
            FailInfo.signerNotTrusted,
            FailInfo.badAlg);
  }
}
