package dev.brski.voucher;

import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Pem;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.junit.jupiter.api.Test;

/** Each deviation that is accepted: that it is, and that the reader is told. */
@Proves("W18")
class ToleranceTest {

  private final Scene scene = new Scene();

  @Test
  void everyToleranceIsNamedWhenItWasNeeded() {
    var proven = EnumSet.noneOf(Tolerance.class);
    for (var each : cases().entrySet()) {
      assertThat(accepted(each.getValue().get()).tolerances())
          .as(each.getKey().name())
          .contains(each.getKey());
      proven.add(each.getKey());
    }
    assertThat(proven)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(
                EnumSet.of(
                    // These two are decided by the checks and proven there.
                    Tolerance.SERIAL_NUMBER_CASE,
                    Tolerance.OTHER_CERTIFICATE_SAME_KEY,
                    // Shown by telemetry, not by vouchers.
                    Tolerance.STRING_NUMBER)));
  }

  private Map<Tolerance, Supplier<Verdict<? extends Signed<?>>>> cases() {
    var sound = scene.signedByDevice(scene.pledgeRequest());
    var base64 = Base64.getMimeEncoder().encode(sound);
    var pem = Pem.write(List.of(new Pem.Block("CMS", sound))).getBytes(StandardCharsets.UTF_8);
    var certificate =
        Base64.getEncoder().encodeToString(Certificates.encoded(scene.domainRoot.leaf()));
    var cases = new LinkedHashMap<Tolerance, Supplier<Verdict<? extends Signed<?>>>>();
    cases.put(Tolerance.CONTENT_TYPE_ID_DATA, () -> asData(scene.pledgeRequest().toJson()));
    cases.put(Tolerance.CMS_VERSION_1, () -> asData(scene.pledgeRequest().toJson()));
    cases.put(Tolerance.NOT_DER, () -> scene.codec.readPledgeVoucherRequest(indefinite(sound)));
    cases.put(Tolerance.BODY_BASE64, () -> scene.codec.readPledgeVoucherRequest(base64));
    cases.put(Tolerance.BODY_PEM, () -> scene.codec.readPledgeVoucherRequest(pem));
    cases.put(
        Tolerance.BINARY_UNPADDED,
        () -> voucher("\"idevid-issuer\":\"BBgwFoAUy42YynTFG1jd56zvhppEOo1mpg\""));
    cases.put(Tolerance.BINARY_BASE64URL, () -> voucher("\"idevid-issuer\":\"-_-_\""));
    cases.put(
        Tolerance.BINARY_WHITE_SPACE,
        () ->
            voucher(
                "\"pinned-domain-cert\":\""
                    + certificate.substring(0, 64)
                    + "\\r\\n"
                    + certificate.substring(64)
                    + "\""));
    cases.put(
        Tolerance.STRING_BOOLEAN, () -> voucher("\"domain-cert-revocation-checks\":\"true\""));
    cases.put(
        Tolerance.VOUCHER_KEY_IN_REQUEST,
        () ->
            scene.codec.readPledgeVoucherRequest(
                sign("{\"ietf-voucher:voucher\":{\"serial-number\":\"ACME-0001\"}}")));
    cases.put(Tolerance.NONCE_FORM, () -> voucher("\"nonce\":\"0123456789\""));
    cases.put(Tolerance.IDEVID_ISSUER_FORM, () -> voucher("\"idevid-issuer\":\"CN=ACME Root\""));
    cases.put(
        Tolerance.VOUCHER_LEAF_MISSING, () -> voucher("\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA==\""));
    cases.put(
        Tolerance.NONCE_AND_EXPIRY,
        () ->
            voucher(
                "\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"expires-on\":\"2026-03-01T12:20:00Z\""));
    return cases;
  }

  @Test
  @Proves("ERR-4")
  void aNonceIsEchoedCharacterByCharacterInEveryForm() {
    for (var nonce :
        List.of(
            "-_XE9zK9q8Ll1qylMtLKeg", "VOUFT+WwrEv0NuAQEHoV7Q==", "62a2e7693d82fcda", "12345678")) {
      var pledge = scene.pledgeRequest();
      var request =
          accepted(
              scene.codec.readPledgeVoucherRequest(
                  scene.signedByDevice(
                      new PledgeVoucherRequest(
                          pledge.createdOn(),
                          pledge.assertion(),
                          pledge.serialNumber(),
                          java.util.Optional.of(new Nonce(nonce)),
                          pledge.idevidIssuer(),
                          pledge.proximityRegistrarCert()))));
      var forwarded =
          RegistrarVoucherRequest.onBehalfOf(request, scene.device.leaf(), "ACME-0001", Pki.NOW);

      assertThat(new String(forwarded.toJson(), StandardCharsets.UTF_8))
          .contains("\"nonce\":\"" + nonce + "\"");
    }
  }

  @Test
  @Proves("ERR-4")
  void noncesAreComparedAsTextAndThenAsOctets() {
    var padded = new Nonce("-_XE9zK9q8Ll1qylMtLKeg==".replace('-', '+').replace('_', '/'));
    assertThat(padded.matches(new Nonce("-_XE9zK9q8Ll1qylMtLKeg"))).isTrue();
    assertThat(padded.matches(new Nonce("-_XE9zK9q8Ll1qylMtLKxg"))).isFalse();
    assertThat(new Nonce("!!!!!!!!").matches(new Nonce("!!!!!!!!"))).isTrue();
    assertThat(new Nonce("!!!!!!!!").matches(new Nonce("????????"))).isFalse();
  }

  @Test
  @Proves("ERR-2")
  void theIssuerIsEmittedAsTheWholeExtensionAndComparedInEveryShapeSeen() {
    var idevid = scene.device.leaf();
    var whole = IdevidIssuer.of(idevid).value();
    assertThat(HexFormat.of().formatHex(whole)).startsWith("041830168014").hasSize(52);

    var keyIdentifier = Certificates.authorityKeyIdentifier(idevid).orElseThrow();
    var sequence = Certificates.authorityKeyIdentifierExtension(idevid).orElseThrow();
    var name = idevid.getIssuerX500Principal();
    for (var shape :
        List.of(
            whole,
            sequence,
            keyIdentifier,
            name.getEncoded(),
            name.getName().getBytes(StandardCharsets.UTF_8))) {
      assertThat(new IdevidIssuer(shape).matches(idevid)).isTrue();
      assertThat(new IdevidIssuer(shape).matches(scene.registrar.leaf())).isFalse();
    }
    var other = whole.clone();
    other[10] ^= 1;
    assertThat(new IdevidIssuer(other).matches(idevid)).isFalse();
  }

  @Test
  @Proves("W20")
  void unknownLeavesAreIgnoredAndNamed() {
    var read = accepted(voucher("\"est-domain\":\"x\",\"extension:a\":{\"b\":1}"));
    assertThat(read.ignored()).containsExactly("est-domain", "extension:a");
  }

  @Test
  @Proves("W36")
  void leavesThatDoNotBelongInARequestAreIgnored() {
    var read =
        accepted(
            scene.codec.readPledgeVoucherRequest(
                sign(
                    "{\"ietf-voucher-request:voucher\":{\"serial-number\":\"ACME-0001\","
                        + "\"pinned-domain-cert\":\"!\",\"last-renewal-date\":7}}")));
    assertThat(read.ignored()).containsExactly("pinned-domain-cert", "last-renewal-date");
  }

  @Test
  @Proves({"W19", "W37", "PL-22"})
  void malformedContentIsRefusedByItsRule() {
    record Case(String json, VoucherCheck check) {}
    var key = "{\"ietf-voucher:voucher\":";
    for (var each :
        List.of(
            new Case("", VoucherCheck.MODULE),
            new Case("{", VoucherCheck.JSON),
            new Case(key + "{\"serial-number\":\"1\"}} x", VoucherCheck.JSON),
            new Case(key + "{\"serial-number\":\"1\",\"serial-number\":\"2\"}}", VoucherCheck.JSON),
            new Case(
                key + "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}}", VoucherCheck.JSON),
            new Case("\u0000", VoucherCheck.JSON),
            new Case("[]", VoucherCheck.MODULE),
            new Case("{}", VoucherCheck.MODULE),
            new Case(
                "{\"ietf-voucher-request:voucher\":{\"serial-number\":\"1\"}}",
                VoucherCheck.MODULE),
            new Case(key + "[]}", VoucherCheck.MODULE),
            new Case(key + "{},\"more\":1}", VoucherCheck.MODULE),
            new Case(key + "{}}", VoucherCheck.LEAF),
            new Case(key + "{\"serial-number\":7}}", VoucherCheck.LEAF),
            new Case(key + "{\"serial-number\":\" \"}}", VoucherCheck.LEAF),
            new Case(key + "{\"serial-number\":\"a\\u0007b\"}}", VoucherCheck.LEAF),
            new Case(key + "{\"serial-number\":\"" + "9".repeat(65) + "\"}}", VoucherCheck.LEAF),
            new Case(key + "{\"serial-number\":\"1\",\"nonce\":\"1234567\"}}", VoucherCheck.LEAF),
            new Case(
                key + "{\"serial-number\":\"1\",\"nonce\":\"" + "A".repeat(129) + "\"}}",
                VoucherCheck.LEAF),
            new Case(
                key + "{\"serial-number\":\"1\",\"nonce\":\"12345678\\n9\"}}", VoucherCheck.LEAF),
            new Case(
                key + "{\"serial-number\":\"1\",\"created-on\":\"yesterday\"}}", VoucherCheck.LEAF),
            new Case(
                key + "{\"serial-number\":\"1\",\"pinned-domain-cert\":\"!\"}}", VoucherCheck.LEAF),
            new Case(
                key + "{\"serial-number\":\"1\",\"pinned-domain-cert\":\"MAA=\"}}",
                VoucherCheck.LEAF),
            new Case(
                key + "{\"serial-number\":\"1\",\"domain-cert-revocation-checks\":\"maybe\"}}",
                VoucherCheck.LEAF),
            new Case(
                key + "{\"serial-number\":\"1\",\"assertion\":\"" + "x".repeat(33) + "\"}}",
                VoucherCheck.LEAF))) {
      assertThat(refused(scene.codec.readVoucher(sign(each.json))).check())
          .as(each.json)
          .isEqualTo(each.check);
    }
    assertThat(
            refused(
                    scene.codec.readVoucher(
                        Scene.sign(new byte[] {(byte) 0xff}, scene.device, List.of())))
                .check())
        .isEqualTo(VoucherCheck.JSON);
    var many = new StringBuilder(key + "{\"serial-number\":\"1\"");
    for (int i = 0; i < 70; i++) {
      many.append(",\"l").append(i).append("\":1");
    }
    assertThat(refused(scene.codec.readVoucher(sign(many + "}}"))).check())
        .isEqualTo(VoucherCheck.LEAF);
  }

  @Test
  @Proves("MA-20")
  void aVoucherIsNotTakenForARequest() {
    var voucher = scene.signedByMasa(scene.voucher());
    assertThat(refused(scene.codec.readPledgeVoucherRequest(voucher)).check())
        .isEqualTo(VoucherCheck.MODULE);
    assertThat(scene.codec.isVoucher(accepted(scene.codec.readVoucher(voucher)).artifact()))
        .isTrue();
  }

  @Test
  @Proves({"W18", "W20", "RG-15"})
  void whatIsWrittenIsReadBackWithoutAnyTolerance() {
    var pledge =
        accepted(scene.codec.readPledgeVoucherRequest(scene.signedByDevice(scene.pledgeRequest())));
    assertThat(pledge.leaves()).isEqualTo(scene.pledgeRequest());
    assertThat(pledge.tolerances()).isEmpty();
    assertThat(pledge.ignored()).isEmpty();

    var asked = scene.registrarRequest(pledge.artifact().encoded());
    var registrar =
        accepted(scene.codec.readRegistrarVoucherRequest(scene.signedByRegistrar(asked)));
    assertThat(registrar.tolerances()).isEmpty();
    assertThat(registrar.leaves().proximityRegistrarCert()).isEmpty();
    assertThat(registrar.leaves().idevidIssuer()).contains(IdevidIssuer.of(scene.device.leaf()));
    assertThat(registrar.leaves().priorSignedVoucherRequest().orElseThrow())
        .isEqualTo(pledge.artifact().encoded());

    var voucher = accepted(scene.codec.readVoucher(scene.signedByMasa(scene.voucher())));
    assertThat(voucher.leaves()).isEqualTo(scene.voucher());
    assertThat(voucher.tolerances()).isEqualTo(Set.of());
  }

  private Verdict<Signed<PledgeVoucherRequest>> asData(byte[] json) {
    return scene.codec.readPledgeVoucherRequest(
        new ForeignCms().of(ForeignCms.DATA).sign(json, scene.device.chain(), scene.device));
  }

  private Verdict<Signed<Voucher>> voucher(String leaf) {
    return scene.codec.readVoucher(
        sign("{\"ietf-voucher:voucher\":{\"serial-number\":\"ACME-0001\"," + leaf + "}}"));
  }

  private byte[] sign(String json) {
    return Scene.sign(json.getBytes(StandardCharsets.UTF_8), scene.device, List.of());
  }

  private static byte[] indefinite(byte[] der) {
    try (var input = new ASN1InputStream(der)) {
      var sequence = ASN1Sequence.getInstance(input.readObject());
      return new BERSequence(sequence.toArray()).getEncoded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
