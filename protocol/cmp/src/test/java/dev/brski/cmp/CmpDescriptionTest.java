package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Description;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class CmpDescriptionTest {

  private final Cast cast = new Cast();
  private final CmpDescription description = new CmpDescription(Cast.SUITE);

  @Test
  void tellsANestedRequestDownToTheCertificatesInIt() {
    var ir = cast.ir();
    var nested =
        cast.as(cast.registrar)
            .nested(ir, new Consent("imprint-1", 3, 42, new byte[5]).generalInfo());

    var text = description.describe(nested.encoded()).toText();

    assertThat(text)
        .contains("body: nested")
        .contains("imprint: imprint-1")
        .contains("sequence: 42")
        .contains("voucher: 5 octets")
        .contains("protection: verifies with the key of CN=registrar.example")
        .contains("body: ir")
        .contains("implicitConfirm: NULL")
        .contains("transactionID: " + ir.transactionId().hex())
        .contains("popo: signature, SHA256WITHECDSA")
        .contains("may act as: cmcRA");
    assertThat(find(description.describe(nested.encoded()), "PKIMessage")).hasSize(2);
  }

  @Test
  void tellsAnswers() {
    var ir = cast.ir();
    assertThat(description.describe(cast.ip(ir).encoded()).toText())
        .contains("body: ip")
        .contains("status: accepted")
        .contains("certificate: ")
        .contains("serialNumber: ");
    assertThat(
            description
                .describe(
                    cast.as(cast.registrar)
                        .error(
                            ReplyTo.of(ir),
                            Set.of(FailInfo.badPOP, FailInfo.badAlg),
                            "it \u001b[31mfailed")
                        .encoded())
                .toText())
        .contains("status: rejection")
        .contains("failInfo: badAlg, badPOP")
        .contains("statusString: it \\u{1b}[31mfailed");
  }

  @Test
  void saysWhenAProtectionDoesNotVerify() {
    var key = cast.newKey.getPublic().getEncoded();
    var point = Arrays.copyOfRange(key, key.length - 32, key.length);
    var tampered = Tampering.flipWithin(cast.ir().encoded(), point);
    assertThat(description.describe(tampered).toText())
        .contains("protection: DOES NOT verify with the key of ");
  }

  @Test
  @Proves("CMP-H1")
  void tellsWhatIsRefusedElsewhere() {
    var oldVersion = Tampering.withPvno(cast.ir().encoded(), 1);
    assertThat(description.describe(oldVersion).toText()).contains("pvno: 1").contains("body: ir");

    var encoded = cast.ir().encoded();
    var cut = Arrays.copyOf(encoded, encoded.length - 9);
    assertThat(description.describe(cut).toText())
        .contains("no PKIMessage: " + cut.length + " octets")
        .contains("type: ir");
    assertThat(description.describe(new byte[0]).toText()).contains("no PKIMessage: 0 octets");
  }

  @Test
  void makesDeviceControlledNamesHarmless() {
    var evil = new X500Principal("CN=\u202Eevil\u0007");
    var ir =
        cast.as(cast.device)
            .certificationRequest(
                new CertificationDraft(
                    BodyType.ir,
                    TransactionId.fresh(Cast.SUITE),
                    evil,
                    cast.newKey,
                    java.util.Optional.empty(),
                    true,
                    java.util.Optional.empty(),
                    java.util.Optional.of("profile\nforged: line"),
                    java.util.Optional.empty()));
    var text = description.describe(ir.encoded()).toText();
    assertThat(text).doesNotContain("\u202E", "\u0007", "\nforged");
    assertThat(text).contains("profile\\u{a}forged: line");
  }

  private static List<Description> find(Description tree, String label) {
    var found = new java.util.ArrayList<Description>();
    if (tree.label().equals(label)) {
      found.add(tree);
    }
    for (var child : tree.children()) {
      found.addAll(find(child, label));
    }
    return found;
  }
}
