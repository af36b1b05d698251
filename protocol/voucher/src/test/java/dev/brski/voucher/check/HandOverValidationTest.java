package dev.brski.voucher.check;

import static dev.brski.voucher.Pki.NOW;
import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Scene;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Tolerance;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.check.HandOverValidation.Asked;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Proves({"RG-21", "EN-20", "RG-3"})
class HandOverValidationTest {

  private final Scene scene = new Scene();

  @Test
  void aPinAboveRegistrarAndAuthorityCanWork() {
    for (var pin : List.of(scene.domainRoot.leaf(), scene.domainCa.leaf())) {
      accepted(validate(pinning(pin), List.of(scene.authority.chain())));
    }
  }

  @Test
  void aPinOfTheRegistrarAloneCannotVouchForAnAuthority() {
    var voucher = pinning(scene.registrar.leaf());

    accepted(validate(voucher, List.of()));
    var refusal = refused(validate(voucher, List.of(scene.authority.chain())));

    assertThat(refusal.check()).isEqualTo(VoucherCheck.HANDOVER_AUTHORITY);
    assertThat(VoucherCheck.status(refusal)).isEqualTo(406);
    assertThat(refusal.cause()).contains("Plant registrar", "Plant RA", "end-entity pin");
    assertThat(refusal.device()).contains("ACME-0001");
  }

  @Test
  void aPinOfAnotherDomainIsRefused() {
    var refusal = refused(validate(pinning(scene.foreignRegistrar.chain().getLast()), List.of()));
    assertThat(refusal.check()).isEqualTo(VoucherCheck.HANDOVER_REGISTRAR);
    assertThat(VoucherCheck.status(refusal)).isEqualTo(406);
  }

  @Test
  void aVoucherForAnotherDeviceOrRequestOrWithoutPinIsRefused() {
    var pin = Optional.of(scene.domainRoot.leaf());
    assertThat(refused(validate(voucher("ACME-0002", scene.nonce, pin), List.of())).check())
        .isEqualTo(VoucherCheck.VOUCHER_SERIAL);
    assertThat(refused(validate(voucher("ACME-0001", Nonce.random(SUITE), pin), List.of())).check())
        .isEqualTo(VoucherCheck.VOUCHER_NONCE);
    assertThat(
            refused(validate(voucher("ACME-0001", scene.nonce, Optional.empty()), List.of()))
                .check())
        .isEqualTo(VoucherCheck.VOUCHER_PIN);
  }

  @Test
  void aSerialNumberInOtherLettersIsToleratedByName() {
    var pin = Optional.of(scene.domainRoot.leaf());

    assertThat(accepted(validate(voucher("ACME-0001", scene.nonce, pin), List.of())).tolerances())
        .isEmpty();
    assertThat(accepted(validate(voucher("acme-0001", scene.nonce, pin), List.of())).tolerances())
        .containsExactly(Tolerance.SERIAL_NUMBER_CASE);
  }

  @Test
  @Proves("RG-18")
  void aVoucherThatWasAskedForInAdvanceHasNoNonceAndLastsUntilItIsUsed() {
    var idevid = Optional.of(scene.device.leaf());
    var stranger = Optional.of(scene.registrar.leaf());

    accepted(inAdvance(nonceless("ACME-0001", Optional.empty(), idevid), Optional.empty()));
    accepted(inAdvance(nonceless("ACME-0001", Optional.of(NOW.plusSeconds(1)), idevid), idevid));
    assertThat(refused(inAdvance(nonceless("ACME-0001", Optional.of(NOW), idevid), idevid)).check())
        .isEqualTo(VoucherCheck.VOUCHER_EXPIRED);
    assertThat(refused(inAdvance(pinning(scene.domainRoot.leaf()), idevid)).check())
        .isEqualTo(VoucherCheck.VOUCHER_NONCE);
    assertThat(refused(inAdvance(nonceless("acme-0001", Optional.empty(), idevid), idevid)).check())
        .isEqualTo(VoucherCheck.VOUCHER_SERIAL);
    assertThat(
            refused(inAdvance(nonceless("ACME-0001", Optional.empty(), stranger), idevid)).check())
        .isEqualTo(VoucherCheck.VOUCHER_IDEVID_ISSUER);
  }

  private byte[] nonceless(
      String serialNumber, Optional<Instant> expires, Optional<X509Certificate> idevid) {
    return scene.signedByMasa(
        new Voucher(
            Optional.of(NOW),
            expires,
            Optional.of(Assertion.VERIFIED),
            serialNumber,
            idevid.map(IdevidIssuer::of),
            Optional.of(scene.domainRoot.leaf()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private Verdict<Signed<Voucher>> inAdvance(byte[] voucher, Optional<X509Certificate> idevid) {
    return validate(voucher, new Asked.InAdvance("ACME-0001", idevid), List.of());
  }

  private byte[] pinning(X509Certificate pin) {
    return voucher("ACME-0001", scene.nonce, Optional.of(pin));
  }

  private byte[] voucher(String serialNumber, Nonce nonce, Optional<X509Certificate> pin) {
    return scene.signedByMasa(
        new Voucher(
            Optional.of(NOW),
            Optional.empty(),
            Optional.of(Assertion.PROXIMITY),
            serialNumber,
            Optional.empty(),
            pin,
            Optional.empty(),
            Optional.of(nonce),
            Optional.empty()));
  }

  private Verdict<Signed<Voucher>> validate(
      byte[] voucher, List<List<X509Certificate>> authorities) {
    return validate(voucher, new Asked.ByPledge(scene.pledgeRequest()), authorities);
  }

  private Verdict<Signed<Voucher>> validate(
      byte[] voucher, Asked asked, List<List<X509Certificate>> authorities) {
    return new HandOverValidation(PathValidator.standard(SUITE))
        .validate(
            accepted(scene.codec.readVoucher(voucher)),
            asked,
            scene.registrar.chain(),
            authorities,
            new Moment.Known(NOW));
  }
}
