package dev.brski.registrar.imprint;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Imprints;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
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
  private final Clock clock;

  /**
   * @param credentials the registrar's credential of a generation
   * @param authorities the chains of the certificates that protect the authority's answers
   */
  public VoucherDelivery(
      Imprints imprints,
      HandOverValidation validation,
      IntFunction<Credential> credentials,
      List<List<X509Certificate>> authorities,
      Clock clock) {
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
                  + " wants this registrar to authenticate itself: ask the manufacturer for access",
              answer);
      case 400, 403, 404, 406, 415 -> refusedByMasa(parcel, answer);
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
        imprints.vouchered(parcel, answer.content(), answer.mediaType());
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
    int status = answer.status() == 400 ? UNACCEPTABLE : answer.status();
    return refuse(
        parcel,
        new Imprint.Refused(status, "the manufacturer gives no voucher" + said(answer)),
        "the MASA "
            + answer.peer()
            + " refused with "
            + answer.status()
            + said(answer)
            + ". Ask the manufacturer about this device and this domain.");
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
