package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** A client ignores an error that does not name its transaction: what can be read is echoed. */
@Proves({"CMP-B6", "CMP-H11", "CMP-H14"})
class SalvageTest {

  private final Cast cast = new Cast();
  private final CmpMessage ir = cast.ir();

  private void isAnsweredFully(byte[] broken) {
    var replyTo = CmpMessage.salvage(broken);
    var error = cast.as(cast.registrar).refused(replyTo, CmpCheck.SYNTAX.refusal("cut in two"));
    assertThat(error.type()).isEqualTo(BodyType.error);
    assertThat(error.transactionId()).isEqualTo(ir.transactionId());
    assertThat(error.recipNonce()).isEqualTo(ir.senderNonce());
    assertThat(error.recipient()).isEqualTo(ir.sender());
    assertThat(((Body.ErrorBody) error.body()).status())
        .isEqualTo(
            new Body.StatusInfo(
                PkiStatus.rejection, Set.of(FailInfo.badDataFormat), CmpCheck.SYNTAX.told()));
  }

  @Test
  void ofAMessageThatEndsWithinItsBody() {
    isAnsweredFully(Arrays.copyOf(ir.encoded(), ir.encoded().length - 300));
  }

  @Test
  void ofAMessageWhoseLengthLies() {
    var lying = ir.encoded();
    lying[2] = 0x7f;
    isAnsweredFully(lying);
  }

  @Test
  void ofAMessageInIndefiniteLength() {
    var encoded = ir.encoded();
    assertThat(encoded[1]).isEqualTo((byte) 0x82);
    var ber = new byte[encoded.length];
    ber[0] = 0x30;
    ber[1] = (byte) 0x80;
    System.arraycopy(encoded, 4, ber, 2, encoded.length - 4);
    isAnsweredFully(ber);
  }

  @Test
  void ofAMessageWithOctetsBehindIt() {
    isAnsweredFully(Arrays.copyOf(ir.encoded(), ir.encoded().length + 10));
  }

  @Test
  void ofAMessageWithAnUnsoundField() throws MalformedMessage {
    var encoded = ir.encoded();
    var header = Der.element(encoded, 0, encoded.length).children().getFirst();
    var alg = header.children().get(3);
    assertThat(alg.isContext(1)).isTrue();
    encoded[alg.contentStart()] = 0x04;
    isAnsweredFully(encoded);
  }

  @Test
  void ofAnUnacceptableVersionInOursThatIsNearest() {
    for (var version : List.of(1, 4)) {
      var encoded = Tampering.withPvno(ir.encoded(), version);
      var replyTo = CmpMessage.salvage(encoded);
      assertThat(replyTo.pvno()).isEqualTo(version == 1 ? 2 : 3);
      isAnsweredFully(encoded);
    }
  }

  @Test
  void ofNothingTheErrorHasATransactionOfItsOwn() {
    for (var nothing :
        List.of(
            new byte[0],
            new byte[] {0x30},
            "GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
      var replyTo = CmpMessage.salvage(nothing);
      assertThat(replyTo.transactionId()).isEmpty();
      assertThat(replyTo.type()).isEqualTo(Optional.empty());
      var error = cast.as(cast.registrar).error(replyTo, Set.of(FailInfo.badDataFormat), "?");
      assertThat(error.transactionId().octets()).hasSize(16);
      assertThat(error.recipNonce()).isEmpty();
      assertThat(error.header().recipientName()).isEqualTo(new GeneralName(new X500Name("")));
    }
  }

  @Test
  void anIdentifierOfAbsurdLengthIsNotEchoed() {
    var forge = Forge.ir(cast);
    forge.transactionId = new byte[1000];
    var replyTo = CmpMessage.salvage(forge.encoded());
    assertThat(replyTo.transactionId()).isEmpty();
    assertThat(replyTo.senderNonce().orElseThrow().octets()).isEqualTo(forge.senderNonce);
  }

  @Test
  void aTransactionIdThatIsNotAcceptedIsNotEchoed() {
    for (int octets : new int[] {0, 65, 128}) {
      var forge = Forge.ir(cast);
      forge.transactionId = new byte[octets];
      var replyTo = CmpMessage.salvage(forge.encoded());
      assertThat(replyTo.transactionId()).isEmpty();
      var error = cast.as(cast.registrar).refused(replyTo, CmpCheck.TRANSACTION_ID.refusal("?"));
      assertThat(error.transactionId().octets()).hasSize(16);
      assertThat(error.recipNonce()).isEqualTo(replyTo.senderNonce());
    }
  }
}
