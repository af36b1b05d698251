package dev.brski.authority.intake;

import dev.brski.cmp.Consent;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Whether the evidence in a nested message supports the consent: its voucher is for the device that
 * asks, and pins a certificate under which the device will be able to verify our answer. The
 * voucher's own signature was the registrar's and the pledge's to verify; it is kept as evidence.
 */
final class EvidenceRule {

  private final ConsentPolicy policy;
  private final List<X509Certificate> pins;
  private final VoucherCodec codec = VoucherCodec.standard();

  /**
   * A rule.
   *
   * @param pins the certificates of this domain that a voucher may pin
   */
  EvidenceRule(ConsentPolicy policy, List<X509Certificate> pins) {
    this.policy = policy;
    this.pins = List.copyOf(pins);
  }

  Optional<Refusal> objection(
      Optional<Consent> consent, String serialNumber, X509Certificate idevid) {
    if (consent.isEmpty()) {
      return switch (policy) {
        case EVIDENCE ->
            Optional.of(IntakeCheck.EVIDENCE.refusal("no readable evidence in the nested header"));
        case SIGNATURE -> Optional.empty();
      };
    }
    return switch (codec.readVoucher(consent.get().voucher())) {
      case Verdict.Refused<Signed<Voucher>>(Refusal why) ->
          Optional.of(IntakeCheck.EVIDENCE_VOUCHER.refusal(why.cause() + named(consent.get())));
      case Verdict.Accepted<Signed<Voucher>>(var signed) ->
          objectionToDevice(signed.leaves(), serialNumber, idevid)
              .or(() -> objectionToPin(signed.leaves()));
    };
  }

  private static Optional<Refusal> objectionToDevice(
      Voucher voucher, String serialNumber, X509Certificate idevid) {
    if (!voucher.serialNumber().equalsIgnoreCase(serialNumber)) {
      return Optional.of(
          IntakeCheck.EVIDENCE_DEVICE.refusal(
              "the voucher names "
                  + Description.printable(voucher.serialNumber())
                  + ", the IDevID "
                  + Description.printable(serialNumber)));
    }
    return voucher.idevidIssuer().filter(issuer -> !issuer.matches(idevid)).isPresent()
        ? Optional.of(
            IntakeCheck.EVIDENCE_DEVICE.refusal(
                "the voucher is for a device of that serial number by another issuer"))
        : Optional.empty();
  }

  private Optional<Refusal> objectionToPin(Voucher voucher) {
    var pin = voucher.pinnedDomainCert();
    if (pin.isEmpty()) {
      return Optional.of(IntakeCheck.EVIDENCE_PIN.refusal("the voucher pins no certificate"));
    }
    return pins.stream().anyMatch(ours -> ours.getPublicKey().equals(pin.get().getPublicKey()))
        ? Optional.empty()
        : Optional.of(IntakeCheck.EVIDENCE_PIN.refusal("the voucher pins " + Naming.of(pin.get())));
  }

  private static String named(Consent consent) {
    return " (imprint " + Description.printable(consent.imprint()) + ")";
  }
}
