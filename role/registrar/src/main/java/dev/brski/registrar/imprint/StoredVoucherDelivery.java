package dev.brski.registrar.imprint;

import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.audit.AuditPolicy;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.StoredVouchers;
import dev.brski.trust.Credential;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.check.HandOverValidation.Asked;
import dev.brski.wire.Complaints;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Gives a voucher that was fetched in advance to a device whose MASA is away (RFC 8995 sections 3.1
 * and 5.6), byte for byte, if it still could work.
 */
public final class StoredVoucherDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(StoredVoucherDelivery.class);

  private final StoredVouchers vouchers;
  private final HandOver handOver;
  private final IntFunction<Credential> credentials;
  private final Function<String, AuditPolicy> policies;
  private final Runnable posted;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /**
   * @param handOver what is demanded of a voucher
   * @param credentials the registrar's credential of a generation
   * @param policies the policy on the audit logs of a manufacturer's devices
   * @param posted called after something was put into the outbox
   */
  public StoredVoucherDelivery(
      StoredVouchers vouchers,
      HandOver handOver,
      IntFunction<Credential> credentials,
      Function<String, AuditPolicy> policies,
      Runnable posted) {
    this.vouchers = vouchers;
    this.handOver = handOver;
    this.credentials = credentials;
    this.policies = policies;
    this.posted = posted;
  }

  /** Whether an exchange that waited in vain for its MASA has a stored voucher now. */
  public boolean helps(Admission.Known device, Imprint imprint) {
    return vouchers
        .suiting(imprint.id())
        .map(voucher -> isHandedOver(device, imprint, voucher))
        .orElse(false);
  }

  private boolean isHandedOver(
      Admission.Known device, Imprint imprint, StoredVouchers.Suiting suiting) {
    var octets = suiting.voucher();
    var asked = new Asked.InAdvance(device.serialNumber(), Optional.of(device.idevid()));
    var judged =
        isOfIssuer(device, suiting)
            .flatMap(
                _ ->
                    handOver.judge(
                        device.manufacturer().name(),
                        octets,
                        asked,
                        credentials.apply(imprint.generation())));
    return switch (judged) {
      case Verdict.Accepted<Signed<Voucher>>(var voucher) ->
          isUsed(device, imprint, octets, voucher);
      case Verdict.Refused<Signed<Voucher>>(Refusal refusal) -> {
        complaints.told(
            device.fingerprint(),
            Level.WARN,
            "the MASA is away, and the stored voucher cannot be used: "
                + refusal.withDevice(device.serialNumber()));
        yield false;
      }
    };
  }

  /** Who fetched it may have said whose device of that serial number is meant. */
  private static Verdict<StoredVouchers.Suiting> isOfIssuer(
      Admission.Known device, StoredVouchers.Suiting suiting) {
    return suiting
            .idevidIssuer()
            .map(IdevidIssuer::new)
            .filter(issuer -> !issuer.matches(device.idevid()))
            .isEmpty()
        ? Verdict.accepted(suiting)
        : Verdict.refused(
            VoucherCheck.VOUCHER_IDEVID_ISSUER,
            "it was fetched for a device of another issuer",
            "Fetch one for this device, with its own certificate: brski registrar voucher fetch"
                + " --idevid.");
  }

  private boolean isUsed(
      Admission.Known device, Imprint imprint, byte[] octets, Signed<Voucher> voucher) {
    var policy = policies.apply(device.manufacturer().name());
    var demand = HandOver.demand(policy, voucher.leaves());
    boolean used = vouchers.use(imprint.id(), octets, MediaTypes.VOUCHER_CMS_JSON, demand);
    if (used) {
      posted.run();
      if (!voucher.tolerances().isEmpty()) {
        LOG.info("device {}: tolerated: {}", device.serialNumber(), voucher.tolerances());
      }
      LOG.info(
          "device {}: its stored voucher is used, for the MASA of {} is away",
          device.serialNumber(),
          device.manufacturer().name());
    }
    return used;
  }
}
