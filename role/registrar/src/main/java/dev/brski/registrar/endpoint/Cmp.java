package dev.brski.registrar.endpoint;

import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Information;
import dev.brski.cmp.ReplyTo;
import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.admission.AdmissionCheck;
import dev.brski.registrar.admission.Client;
import dev.brski.registrar.admission.Clients;
import dev.brski.registrar.admission.Membership;
import dev.brski.registrar.enrollment.Answers;
import dev.brski.registrar.enrollment.Forwarder;
import dev.brski.registrar.enrollment.Intake;
import dev.brski.registrar.enrollment.Intake.Opening;
import dev.brski.registrar.enrollment.Passage;
import dev.brski.registrar.enrollment.Passage.Passed;
import dev.brski.registrar.enrollment.Told;
import dev.brski.registrar.inventory.Authorization;
import dev.brski.registrar.inventory.Authorization.Standing;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollment.Question;
import dev.brski.registrar.onboarding.Enrollment.WaitingOwner;
import dev.brski.registrar.onboarding.Enrollments;
import dev.brski.registrar.onboarding.Enrollments.Basis;
import dev.brski.registrar.onboarding.Enrollments.Begun;
import dev.brski.registrar.onboarding.Enrollments.Origin;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Limits;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Operation;
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
 * The CMP endpoint of the local RA (RFC 9733 section 5.1, RFC 9483 section 5.2): takes a device's
 * message, waits a moment for the authority's answer, and otherwise says waiting.
 */
public final class Cmp {

  private static final Logger LOG = LoggerFactory.getLogger(Cmp.class);

  private final Onboarding onboarding;
  private final Admission admission;
  private final Clients clients;
  private final Authorization authorization;
  private final Intake intake;
  private final Forwarder forwarder;
  private final Answers answers;
  private final Told told;
  private final Passage passage;
  private final Runnable posted;
  private final ToIntFunction<Request> generationShown;
  private final String domain;
  private final Duration answerWithin;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /**
   * @param clients who is at the other end of TLS
   * @param authorization whether a device may join still
   * @param told what the authority has told of late
   * @param passage asks an authority that owns the waiting
   * @param posted called after something was put into the outbox
   * @param generationShown which generation of the registrar's credential a connection was shown
   * @param domain whose members and devices these are
   * @param answerWithin how long a pledge waits for an answer before it is told to poll
   */
  public Cmp(
      Onboarding onboarding,
      Admission admission,
      Clients clients,
      Authorization authorization,
      Intake intake,
      Forwarder forwarder,
      Answers answers,
      Told told,
      Passage passage,
      Runnable posted,
      ToIntFunction<Request> generationShown,
      String domain,
      Duration answerWithin) {
    this.onboarding = onboarding;
    this.admission = admission;
    this.clients = clients;
    this.authorization = authorization;
    this.intake = intake;
    this.forwarder = forwarder;
    this.answers = answers;
    this.told = told;
    this.passage = passage;
    this.posted = posted;
    this.generationShown = generationShown;
    this.domain = domain;
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
      case ir, p10cr, cr, kur, rr, genm -> opening(request, message);
      case certConf -> certificateConfirm(request, message);
      case pollReq -> poll(request, message);
      case ip,
          cp,
          popdecc,
          popdecr,
          kup,
          krr,
          krp,
          rp,
          ccr,
          ccp,
          ckuann,
          cann,
          rann,
          crlann,
          pkiconf,
          nested,
          genp,
          error,
          pollRep ->
          refused(
              request,
              ReplyTo.of(message),
              CmpCheck.BODY_TYPE.refusal("this registrar does not take " + message.type()));
    };
  }

  private Response opening(Request request, CmpMessage message) throws InterruptedException {
    var checked =
        clients.identify(request.peerChain()).flatMap(client -> intake.opening(message, client));
    return switch (checked) {
      case Verdict.Refused<Opening>(Refusal refusal) ->
          refused(request, ReplyTo.of(message), refusal);
      case Verdict.Accepted<Opening>(Opening opening) ->
          switch (opening.client()) {
            case Client.Device(var known) -> opening(request, message, opening, known);
            case Client.Member(var known) -> opening(request, message, opening, known);
          };
    };
  }

  private Response opening(
      Request request, CmpMessage message, Opening opening, Admission.Known device)
      throws InterruptedException {
    return switch (authorization.of(device)) {
      case Standing.Authorised() -> submit(request, message, opening, device);
      case Standing.Held(Refusal refusal) -> refused(request, ReplyTo.of(message), refusal);
      case Standing.Refused(Refusal refusal) -> refused(request, ReplyTo.of(message), refusal);
      case Standing.Beyond(Limits.Beyond limit) ->
          later(request, message, device.serialNumber(), limit);
    };
  }

  private Response opening(
      Request request, CmpMessage message, Opening opening, Membership.Known member)
      throws InterruptedException {
    var origin = origin(member);
    var objection = objection(request, message, opening.operation(), member, origin);
    if (objection.isPresent()) {
      return objection.get();
    }
    return submit(
        request,
        message,
        opening,
        new Basis.Membership(
            origin.manufacturer(),
            member.serialNumber(),
            origin.imprint(),
            domain,
            generationShown.applyAsInt(request)));
  }

  private Origin origin(Membership.Known member) {
    return onboarding.enrollments().origin(member.fingerprint(), member.serialNumber());
  }

  /** What stands against a further certificate of a member; other operations are free to all. */
  private Optional<Response> objection(
      Request request,
      CmpMessage message,
      Operation operation,
      Membership.Known member,
      Origin origin) {
    if (!operation.certifies()) {
      return Optional.empty();
    }
    return withdrawn(origin, member)
        .or(
            () ->
                authorization.objection(
                    origin.manufacturer(),
                    admission.manufacturer(origin.manufacturer()),
                    member.serialNumber()))
        .map(refusal -> refused(request, ReplyTo.of(message), refusal))
        .or(
            () ->
                origin
                    .imprint()
                    .flatMap(id -> onboarding.imprints().get(id))
                    .flatMap(imprint -> objection(request, message, imprint)));
  }

  private static Optional<Refusal> withdrawn(Origin origin, Membership.Known member) {
    return origin.withdrawn()
        ? Optional.of(
            Refusal.of(
                    AdmissionCheck.NOT_WITHDRAWN,
                    "it asks with a certificate of an operation that an operator withdrew",
                    "Have the authority revoke that certificate: brski authority revoke.")
                .withDevice(member.serialNumber()))
        : Optional.empty();
  }

  private Response submit(
      Request request, CmpMessage message, Opening opening, Admission.Known device)
      throws InterruptedException {
    var latest = onboarding.imprints().latest(device.fingerprint());
    var imprint = latest.filter(Imprint::allowsEnrollment);
    return imprint.isPresent()
        ? submit(request, message, opening, new Basis.Voucher(imprint.get()))
        : latest
            .flatMap(known -> objection(request, message, known))
            .orElseGet(() -> notImprinted(request, message, device.serialNumber()));
  }

  private Response submit(Request request, CmpMessage message, Opening opening, Basis basis)
      throws InterruptedException {
    var running = running(message, opening.client());
    if (running.isPresent()) {
      return answer(request, message, running.get(), Question.REQUEST);
    }
    var known =
        opening.operation() == Operation.GENM ? told.of(message) : Optional.<Information>empty();
    if (known.isPresent()) {
      return pkiMessage(
          answers.information(generationShown.applyAsInt(request), message, known.get()).encoded());
    }
    var beyond = onboarding.enrollments().beyond(basis, message.encoded());
    if (beyond.isPresent()) {
      return later(request, message, basis.serialNumber(), beyond.get());
    }
    long sequence = onboarding.enrollments().nextSequence();
    var begun =
        onboarding
            .enrollments()
            .begin(
                new Enrollments.Accepted(
                    basis,
                    opening.operation(),
                    opening.label(),
                    message.transactionId().hex(),
                    opening.client().fingerprint(),
                    sequence,
                    message.encoded(),
                    forwarder.request(message, opening.operation(), basis, sequence)));
    return switch (begun) {
      case Begun.Running(Enrollment enrollment) -> {
        posted.run();
        yield answer(request, message, enrollment, Question.REQUEST);
      }
      case Begun.NotImprinted(Imprint imprint) ->
          onboarding
              .imprints()
              .get(imprint.id())
              .flatMap(now -> objection(request, message, now))
              .orElseGet(() -> notImprinted(request, message, basis.serialNumber()));
      case Begun.Beyond(Limits.Beyond limit) ->
          later(request, message, basis.serialNumber(), limit);
      case Begun.Overtaken() -> unknownTransaction(request, message);
      case Begun.TransactionIdInUse() ->
          refused(
              request,
              ReplyTo.of(message),
              CmpCheck.TRANSACTION_ID_IN_USE
                  .refusal("transactionID " + message.transactionId() + " is another operation's")
                  .withDevice(basis.serialNumber()));
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
                enrollment
                    .imprint()
                    .filter(_ -> enrollment.operation().certifies())
                    .filter(
                        id ->
                            onboarding
                                .reviews()
                                .state(id)
                                .filter(review -> !review.isOpen())
                                .isPresent())
                    .flatMap(id -> onboarding.imprints().get(id))
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
        : switch (clients.identify(request.peerChain())) {
          case Verdict.Refused<Client>(Refusal refusal) ->
              Optional.of(refused(request, ReplyTo.of(message), refusal));
          case Verdict.Accepted<Client>(Client.Device(var known)) ->
              standing(request, message, known);
          case Verdict.Accepted<Client>(Client.Member(var known)) ->
              objection(request, message, enrollment.operation(), known, origin(known));
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
      Request request, CmpMessage message, String serialNumber, Limits.Beyond limit) {
    return refused(
        request,
        ReplyTo.of(message),
        CmpCheck.SYSTEM_UNAVAILABLE
            .refusal("no new operation is begun: " + limit.cause())
            .withDevice(serialNumber));
  }

  private Response notImprinted(Request request, CmpMessage message, String serialNumber) {
    return refused(
        request,
        ReplyTo.of(message),
        Refusal.of(
                AdmissionCheck.IMPRINTED,
                "it asks for a certificate, but no voucher was handed out and accepted",
                "Look at the device's voucher exchange: brski registrar devices.")
            .withDevice(serialNumber));
  }

  private Optional<Enrollment> running(CmpMessage message, Client client) {
    return onboarding
        .enrollments()
        .find(message.transactionId().hex(), client.fingerprint())
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
    long sequence = onboarding.enrollments().nextSequence();
    var imprint = enrollment.imprint().flatMap(id -> onboarding.imprints().get(id));
    var confirming =
        onboarding
            .confirmations()
            .begin(
                enrollment,
                message.encoded(),
                forwarder.confirmation(enrollment, message, imprint, sequence),
                sequence);
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
      case Verdict.Accepted<CmpMessage> _ when authoritys && isTakenOver(message, enrollment) ->
          pkiMessage(passage.takenOver(enrollment, message));
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

  /**
   * Whether a poll still follows this registrar's waiting, in the place of which the authority's
   * has come: that answers it, and then the pledge polls the authority (RFC 9810 section 5.3.22).
   */
  private boolean isTakenOver(CmpMessage poll, Enrollment enrollment) {
    return enrollment.answer(enrollment.latestQuestion()).isEmpty()
        && enrollment.waiting().isPresent()
        && poll.recipNonce()
            .filter(nonce -> answers.isOwnNonce(poll.transactionId(), nonce))
            .isPresent();
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
    return Response.of(200, CmpMessage.MEDIA_TYPE, content);
  }
}
