package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.verdict.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NestedMessageTest {

  private final Cast cast = new Cast();
  private final CmpComposer registrar = cast.as(cast.registrar);

  private CmpMessage nested(byte[] transactionId, byte[] senderNonce, byte[]... members) {
    var forge = new Forge(cast.registrar, BodyType.nested, Der.wrap(Der.SEQUENCE, members));
    forge.transactionId = transactionId;
    forge.senderNonce = senderNonce;
    return forge.message();
  }

  private CmpMessage nestedLike(CmpMessage inner, byte[]... members) {
    return nested(
        inner.transactionId().octets(), inner.senderNonce().orElseThrow().octets(), members);
  }

  private byte[] fresh() {
    return Cast.SUITE.randomBytes(16);
  }

  @Test
  @Proves({"CMP-R2", "CMP-R19", "CMP-F16", "CMP-H1"})
  void anApprovalKeepsOctetsNonceTransactionAndVersionOfTheRequest() {
    var forge = Forge.ir(cast);
    forge.pvno = 3;
    var request = forge.message();
    var nested = registrar.nested(request, List.of());
    assertThat(nested.pvno()).isEqualTo(3);
    assertThat(Tampering.lastIndexOf(nested.encoded(), request.encoded())).isPositive();
    var single = (NestedMessage.Single) accepted(NestedMessage.ofRequests(nested));
    assertThat(single.inner().encoded()).isEqualTo(request.encoded());
    assertThat(single.inner().sha256()).isEqualTo(request.sha256());
    assertThat(single.consent()).isEmpty();
  }

  @Test
  @Proves({"CMP-R1", "LC-5.2.2.1-senderNonce"})
  void evenNonCanonicalInnerOctetsStayUntouched() throws MalformedMessage {
    // BOOLEAN TRUE as 01 instead of ff within an extension value is not DER, but it is signed.
    var forge = Forge.ir(cast);
    forge.generalInfo.add(
        new org.bouncycastle.asn1.cmp.InfoTypeAndValue(
            new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.3.4"),
            org.bouncycastle.asn1.ASN1Boolean.TRUE));
    var octets = forge.encoded();
    int at = Tampering.lastIndexOf(octets, new byte[] {1, 1, (byte) 0xff});
    octets[at + 2] = 1;
    var request = Cast.parsed(octets);
    var nested = Cast.parsed(registrar.nested(request, List.of()).encoded());
    var single = (NestedMessage.Single) accepted(NestedMessage.ofRequests(nested));
    assertThat(single.inner().encoded()).isEqualTo(octets);
    assertThat(single.inner().protectedPart())
        .isEqualTo(
            Der.wrap(
                Der.SEQUENCE,
                Arrays.copyOfRange(
                    octets, 4, Der.element(octets, 0, octets.length).children().get(1).end())));
  }

  @Test
  @Proves({"CMP-R7", "CMP-B11", "CMP-F16"})
  void aBatchBundlesRequestsAndApprovedRequests() {
    var plain = cast.ir();
    var approved = registrar.nested(cast.ir(), List.of());
    var batch = registrar.batch(Protection.NULL_DN, List.of(plain, approved));
    var read = (NestedMessage.Batch) accepted(NestedMessage.ofRequests(batch));

    assertThat(read.members())
        .extracting(NestedMember::encoded)
        .containsExactly(plain.encoded(), approved.encoded());
    assertThat(read.members())
        .allSatisfy(member -> assertThat(member.message()).isInstanceOf(Verdict.Accepted.class));
    assertThat(batch.transactionId()).isNotEqualTo(plain.transactionId());

    var error = cast.as(cast.responder).error(ReplyTo.of(approved), java.util.Set.of(), "no");
    var answer =
        cast.as(cast.responder).batchAnswer(ReplyTo.of(batch), List.of(cast.ip(plain), error));
    assertThat(answer.transactionId()).isEqualTo(batch.transactionId());
    assertThat(answer.recipNonce()).isEqualTo(batch.senderNonce());
    var responses = (NestedMessage.Batch) accepted(NestedMessage.ofResponses(answer));
    assertThat(responses.members())
        .allSatisfy(member -> assertThat(member.message()).isInstanceOf(Verdict.Accepted.class));
  }

  @Test
  @Proves("CMP-F16")
  void aBatchOfOneIsToldByItsTransaction() {
    var batch = registrar.batch(Protection.NULL_DN, List.of(cast.ir()));
    assertThat(accepted(NestedMessage.ofRequests(batch))).isInstanceOf(NestedMessage.Batch.class);
  }

  @Test
  @Proves({"CMP-R17", "CMP-B11", "CMP-R17-nesting"})
  void whatDoesNotBelongIntoABatchIsRefusedByItself() {
    var sound = cast.ir();
    var response = cast.ip(cast.ir());
    var batchInBatch = registrar.batch(Protection.NULL_DN, List.of(cast.ir()));
    var broken = cast.ir().encoded();
    broken[broken.length - 1] ^= 1;
    var cut = Der.wrap(Der.SEQUENCE, new byte[] {0x30, 0});
    var batch =
        nested(fresh(), fresh(), sound.encoded(), response.encoded(), batchInBatch.encoded(), cut);

    var members = ((NestedMessage.Batch) accepted(NestedMessage.ofRequests(batch))).members();
    assertThat(accepted(members.getFirst().message()).type()).isEqualTo(BodyType.ir);
    for (var member : members.subList(1, 4)) {
      assertThat(refused(member.message()).told()).startsWith("inner message: ");
    }
    assertThat(refused(members.get(1).message()).check()).isEqualTo(CmpCheck.NESTED_KIND);
    assertThat(refused(members.get(2).message()).check()).isEqualTo(CmpCheck.NESTED_KIND);
    assertThat(refused(members.get(3).message()).check()).isEqualTo(CmpCheck.SYNTAX);

    var mixed = nested(fresh(), fresh(), response.encoded(), sound.encoded());
    var answers = ((NestedMessage.Batch) accepted(NestedMessage.ofResponses(mixed))).members();
    assertThat(answers.getFirst().message()).isInstanceOf(Verdict.Accepted.class);
    assertThat(refused(answers.getLast().message()).check()).isEqualTo(CmpCheck.NESTED_KIND);
  }

  @Test
  @Proves({"CMP-R17", "CMP-R17-nesting"})
  void anApprovalIsOfARequestOnly() {
    var ip = cast.ip(cast.ir());
    assertThat(refused(NestedMessage.ofRequests(nestedLike(ip, ip.encoded()))).check())
        .isEqualTo(CmpCheck.NESTED_KIND);
    var approved = registrar.nested(cast.ir(), List.of());
    assertThat(refused(NestedMessage.ofRequests(nestedLike(approved, approved.encoded()))).check())
        .isEqualTo(CmpCheck.NESTED_KIND);
  }

  @Test
  @Proves({"CMP-R17", "LC-3.5-limits"})
  void deeperNestingIsNotRead() {
    var inner = registrar.nested(cast.ir(), List.of());
    for (int i = 0; i < 3; i++) {
      inner = nested(fresh(), fresh(), inner.encoded());
    }
    var outermost = inner;
    assertThat(outermost.body()).isInstanceOf(Body.Nested.class);
    var batch = (NestedMessage.Batch) accepted(NestedMessage.ofRequests(outermost));
    assertThat(refused(batch.members().getFirst().message()).check())
        .isEqualTo(CmpCheck.NESTED_KIND);
  }

  @Test
  @Proves({"CMP-F16-members", "CMP-F16"})
  void anEmptyOneIsRefused() {
    assertThat(refused(NestedMessage.ofRequests(nested(fresh(), fresh()))).check())
        .isEqualTo(CmpCheck.NESTED_MEMBERS);
    assertThat(refused(NestedMessage.ofRequests(cast.ir())).check()).isEqualTo(CmpCheck.BODY_TYPE);
  }

  @Test
  @Proves({"CMP-R2", "LC-5.2.2.1-senderNonce"})
  void anApprovalWithAnotherSenderNonceIsRefused() {
    var ir = cast.ir();
    var nested = nested(ir.transactionId().octets(), fresh(), ir.encoded());
    assertThat(refused(NestedMessage.ofRequests(nested)).check())
        .isEqualTo(CmpCheck.NESTED_SENDER_NONCE);
  }

  @Test
  @Proves({"CMP-F16", "CMP-F16-batch-transactionID"})
  void aBatchWithTheTransactionOfAMemberIsRefused() {
    var ir = cast.ir();
    var nested = nestedLike(ir, ir.encoded(), cast.ir().encoded());
    assertThat(refused(NestedMessage.ofRequests(nested)).check())
        .isEqualTo(CmpCheck.BATCH_TRANSACTION_ID);
  }

  @Test
  @Proves({"CMP-B2", "LC-3.5-syntax"})
  void aBrokenRequestInAnApprovalIsToldAsInner() {
    var forge = Forge.ir(cast);
    forge.pvno = 9;
    var nested = nested(forge.transactionId, forge.senderNonce, forge.encoded());
    var refusal = refused(NestedMessage.ofRequests(nested));
    assertThat(refusal.check()).isEqualTo(CmpCheck.PVNO);
    assertThat(refusal.told()).isEqualTo("inner message: " + CmpCheck.PVNO.told());
  }

  @Test
  @Proves("LC-3.5-limits")
  void tooManyMembersAreRefused() {
    var ir = cast.ir().encoded();
    var members = new byte[17][];
    Arrays.fill(members, ir);
    var forge = new Forge(cast.registrar, BodyType.nested, Der.wrap(Der.SEQUENCE, members));
    assertThat(refused(CmpMessage.parse(forge.encoded(), CmpLimits.standard())).check())
        .isEqualTo(CmpCheck.LIMITS);
    accepted(CmpMessage.parse(forge.encoded(), CmpLimits.batch()));
  }
}
