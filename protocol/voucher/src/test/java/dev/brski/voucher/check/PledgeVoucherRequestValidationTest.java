package dev.brski.voucher.check;

import static dev.brski.voucher.Pki.NOW;
import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Pki;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.Scene;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Tolerance;
import dev.brski.voucher.VoucherCheck;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each rule of RFC 8995 section 5.2, by the request that breaks it and nothing else. */
class PledgeVoucherRequestValidationTest {

  private final Scene scene = new Scene();
  private final PledgeVoucherRequest sound = scene.pledgeRequest();

  @Test
  @Proves({"PL-30", "PL-33", "RG-10", "RG-11"})
  void aSoundRequestIsAcceptedWithOrWithoutCertificatesInIt() {
    for (var included : List.of(scene.device.chain(), List.of(scene.device.leaf()))) {
      var request = Scene.sign(sound.toJson(), scene.device, included);
      assertThat(accepted(validate(request)).leaves()).isEqualTo(sound);
    }
    accepted(validate(Scene.sign(sound.toJson(), scene.device, List.of())));
    accepted(
        validate(
            scene.signedByDevice(
                new PledgeVoucherRequest(
                    sound.createdOn(),
                    sound.assertion(),
                    sound.serialNumber(),
                    sound.nonce(),
                    Optional.of(IdevidIssuer.of(scene.device.leaf())),
                    sound.proximityRegistrarCert()))));
  }

  private record Case(VoucherCheck check, int status, byte[] request) {}

  @Test
  @Proves({"RG-10", "RG-11", "ERR-11", "PL-30"})
  void eachBrokenRuleHasItsStatus() {
    var flipped = scene.signedByDevice(sound);
    flipped[flipped.length - 1] ^= 1;
    for (var each :
        List.of(
            new Case(
                VoucherCheck.PVR_SIGNER,
                403,
                Scene.sign(sound.toJson(), scene.otherDevice, scene.otherDevice.chain())),
            new Case(
                VoucherCheck.PVR_SIGNER,
                403,
                Scene.sign(sound.toJson(), scene.otherDevice, List.of())),
            new Case(VoucherCheck.SIGNATURE, 403, flipped),
            new Case(
                VoucherCheck.PVR_ASSERTION,
                401,
                request(Optional.of(Assertion.LOGGED), "ACME-0001", true, scene.registrar)),
            new Case(
                VoucherCheck.PVR_ASSERTION,
                401,
                request(Optional.empty(), "ACME-0001", true, scene.registrar)),
            new Case(
                VoucherCheck.PVR_PROXIMITY,
                401,
                request(
                    Optional.of(Assertion.PROXIMITY), "ACME-0001", true, scene.foreignRegistrar)),
            new Case(
                VoucherCheck.PVR_PROXIMITY,
                401,
                scene.signedByDevice(
                    new PledgeVoucherRequest(
                        sound.createdOn(),
                        sound.assertion(),
                        sound.serialNumber(),
                        sound.nonce(),
                        Optional.empty(),
                        Optional.empty()))),
            new Case(
                VoucherCheck.PVR_NONCE,
                400,
                request(Optional.of(Assertion.PROXIMITY), "ACME-0001", false, scene.registrar)),
            new Case(
                VoucherCheck.PVR_SERIAL,
                403,
                request(Optional.of(Assertion.PROXIMITY), "ACME-0002", true, scene.registrar)))) {
      var refusal = refused(validate(each.request));
      assertThat(refusal.check()).isEqualTo(each.check);
      assertThat(VoucherCheck.status(refusal)).isEqualTo(each.status);
      assertThat(refusal.device()).contains("ACME-0001");
    }
  }

  @Test
  void anotherCertificateOfTheSameKeyAndOtherCaseAreToleratedByName() {
    var renewed =
        Pki.idevid(
            scene.idevidCa,
            "ACME-0001",
            new KeyPair(scene.device.leaf().getPublicKey(), scene.device.key()));
    var request =
        Scene.sign(
            PledgeVoucherRequest.proximity(
                    Optional.of(NOW), "acme-0001", scene.nonce, scene.registrar.leaf())
                .toJson(),
            renewed,
            renewed.chain());
    assertThat(accepted(validate(request)).tolerances())
        .containsExactlyInAnyOrder(
            Tolerance.OTHER_CERTIFICATE_SAME_KEY, Tolerance.SERIAL_NUMBER_CASE);
  }

  private byte[] request(
      Optional<Assertion> assertion, String serialNumber, boolean nonce, Credential registrar) {
    return scene.signedByDevice(
        new PledgeVoucherRequest(
            sound.createdOn(),
            assertion,
            serialNumber,
            nonce ? sound.nonce() : Optional.empty(),
            Optional.empty(),
            Optional.of(registrar.leaf())));
  }

  private Verdict<Signed<PledgeVoucherRequest>> validate(byte[] request) {
    return new PledgeVoucherRequestValidation(SUITE)
        .validate(
            accepted(scene.codec.readPledgeVoucherRequest(request)),
            scene.device.leaf(),
            "ACME-0001",
            scene.registrar.leaf());
  }
}
