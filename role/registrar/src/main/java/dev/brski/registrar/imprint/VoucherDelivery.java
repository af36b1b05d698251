package dev.brski.registrar.imprint;

import dev.brski.registrar.audit.AuditPolicy;
import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Imprints;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Reviews;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AcceptedTolerances;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.HandOverValidation;
import java.security.cert.X509Certificate;
import java.util.List;
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

  /** What fits into a consent as evidence. */
  private static final int MOST_OCTETS = 60 * 1024;

  private final Imprints imprints;
  private final HandOverValidation validation;
  private final IntFunction<Credential> credentials;
  private final List<List<X509Certificate>> authorities;
  private final Function<String, AuditPolicy> policies;
  private final Function<String, AcceptedTolerances> tolerances;
  private final Clock clock;

  /**
   * @param policies the policy on the audit logs of a manufacturer's devices
   * @param tolerances which deviations are accepted of a manufacturer's MASA
   * @param credentials the registrar's credential of a generation
   * @param authorities the chains of the certificates that protect the authority's answers
   */
  public VoucherDelivery(
      Imprints imprints,
      HandOverValidation validation,
      IntFunction<Credential> credentials,
      List<List<X509Certificate>> authorities,
      Function<String, AuditPolicy> policies,
      Function<String, AcceptedTolerances> tolerances,
      Clock clock) {
    this.policies = policies;
    this.tolerances = tolerances;
    this.imprints = imprints;
    this.validation = validation;
    this.credentials = credentials;
    this.authorities = List.copyOf(authorities);
    this.clock = clock;
  }

  @Override
  public Disposition receive(Parcel parcel, Answer answer) {
    return switch (answer.status()) {
      case 200 -> voucher(parcel, answer);
      case 202 -> again("the MASA " + answer.peer() + " has not decided yet", answer);
      case 401 ->
          again(
              "the MASA "
                  + answer.peer()
                  + " wants this registrar to authenticate itself, or does not take the way it"
                  + " does: ask the manufacturer for access, and write it into the manufacturer's"
                  + " file (masa-access)",
              answer);
      case 400, 403, 404, 406, 413, 415 -> refusedByMasa(parcel, answer);
      case 301, 302, 303, 307, 308 ->
          again(
              "the MASA "
                  + answer.peer()
                  + " answered "
                  + answer.status()
                  + " and names another place, which is not gone to: correct masa in the"
                  + " manufacturer's file",
              answer);
      case 405, 410, 501 ->
          again(
              "the MASA "
                  + answer.peer()
                  + " answered "
                  + answer.status()
                  + said(answer)
                  + ": no vouchers are given at that address; correct masa in the manufacturer's"
                  + " file",
              answer);
      case 429, 503 ->
          new Disposition.Busy(
              "the MASA " + answer.peer() + " answered " + answer.status() + said(answer),
              answer.retryAfter());
      case 408, 425, 502, 504 ->
          new Disposition.Away(
              "the MASA " + answer.peer() + " answered " + answer.status() + said(answer),
              answer.retryAfter());
      default ->
          again(
              "the MASA " + answer.peer() + " answered " + answer.status() + said(answer), answer);
    };
  }

  private Disposition voucher(Parcel parcel, Answer answer) {
    if (!answer.mediaType().equals(MediaTypes.VOUCHER_CMS_JSON)) {
      return again(
          "the MASA "
              + answer.peer()
              + " answered 200 with "
              + (answer.mediaType().isEmpty() ? "no media type" : answer.mediaType())
              + " instead of a voucher",
          answer);
    }
    if (answer.content().length > MOST_OCTETS) {
      return refuse(
          parcel,
          new Imprint.Refused(UNACCEPTABLE, "the manufacturer's voucher is too large"),
          "the voucher of the MASA " + answer.peer() + " is over " + MOST_OCTETS + " octets");
    }
    var imprint = imprints.get(parcel.exchange()).orElseThrow();
    var verdict =
        VoucherCodec.standard()
            .readVoucher(answer.content())
            .flatMap(voucher -> accepted(parcel).hold(voucher, voucher.tolerances()))
            .flatMap(
                voucher ->
                    validation.validate(
                        voucher,
                        asked(parcel),
                        credentials.apply(imprint.generation()).chain(),
                        authorities,
                        clock.now()));
    return switch (verdict) {
      case Verdict.Accepted<Signed<Voucher>>(var voucher) -> {
        if (!voucher.tolerances().isEmpty()) {
          LOG.info("device {}: tolerated: {}", parcel.serialNumber(), voucher.tolerances());
        }
        imprints.vouchered(
            parcel, answer.content(), answer.mediaType(), demand(parcel, voucher.leaves()));
        LOG.info("device {}: its voucher is here", parcel.serialNumber());
        yield new Disposition.Settled();
      }
      case Verdict.Refused<Signed<Voucher>>(Refusal refusal) ->
          refuse(
              parcel,
              new Imprint.Refused(UNACCEPTABLE, refusal.told()),
              refusal.withDevice(parcel.serialNumber()).toString());
    };
  }

  private AcceptedTolerances accepted(Parcel parcel) {
    return switch (parcel.destination()) {
      case Destination.Authority _ -> AcceptedTolerances.all();
      case Destination.Masa(String manufacturer) -> tolerances.apply(manufacturer);
    };
  }

  /** What is pinned is ours, and what the policy wants to know before the voucher goes on. */
  private Optional<Reviews.Demand> demand(Parcel parcel, Voucher voucher) {
    return switch (parcel.destination()) {
      case Destination.Authority _ -> Optional.empty();
      case Destination.Masa(String manufacturer) -> {
        var policy = policies.apply(manufacturer);
        yield voucher
            .pinnedDomainCert()
            .map(AuditLog::domainId)
            .map(own -> new Reviews.Demand(own, policy.asks(), policy.keepsVoucher()));
      }
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

  private Disposition refusedByMasa(Parcel parcel, Answer answer) {
    int status =
        switch (answer.status()) {
          case 400, 413 -> UNACCEPTABLE;
          default -> answer.status();
        };
    return refuse(
        parcel,
        new Imprint.Refused(status, "the manufacturer gives no voucher" + said(answer)),
        "the MASA "
            + answer.peer()
            + " refused with "
            + answer.status()
            + said(answer)
            + ". "
            + meaning(answer.status()));
  }

  /** What RFC 8995 section 5.6 means by a status, and what to do. */
  private static String meaning(int status) {
    return switch (status) {
      case 400 ->
          "It could not read this registrar's voucher-request. Give both this line and the"
              + " message (brski queue show) to the manufacturer.";
      case 403 ->
          "It does not take the request: not signed as it wants, too old, or the device is another"
              + " owner's. If the request is old, let the device ask anew; otherwise ask the"
              + " manufacturer about this device and this domain.";
      case 404 ->
          "It does not know the device. Compare the serial number with the delivery note, and masa"
              + " in the manufacturer's file with what the manufacturer says; then ask the"
              + " manufacturer about this device and this domain.";
      case 406 ->
          "It cannot give a voucher that the device could process in the form that was asked for, "
              + MediaTypes.VOUCHER_CMS_JSON
              + ". Ask the manufacturer what the device takes.";
      case 413 -> "The request is too large for it. Tell the manufacturer.";
      case 415 ->
          "It does not know the form of the request, "
              + MediaTypes.VOUCHER_CMS_JSON
              + ". Ask the manufacturer which forms its MASA takes.";
      default -> "Ask the manufacturer about this device and this domain.";
    };
  }

  private Disposition refuse(Parcel parcel, Imprint.Refused refusal, String cause) {
    LOG.warn("device {}: no voucher: {}", parcel.serialNumber(), cause);
    imprints.refused(parcel, refusal, cause);
    return new Disposition.Settled();
  }

  private static Disposition again(String reason, Answer answer) {
    return new Disposition.Again(reason, answer.retryAfter());
  }

  private static String said(Answer answer) {
    return Optional.of(answer.explanation())
        .filter(text -> !text.isEmpty())
        .map(text -> ": " + text)
        .orElse("");
  }
}
