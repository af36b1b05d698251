package dev.brski.registrar.endpoint;

import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.ReplyTo;
import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.admission.AdmissionCheck;
import dev.brski.registrar.enrollment.Answers;
import dev.brski.registrar.enrollment.Consent;
import dev.brski.registrar.enrollment.Intake;
import dev.brski.registrar.enrollment.Passage;
import dev.brski.registrar.enrollment.Passage.Passed;
import dev.brski.registrar.inventory.Authorization;
import dev.brski.registrar.inventory.Authorization.Standing;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollment.Question;
import dev.brski.registrar.onboarding.Enrollment.WaitingOwner;
import dev.brski.registrar.onboarding.Enrollments;
import dev.brski.registrar.onboarding.Enrollments.Begun;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Limits;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Complaints;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The CMP endpoint of the local RA (RFC 9733 section 5.1): takes a pledge's message, waits a moment
 * for the authority's answer, and otherwise says waiting.
 */
public final class Cmp {

  /** The media type of a PKIMessage (RFC 9811 section 3.4). */
  public static final String MEDIA_TYPE = "application/pkixcmp";

  private static final Logger LOG = LoggerFactory.getLogger(Cmp.class);

  private final Onboarding onboarding;
  private final Admission admission;
  private final Authorization authorization;
  private final Intake intake;
  private final Consent consent;
  private final Answers answers;
  private final Passage passage;
  private final Runnable posted;
  private final ToIntFunction<Request> generationShown;
  private final Duration answerWithin;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /**
   * @param authorization whether a device may join still
   * @param passage asks an authority that owns the waiting
   * @param posted called after something was put into the outbox
   * @param generationShown which generation of the registrar's credential a connection was shown
   * @param answerWithin how long a pledge waits for an answer before it is told to poll
   */
  public Cmp(
      Onboarding onboarding,
      Admission admission,
      Authorization authorization,
      Intake intake,
      Consent consent,
      Answers answers,
      Passage passage,
      Runnable posted,
      ToIntFunction<Request> generationShown,
      Duration answerWithin) {
    this.onboarding = onboarding;
    this.admission = admission;
    this.authorization = authorization;
    this.intake = intake;
    this.consent = consent;
    this.answers = answers;
    this.passage = passage;
    this.posted = posted;
    this.generationShown = generationShown;
    this.answerWithin = answerWithin;
  }

  /** Answers one PKIMessage; a refusal is a PKIMessage too. */
  public Response handle(Request request) throws InterruptedException {
    var content = request.body();
    return switch (CmpMessage.parse(content, CmpLimits.standard())) {
      case Verdict.Refused<CmpMessage>(Refusal refusal) ->
          refused(request, CmpMessage.salvage(content), refusal);
      case Verdict.Accepted<CmpMessage>(CmpMessage message) -> dispatch(request, message);
    };
  }

  private Response dispatch(Request request, CmpMessage message) throws InterruptedException {
    if (request.peer().isEmpty()) {
      return refused(
          request,
          ReplyTo.of(message),
          Refusal.of(
              AdmissionCheck.CLIENT_CERTIFICATE,
              "a CMP message came over a connection without client certificate",
              "The device must authenticate its connection with its IDevID."));
    }
    return switch (message.type()) {
      case BodyType.ir -> certificationRequest(request, message);
      case BodyType.certConf -> certificateConfirm(request, message);
      case BodyType.pollReq -> poll(request, message);
      case ip,
          cr,
          cp,
          p10cr,
          popdecc,
          popdecr,
          kur,
          kup,
          krr,
          krp,
          rr,
          rp,
          ccr,
          ccp,
          ckuann,
          cann,
          rann,
          crlann,
          pkiconf,
          nested,
          genm,
          genp,
          error,
          pollRep ->
          refused(
              request,
              ReplyTo.of(message),
              CmpCheck.BODY_TYPE.refusal("this registrar does not take " + message.type()));
    };
  }

  private Response certificationRequest(Request request, CmpMessage message)
      throws InterruptedException {
    var device = admission.identify(request.peerChain());
    var checked = device.flatMap(known -> intake.certificationRequest(message, known));
    return switch (checked) {
      case Verdict.Refused<Admission.Known>(Refusal refusal) ->
          refused(request, ReplyTo.of(message), refusal);
      case Verdict.Accepted<Admission.Known>(Admission.Known known) ->
          switch (authorization.of(known)) {
            case Standing.Authorised() -> submit(request, message, known);
            case Standing.Held(Refusal refusal) -> refused(request, ReplyTo.of(message), refusal);
            case Standing.Refused(Refusal refusal) ->
                refused(request, ReplyTo.of(message), refusal);
            case Standing.Beyond(Limits.Beyond limit) -> later(request, message, known, limit);
          };
    };
  }

  private Response submit(Request request, CmpMessage message, Admission.Known device)
      throws InterruptedException {
    var latest = onboarding.imprints().latest(device.fingerprint());
    var imprint = latest.filter(Imprint::allowsEnrollment);
    if (imprint.isEmpty()) {
      return latest
          .flatMap(known -> objection(request, message, known))
          .orElseGet(() -> notImprinted(request, message, device));
    }
    var running = running(message, device);
    if (running.isPresent()) {
      return answer(request, message, running.get(), Question.CERTIFICATION);
    }
    var beyond = onboarding.enrollments().beyond(imprint.get(), message.encoded());
    if (beyond.isPresent()) {
      return later(request, message, device, beyond.get());
    }
    long sequence = onboarding.enrollments().nextSequence();
    var begun =
        onboarding
            .enrollments()
            .begin(
                new Enrollments.Accepted(
                    imprint.get(),
                    message.transactionId().hex(),
                    device.fingerprint(),
                    sequence,
                    message.encoded(),
                    consent.to(message, imprint.get(), sequence).encoded()));
    return switch (begun) {
      case Begun.Running(Enrollment enrollment) -> {
        posted.run();
        yield answer(request, message, enrollment, Question.CERTIFICATION);
      }
      case Begun.NotImprinted() ->
          onboarding
              .imprints()
              .get(imprint.get().id())
              .flatMap(known -> objection(request, message, known))
              .orElseGet(() -> notImprinted(request, message, device));
      case Begun.Beyond(Limits.Beyond limit) -> later(request, message, device, limit);
      case Begun.Overtaken() -> unknownTransaction(request, message);
      case Begun.TransactionIdInUse() ->
          refused(
              request,
              ReplyTo.of(message),
              CmpCheck.TRANSACTION_ID_IN_USE
                  .refusal("transactionID " + message.transactionId() + " is another operation's")
                  .withDevice(device.serialNumber()));
    };
  }

  /** What the audit log has against it that a device goes on. */
  private Optional<Response> objection(Request request, CmpMessage message, Imprint imprint) {
    return imprint
        .review()
        .filter(review -> !review.isOpen())
        .map(
            review ->
                review.keepsWaiting()
                    ? held(
                        request,
                        imprint.serialNumber(),
                        "held until an operator has judged its audit log")
                    : refused(
                        request,
                        ReplyTo.of(message),
                        Refusal.of(
                                AdmissionCheck.AUDIT_LOG,
                                "it asks for a certificate, but its audit log stands against it",
                                "See: brski registrar audit --serial "
                                    + imprint.serialNumber()
                                    + ".")
                            .withDevice(imprint.serialNumber())));
  }

  /** What stands against it that a device goes on in an operation that was begun before. */
  private Optional<Response> objection(Request request, CmpMessage message, Enrollment enrollment) {
    return standing(request, message, enrollment)
        .or(
            () ->
                onboarding
                    .reviews()
                    .state(enrollment.imprint())
                    .filter(review -> !review.isOpen())
                    .flatMap(_ -> onboarding.imprints().get(enrollment.imprint()))
                    .flatMap(imprint -> objection(request, message, imprint)));
  }

  /**
   * Whether it may join still. A device whose own certConf was confirmed has its certificate, and
   * the authority counts it as taken: it is told the end of the operation whatever was said since.
   */
  private Optional<Response> standing(Request request, CmpMessage message, Enrollment enrollment) {
    boolean confirmed =
        enrollment.state() == Enrollment.State.CONFIRMED && enrollment.confirmSha256().isPresent();
    return confirmed
        ? Optional.empty()
        : switch (admission.identify(request.peerChain())) {
          case Verdict.Refused<Admission.Known>(Refusal refusal) ->
              Optional.of(refused(request, ReplyTo.of(message), refusal));
          case Verdict.Accepted<Admission.Known>(Admission.Known known) ->
              standing(request, message, known);
        };
  }

  private Optional<Response> standing(Request request, CmpMessage message, Admission.Known device) {
    return switch (authorization.of(device)) {
      case Standing.Authorised() -> Optional.empty();
      case Standing.Refused(Refusal refusal) ->
          Optional.of(refused(request, ReplyTo.of(message), refusal));
      case Standing.Held(Refusal refusal) ->
          Optional.of(held(request, device.serialNumber(), refusal.cause()));
      case Standing.Beyond(Limits.Beyond limit) ->
          Optional.of(held(request, device.serialNumber(), limit.cause()));
    };
  }

  private Response held(Request request, String serialNumber, String why) {
    complaints.told(
        Complaints.who(request),
        Level.INFO,
        "device %s: %s; it is told to come back".formatted(serialNumber, why));
    return Response.text(
            503, "this registrar has not decided about this device; send the same message again")
        .withHeader("Retry-After", Long.toString(answers.checkAfter().toSeconds()));
  }

  private Response later(
      Request request, CmpMessage message, Admission.Known device, Limits.Beyond limit) {
    return refused(
        request,
        ReplyTo.of(message),
        CmpCheck.SYSTEM_UNAVAILABLE
            .refusal("no new operation is begun: " + limit.cause())
            .withDevice(device.serialNumber()));
  }

  private Response notImprinted(Request request, CmpMessage message, Admission.Known device) {
    return refused(
        request,
        ReplyTo.of(message),
        Refusal.of(
                AdmissionCheck.IMPRINTED,
                "it asks for a certificate, but no voucher was handed out and accepted",
                "Look at the device's voucher exchange: brski registrar devices.")
            .withDevice(device.serialNumber()));
  }

  private Optional<Enrollment> running(CmpMessage message, Admission.Known device) {
    return onboarding
        .enrollments()
        .find(message.transactionId().hex(), device.fingerprint())
        .filter(known -> known.requestSha256().equals(HexFormat.of().formatHex(message.sha256())));
  }

  private Response certificateConfirm(Request request, CmpMessage message)
      throws InterruptedException {
    var found = own(request, message);
    if (found.isEmpty()) {
      return unknownTransaction(request, message);
    }
    var enrollment = found.get();
    var objection = objection(request, message, enrollment);
    if (objection.isPresent()) {
      return objection.get();
    }
    if (!enrollment.isUnderWay()) {
      return over(request, message, enrollment);
    }
    return switch (intake.certificateConfirm(message, request.peerChain(), enrollment)) {
      case Verdict.Refused<CmpMessage>(Refusal refusal) ->
          refused(request, ReplyTo.of(message), refusal.withDevice(enrollment.serialNumber()));
      case Verdict.Accepted<CmpMessage> _ -> {
        var confirming =
            enrollment.confirmSha256().isPresent() ? enrollment : confirm(message, enrollment);
        yield answer(request, message, confirming, Question.CONFIRMATION);
      }
    };
  }

  private Enrollment confirm(CmpMessage message, Enrollment enrollment) {
    var imprint = onboarding.imprints().get(enrollment.imprint()).orElseThrow();
    long sequence = onboarding.enrollments().nextSequence();
    var nested = consent.to(message, imprint, sequence);
    var confirming =
        onboarding.confirmations().begin(enrollment, message.encoded(), nested.encoded(), sequence);
    posted.run();
    return confirming;
  }

  private Response poll(Request request, CmpMessage message) throws InterruptedException {
    var found = own(request, message);
    if (found.isEmpty()) {
      return unknownTransaction(request, message);
    }
    var enrollment = found.get();
    var objection = objection(request, message, enrollment);
    if (objection.isPresent()) {
      return objection.get();
    }
    if (!enrollment.isUnderWay()) {
      return over(request, message, enrollment);
    }
    boolean authoritys = enrollment.waitingOwner() == WaitingOwner.AUTHORITY;
    var checked =
        authoritys
            ? intake.pollOfAuthority(message, request.peerChain())
            : intake.poll(message, request.peerChain());
    return switch (checked) {
      case Verdict.Refused<CmpMessage>(Refusal refusal) ->
          refused(request, ReplyTo.of(message), refusal.withDevice(enrollment.serialNumber()));
      case Verdict.Accepted<CmpMessage> _ ->
          authoritys
              ? passed(enrollment, enrollment.latestQuestion(), message)
              : pkiMessage(
                  enrollment
                      .answer(enrollment.latestQuestion())
                      .orElseGet(
                          () -> answers.pollRep(enrollment.generation(), message).encoded()));
    };
  }

  private Response passed(Enrollment enrollment, Question question, CmpMessage message)
      throws InterruptedException {
    return switch (passage.ask(enrollment, question, message)) {
      case Passed.Handed(byte[] answer) -> pkiMessage(answer);
      case Passed.Nothing _ ->
          Response.text(503, "the authority does not answer now; send the same message again")
              .withHeader("Retry-After", Long.toString(answers.checkAfter().toSeconds()));
    };
  }

  private Optional<Enrollment> own(Request request, CmpMessage message) {
    return request
        .peer()
        .flatMap(
            client ->
                onboarding
                    .enrollments()
                    .find(message.transactionId().hex(), Certificates.fingerprint(client)));
  }

  private Response answer(
      Request request, CmpMessage message, Enrollment enrollment, Question question)
      throws InterruptedException {
    if (enrollment.isUnderWay() && enrollment.wasPolled(question)) {
      return passed(enrollment, question, message);
    }
    var word = onboarding.enrollments().awaitWord(enrollment.id(), question, answerWithin);
    var now = onboarding.enrollments().get(enrollment.id());
    var objection = objection(request, message, now.orElse(enrollment));
    if (objection.isPresent()) {
      return objection.get();
    }
    if (now.isEmpty() || !now.get().isUnderWay()) {
      return over(request, message, now.orElse(enrollment));
    }
    if (word.isPresent()) {
      return pkiMessage(word.get());
    }
    complaints.told(
        Complaints.who(request),
        Level.INFO,
        "device %s: the authority has not answered the %s yet; the device is told to wait"
            .formatted(enrollment.serialNumber(), message.type()));
    return pkiMessage(
        onboarding
            .waitings()
            .tell(
                enrollment.id(),
                question,
                answers.waiting(enrollment.generation(), message).encoded()));
  }

  /** An operation that has ended without an answer of its own. */
  private Response over(Request request, CmpMessage message, Enrollment enrollment) {
    return enrollment.state() == Enrollment.State.WITHDRAWN
        ? refused(
            request,
            ReplyTo.of(message),
            Refusal.of(
                    AdmissionCheck.NOT_WITHDRAWN,
                    "it asks on in an operation that an operator withdrew",
                    "Nothing is to be done; a device may begin anew.")
                .withDevice(enrollment.serialNumber()))
        : unknownTransaction(request, message);
  }

  private Response unknownTransaction(Request request, CmpMessage message) {
    return refused(
        request,
        ReplyTo.of(message),
        CmpCheck.UNKNOWN_TRANSACTION.refusal(
            "no transaction " + message.transactionId() + " of this client is under way"));
  }

  private Response refused(Request request, ReplyTo to, Refusal refusal) {
    complaints.told(request, refusal);
    return pkiMessage(answers.refused(generationShown.applyAsInt(request), to, refusal).encoded());
  }

  private static Response pkiMessage(byte[] content) {
    return Response.of(200, MEDIA_TYPE, content);
  }
}
