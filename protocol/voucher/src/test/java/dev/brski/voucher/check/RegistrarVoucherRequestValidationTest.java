package dev.brski.voucher.check;

import static dev.brski.voucher.Pki.NOW;
import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Pki;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Scene;
import dev.brski.voucher.VoucherCheck;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the RFC's order of checks and the choice of the chain mean; statuses are proven at a MASA.
 */
class RegistrarVoucherRequestValidationTest {

  private final Scene scene = new Scene();
  private final byte[] json =
      scene.registrarRequest(scene.signedByDevice(scene.pledgeRequest())).toJson();

  @Test
  @Proves({"MA-3", "MA-6"})
  void theChainIsFoundWhateverElseIsIncluded() {
    var included = new ArrayList<X509Certificate>(scene.registrar.chain());
    included.addAll(scene.foreignRegistrar.chain());
    included.add(scene.ldevid.leaf());
    included.addAll(scene.device.chain());
    Collections.shuffle(included, new Random(5));

    var consistent = accepted(validate(Scene.sign(json, scene.registrar, included)));

    assertThat(consistent.chain()).isEqualTo(scene.registrar.chain());
    assertThat(consistent.topmost()).isEqualTo(scene.domainRoot.leaf());
    assertThat(consistent.registrar()).isEqualTo(scene.registrar.leaf());
    assertThat(consistent.serialNumber()).isEqualTo("ACME-0001");
    assertThat(consistent.tolerances()).isEmpty();
  }

  @Test
  @Proves("MA-3")
  void aChainOfNamesWithoutSignaturesIsRefused() {
    var impostor = Pki.ca(Pki.root("Plant Root"), "Plant CA");
    var forged = Pki.registrar(impostor, "Plant registrar");
    var included = List.of(forged.leaf(), scene.domainRoot.leaf(), scene.domainCa.leaf());

    var verdict = validate(Scene.sign(json, forged, included));

    assertThat(refused(verdict).check()).isIn(VoucherCheck.RVR_CHAIN, VoucherCheck.RVR_PROXIMITY);
  }

  @Test
  @Proves({"MA-3", "MA-6"})
  void aRootThatWasTamperedWithIsNotPinned() throws Exception {
    var tampered = Certificates.encoded(scene.domainRoot.leaf());
    tampered[tampered.length - 1] ^= 1;
    var included =
        List.of(scene.registrar.leaf(), scene.domainCa.leaf(), Certificates.parse(tampered));

    var refusal = refused(validate(Scene.sign(json, scene.registrar, included)));

    assertThat(refusal.check()).isEqualTo(VoucherCheck.RVR_CHAIN);
    assertThat(refusal.cause()).contains("Plant Root");
  }

  @Test
  @Proves("MA-3")
  void anExpiredRegistrarIsRefusedEvenIfItSendsItsOwnCertificateAlone() {
    var expired = Pki.expiredRegistrar(scene.domainCa, "Former registrar");
    for (var included : List.of(expired.chain(), List.of(expired.leaf()))) {
      assertThat(refused(validate(Scene.sign(json, expired, included))).check())
          .isEqualTo(VoucherCheck.RVR_CHAIN);
    }
  }

  @Test
  @Proves({"MA-3", "MA-4"})
  void theSignatureIsJudgedBeforeWhoSigned() {
    var broken = Scene.sign(json, scene.ldevid, scene.ldevid.chain());
    broken[broken.length - 1] ^= 1;
    assertThat(refused(validate(broken)).check()).isEqualTo(VoucherCheck.RVR_SIGNATURE);
    assertThat(refused(validate(Scene.sign(json, scene.ldevid, scene.ldevid.chain()))).check())
        .isEqualTo(VoucherCheck.RVR_REGISTRAR);
  }

  @Test
  void aRefusalNamesTheDeviceAndTheInnerReason() {
    var flipped = scene.signedByDevice(scene.pledgeRequest());
    flipped[flipped.length - 1] ^= 1;
    var request = scene.registrarRequest(scene.signedByDevice(scene.pledgeRequest()));
    var refusal =
        refused(
            validate(
                scene.signedByRegistrar(
                    new RegistrarVoucherRequest(
                        request.createdOn(),
                        request.assertion(),
                        request.serialNumber(),
                        request.idevidIssuer(),
                        request.nonce(),
                        Optional.of(flipped),
                        Optional.empty()))));
    assertThat(refusal.check()).isEqualTo(VoucherCheck.RVR_PRIOR_SIGNATURE);
    assertThat(refusal.device()).contains("ACME-0001");
    assertThat(refusal.cause()).contains("ACME-0001", "[V-5.4-signature]");
  }

  private Verdict<ConsistentRequest> validate(byte[] body) {
    return new RegistrarVoucherRequestValidation(
            SUITE,
            PathValidator.standard(SUITE),
            scene.codec,
            scene.idevidAnchors(),
            Duration.ofDays(7))
        .validate(accepted(scene.codec.readRegistrarVoucherRequest(body)), NOW);
  }
}
