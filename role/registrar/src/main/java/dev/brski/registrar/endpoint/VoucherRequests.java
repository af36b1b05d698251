package dev.brski.registrar.endpoint;

import dev.brski.cmp.Pace;
import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.admission.AdmissionCheck;
import dev.brski.registrar.admission.MasaPlace;
import dev.brski.registrar.imprint.RegistrarRequest;
import dev.brski.registrar.inventory.Authorization;
import dev.brski.registrar.inventory.Authorization.Standing;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Imprints;
import dev.brski.registrar.onboarding.Limits;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Reviews;
import dev.brski.trust.Keyring.Generation;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.PledgeVoucherRequestValidation;
import dev.brski.wire.Complaints;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Where pledges ask for their voucher (RFC 8995 sections 5.2 to 5.6). */
public final class VoucherRequests {

  private static final Logger LOG = LoggerFactory.getLogger(VoucherRequests.class);
  private static final int PROXIMITY_MISMATCH = 401;

  /** Lets a device go on whose voucher waits for an audit log, if that has waited long enough. */
  @FunctionalInterface
  public interface WithoutLog {

    /** Whether the voucher of an exchange is not kept back any more. */
    boolean goesOn(String manufacturer, String imprint);
  }

  /** Gives an exchange whose MASA is away a voucher that was fetched in advance. */
  @FunctionalInterface
  public interface FromStore {

    /** Whether the exchange has one now. */
    boolean helps(Admission.Known device, Imprint imprint);
  }

  private final Imprints imprints;
  private final Admission admission;
  private final Authorization authorization;
  private final PledgeVoucherRequestValidation validation;
  private final RegistrarRequest onward;
  private final Runnable posted;
  private final Function<Request, Generation> shown;
  private final Pace pace;
  private final FromStore fromStore;
  private final WithoutLog withoutLog;
  private final String domain;
  private final Duration answerWithin;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /**
   * @param authorization whether a device may join
   * @param onward makes the request for the MASA
   * @param posted called after something was put into the outbox
   * @param shown the registrar's credential that a connection presented
   * @param pace when a pledge that has to wait is to come back
   * @param fromStore what helps when the MASA is away
   * @param withoutLog what lets a device go on whose audit log does not come
   * @param domain the domain that devices are put into
   * @param answerWithin how long a pledge waits for its voucher before it is told to come back
   */
  public VoucherRequests(
      Imprints imprints,
      Admission admission,
      Authorization authorization,
      PledgeVoucherRequestValidation validation,
      RegistrarRequest onward,
      Runnable posted,
      Function<Request, Generation> shown,
      Pace pace,
      FromStore fromStore,
      WithoutLog withoutLog,
      String domain,
      Duration answerWithin) {
    this.imprints = imprints;
    this.admission = admission;
    this.authorization = authorization;
    this.validation = validation;
    this.onward = onward;
    this.posted = posted;
    this.shown = shown;
    this.pace = pace;
    this.fromStore = fromStore;
    this.withoutLog = withoutLog;
    this.domain = domain;
    this.answerWithin = answerWithin;
  }

  /** Answers a voucher-request: 200 with the voucher, 202, or the status that a refusal has. */
  public Response handle(Request request) throws InterruptedException {
    if (!request.accepts(MediaTypes.VOUCHER_CMS_JSON)) {
      return Response.text(406, "vouchers are given as " + MediaTypes.VOUCHER_CMS_JSON);
    }
    var device = admission.identify(request.peerChain());
    var generation = shown.apply(request);
    var asked =
        device.flatMap(
            known ->
                VoucherCodec.standard()
                    .readPledgeVoucherRequest(request.body())
                    .flatMap(
                        read ->
                            validation.validate(
                                read,
                                known.idevid(),
                                known.serialNumber(),
                                generation.credential().leaf()))
                    .flatMap(signed -> tolerable(signed, known)));
    return switch (device) {
      case Verdict.Refused<Admission.Known>(Refusal refusal) -> refused(request, refusal);
      case Verdict.Accepted<Admission.Known>(Admission.Known known) ->
          switch (asked) {
            case Verdict.Refused<Signed<PledgeVoucherRequest>>(Refusal refusal) ->
                refused(request, refusal.withDevice(known.serialNumber()));
            case Verdict.Accepted<Signed<PledgeVoucherRequest>>(var signed) ->
                switch (authorization.of(known)) {
                  case Standing.Authorised() -> authorised(request, known, signed, generation);
                  case Standing.Held(Refusal refusal) -> held(request, refusal);
                  case Standing.Refused(Refusal refusal) -> refused(request, refusal);
                  case Standing.Beyond(Limits.Beyond limit) -> later(known, limit);
                };
          };
    };
  }

  private static Verdict<Signed<PledgeVoucherRequest>> tolerable(
      Signed<PledgeVoucherRequest> asked, Admission.Known device) {
    return device.manufacturer().terms().tolerances().hold(asked, asked.tolerances());
  }

  private Response authorised(
      Request request,
      Admission.Known device,
      Signed<PledgeVoucherRequest> asked,
      Generation generation)
      throws InterruptedException {
    var known = found(request, device);
    return known.isPresent()
        ? answer(device, known.get())
        : newcomer(request, device, asked, generation);
  }

  private Optional<Imprint> found(Request request, Admission.Known device) {
    return imprints
        .find(request.body())
        .filter(imprint -> imprint.idevid().equals(device.fingerprint()));
  }

  /** Only a new exchange needs a MASA: a voucher that has come, or is waited for, has had one. */
  private Response newcomer(
      Request request,
      Admission.Known device,
      Signed<PledgeVoucherRequest> asked,
      Generation generation)
      throws InterruptedException {
    return switch (device.manufacturer().masaOf(device.idevid())) {
      case Verdict.Refused<Optional<MasaPlace>>(Refusal refusal) ->
          refused(request, refusal.withDevice(device.serialNumber()));
      case Verdict.Accepted<Optional<MasaPlace>>(Optional<MasaPlace> masa) ->
          switch (exchange(request, device, asked, generation, masa)) {
            case Imprints.Begun.Running(Imprint imprint) -> answer(device, imprint);
            case Imprints.Begun.Beyond(Limits.Beyond limit) -> later(device, limit);
          };
    };
  }

  private Imprints.Begun exchange(
      Request request,
      Admission.Known device,
      Signed<PledgeVoucherRequest> asked,
      Generation generation,
      Optional<MasaPlace> masa) {
    return imprints
        .beyond(device.manufacturer().name(), device.serialNumber(), request.body())
        .<Imprints.Begun>map(Imprints.Begun.Beyond::new)
        .orElseGet(() -> begin(request, device, asked, generation, masa));
  }

  private Imprints.Begun begin(
      Request request,
      Admission.Known device,
      Signed<PledgeVoucherRequest> asked,
      Generation generation,
      Optional<MasaPlace> masa) {
    if (!asked.tolerances().isEmpty()) {
      LOG.info("device {}: tolerated: {}", device.serialNumber(), asked.tolerances());
    }
    var to = new Destination.Masa(device.manufacturer().name(), masa.map(MasaPlace::toString));
    var begun =
        imprints.begin(
            new Imprints.Accepted(
                to,
                device.serialNumber(),
                device.fingerprint(),
                asked.leaves().nonce().orElseThrow().text(),
                generation.number(),
                domain,
                request.body(),
                onward.make(asked, device, generation.credential()),
                MediaTypes.VOUCHER_CMS_JSON));
    if (begun instanceof Imprints.Begun.Running) {
      posted.run();
      LOG.info("device {}: asks for its voucher; {} is asked", device.serialNumber(), to.title());
    }
    return begun;
  }

  private Response later(Admission.Known device, Limits.Beyond limit) {
    complaints.told(
        device.fingerprint(),
        Level.WARN,
        "device %s: no new voucher exchange: %s".formatted(device.serialNumber(), limit.cause()));
    return Response.text(503, "this registrar takes no more requests now; come back later")
        .withHeader("Retry-After", Long.toString(limit.after().toSeconds() + 1));
  }

  private Response answer(Admission.Known device, Imprint imprint) throws InterruptedException {
    var decision = imprints.awaitDecision(imprint.id(), answerWithin);
    if (decision.isEmpty()
        && (fromStore.helps(device, imprint)
            || withoutLog.goesOn(device.manufacturer().name(), imprint.id()))) {
      decision = imprints.get(imprint.id()).filter(now -> !now.isKeptBack());
    }
    return decision.map(this::decided).orElseGet(this::comeBack);
  }

  private Response decided(Imprint imprint) {
    return imprint.isRefusedByLog() ? Response.text(406, Reviews.TOLD) : ofState(imprint);
  }

  private Response ofState(Imprint imprint) {
    return switch (imprint.state()) {
      case VOUCHERED, ACCEPTED, REJECTED ->
          Response.of(200, MediaTypes.VOUCHER_CMS_JSON, imprint.voucher().orElseThrow());
      case REFUSED, WITHDRAWN -> {
        var refused = imprint.refusal().orElseThrow();
        yield Response.text(refused.status(), refused.told());
      }
      case SUPERSEDED -> Response.text(403, "a newer voucher-request of this device was accepted");
      case REQUESTED -> comeBack();
    };
  }

  private Response comeBack() {
    return comeBack("the manufacturer has not answered yet; send the same request again");
  }

  private Response held(Request request, Refusal refusal) {
    complaints.told(request, refusal);
    return comeBack("it is not decided yet; send the same request again");
  }

  private Response comeBack(String why) {
    return Response.text(202, why)
        .withHeader("Retry-After", Long.toString(pace.retryAfter().toSeconds()));
  }

  private Response refused(Request request, Refusal refusal) {
    complaints.told(request, refusal);
    int status = status(refusal).orElse(403);
    var response = Response.text(status, refusal.told());
    return status == PROXIMITY_MISMATCH ? response.closing() : response;
  }

  private static Optional<Integer> status(Refusal refusal) {
    return switch (refusal.check()) {
      case VoucherCheck check -> Optional.of(check.status());
      case AdmissionCheck check -> Optional.of(check.status());
      default -> Optional.empty();
    };
  }
}
