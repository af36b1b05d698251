package dev.brski.registrar.imprint;

import dev.brski.registrar.audit.AuditPolicy;
import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Imprints;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Reviews;
import dev.brski.trust.Credential;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.HandOverValidation.Asked;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what a MASA answers (RFC 8995 section 5.6): a voucher that can work goes to the pledge
 * byte for byte, the MASA's refusals become the registrar's, and a MASA in trouble is waited for.
 */
public final class VoucherDelivery implements Addressee {

  private static final Logger LOG = LoggerFactory.getLogger(VoucherDelivery.class);
  private static final int UNACCEPTABLE = 406;

  private final Imprints imprints;
  private final HandOver handOver;
  private final IntFunction<Credential> credentials;
  private final Function<String, AuditPolicy> policies;

  /**
   * @param handOver what is demanded of a voucher
   * @param credentials the registrar's credential of a generation
   * @param policies the policy on the audit logs of a manufacturer's devices
   */
  public VoucherDelivery(
      Imprints imprints,
      HandOver handOver,
      IntFunction<Credential> credentials,
      Function<String, AuditPolicy> policies) {
    this.imprints = imprints;
    this.handOver = handOver;
    this.credentials = credentials;
    this.policies = policies;
  }

  @Override
  public Disposition receive(Parcel parcel, Answer answer) {
    return switch (MasaSays.of(answer)) {
      case MasaSays.Given(byte[] octets) -> voucher(parcel, octets);
      case MasaSays.Refused refused -> refusedByMasa(parcel, refused);
      case MasaSays.NotYet(MasaSays.Why why, String reason) ->
          notYet(parcel, why, reason, answer.retryAfter());
    };
  }

  private Disposition notYet(
      Parcel parcel, MasaSays.Why why, String reason, Optional<Duration> after) {
    imprints.undecided(
        parcel,
        switch (why) {
          case UNDECIDED, SPENT -> false;
          case BUSY, AWAY, AMISS -> true;
        });
    return switch (why) {
      case UNDECIDED, AMISS -> new Disposition.Again(reason, after);
      case SPENT, BUSY -> new Disposition.Busy(reason, after);
      case AWAY -> new Disposition.Away(reason, after);
    };
  }

  private Disposition voucher(Parcel parcel, byte[] octets) {
    var imprint = imprints.get(parcel.exchange()).orElseThrow();
    var verdict =
        handOver.judge(
            manufacturer(parcel),
            octets,
            new Asked.ByPledge(asked(parcel)),
            credentials.apply(imprint.generation()));
    return switch (verdict) {
      case Verdict.Accepted<Signed<Voucher>>(var voucher) -> {
        if (!voucher.tolerances().isEmpty()) {
          LOG.info("device {}: tolerated: {}", parcel.serialNumber(), voucher.tolerances());
        }
        imprints.vouchered(
            parcel, octets, MediaTypes.VOUCHER_CMS_JSON, demand(parcel, voucher.leaves()));
        LOG.info("device {}: its voucher is here", parcel.serialNumber());
        yield new Disposition.Settled();
      }
      case Verdict.Refused<Signed<Voucher>>(Refusal refusal) ->
          refuse(
              parcel,
              new Imprint.Refused(UNACCEPTABLE, told(refusal)),
              refusal.withDevice(parcel.serialNumber()).toString());
    };
  }

  private static String told(Refusal refusal) {
    return refusal.check() == VoucherCheck.SIZE
        ? "the manufacturer's voucher is too large"
        : refusal.told();
  }

  private Optional<Reviews.Demand> demand(Parcel parcel, Voucher voucher) {
    return HandOver.demand(policies.apply(manufacturer(parcel)), voucher);
  }

  private static String manufacturer(Parcel parcel) {
    return switch (parcel.destination()) {
      case Destination.Masa masa -> masa.manufacturer();
      case Destination.Authority _ ->
          throw new IllegalStateException("vouchers are not asked of an authority");
    };
  }

  private static PledgeVoucherRequest asked(Parcel parcel) {
    var own = VoucherCodec.standard().readRegistrarVoucherRequest(parcel.content());
    return switch (own.flatMap(VoucherDelivery::inside)) {
      case Verdict.Accepted<Signed<PledgeVoucherRequest>>(var prior) -> prior.leaves();
      case Verdict.Refused<Signed<PledgeVoucherRequest>>(Refusal refusal) ->
          throw new IllegalStateException("our own stored request is unreadable: " + refusal);
    };
  }

  private static Verdict<Signed<PledgeVoucherRequest>> inside(
      Signed<RegistrarVoucherRequest> request) {
    return VoucherCodec.standard()
        .readPledgeVoucherRequest(request.leaves().priorSignedVoucherRequest().orElseThrow());
  }

  private Disposition refusedByMasa(Parcel parcel, MasaSays.Refused refused) {
    int status =
        switch (refused.status()) {
          case 400, 413 -> UNACCEPTABLE;
          default -> refused.status();
        };
    return refuse(
        parcel,
        new Imprint.Refused(status, "the manufacturer gives no voucher" + refused.told()),
        refused.cause() + ". " + refused.meaning());
  }

  private Disposition refuse(Parcel parcel, Imprint.Refused refusal, String cause) {
    LOG.warn("device {}: no voucher: {}", parcel.serialNumber(), cause);
    imprints.refused(parcel, refusal, cause);
    return new Disposition.Settled();
  }
}
