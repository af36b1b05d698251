package dev.brski.authority.endpoint;

import dev.brski.authority.intake.Intake;
import dev.brski.authority.intake.Received;
import dev.brski.authority.intake.Signer;
import dev.brski.authority.issuing.Confirming;
import dev.brski.authority.issuing.Deciding;
import dev.brski.authority.issuing.Informing;
import dev.brski.authority.issuing.Issuing;
import dev.brski.authority.issuing.RenewingRegistrars;
import dev.brski.authority.issuing.RevokingOnRequest;
import dev.brski.authority.ledger.Acceptance;
import dev.brski.authority.ledger.Enrollment;
import dev.brski.authority.ledger.EnrollmentState;
import dev.brski.authority.ledger.Refusals;
import dev.brski.authority.ledger.Registrar;
import dev.brski.authority.waiting.Polling;
import dev.brski.authority.waiting.WaitingAnswers;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.NestedMember;
import dev.brski.cmp.ReplyTo;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Complaints;
import dev.brski.wire.Request;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One message in, its answer out (RFC 9483 section 5.1); nothing is left unanswered. */
public final class Responder {

  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

  private final Intake intake;
  private final Deciding deciding;
  private final Acceptance acceptance;
  private final Issuing issuing;
  private final RenewingRegistrars renewing;
  private final WaitingAnswers waitingAnswers;
  private final Polling polling;
  private final Confirming confirming;
  private final RevokingOnRequest revoking;
  private final Informing informing;
  private final Refusals refusals;
  private final CmpComposer composer;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /** A responder that answers with the composer's credential. */
  public Responder(
      Intake intake,
      Deciding deciding,
      Acceptance acceptance,
      Issuing issuing,
      RenewingRegistrars renewing,
      WaitingAnswers waitingAnswers,
      Polling polling,
      Confirming confirming,
      RevokingOnRequest revoking,
      Informing informing,
      Refusals refusals,
      CmpComposer composer) {
    this.intake = intake;
    this.deciding = deciding;
    this.acceptance = acceptance;
    this.issuing = issuing;
    this.renewing = renewing;
    this.waitingAnswers = waitingAnswers;
    this.polling = polling;
    this.confirming = confirming;
    this.revoking = revoking;
    this.informing = informing;
    this.refusals = refusals;
    this.composer = composer;
  }

  /**
   * The octets of the answer, made durable before they are returned where they grant anything.
   *
   * @throws dev.brski.store.StoreUnavailable when the disk refuses; the same message may come again
   */
  public byte[] answer(Request request) {
    var from = Complaints.who(request);
    var received = intake.receive(request.body());
    return received instanceof Received.Batch batch
        ? answerBatch(from, batch)
        : answerOne(from, received);
  }

  private byte[] answerOne(String from, Received received) {
    return switch (received) {
      case Received.Certification certification -> certify(from, certification);
      case Received.RegistrarUpdate update ->
          answered(
              from, update.message(), renewing.answer(update), Optional.of(update.registrar()));
      case Received.Confirmation confirmation ->
          answered(
              from, confirmation.message(), confirming.conclude(confirmation), Optional.empty());
      case Received.Poll poll ->
          answered(from, poll.message(), polling.answer(poll), Optional.empty());
      case Received.Revocation revocation ->
          answered(
              from,
              revocation.message(),
              revoking.answer(revocation),
              broughtBy(revocation.registrar(), revocation.signer()));
      case Received.Support support ->
          answered(
              from,
              support.message(),
              informing.answer(support),
              broughtBy(support.registrar(), support.signer()));
      case Received.Refused(var replyTo, var refusal, var registrar) ->
          refuse(from, replyTo, refusal, registrar);
      case Received.Batch batch ->
          refuse(
              from,
              ReplyTo.of(batch.outer()),
              CmpCheck.NESTED_KIND.refusal("a batch in a batch"),
              Optional.empty());
    };
  }

  private byte[] answered(
      String from, CmpMessage message, Verdict<byte[]> answer, Optional<Registrar> registrar) {
    return switch (answer) {
      case Verdict.Accepted<byte[]>(byte[] octets) -> octets;
      case Verdict.Refused<byte[]>(var refusal) ->
          refuse(from, ReplyTo.of(message), refusal, registrar);
    };
  }

  private static Optional<Registrar> broughtBy(Optional<Registrar> registrar, Signer signer) {
    return switch (signer) {
      case Signer.OfDevice _ -> registrar;
      case Signer.ByRegistrar(var self) -> registrar.or(() -> Optional.of(self));
    };
  }

  private byte[] certify(String from, Received.Certification received) {
    return switch (deciding.decide(received).flatMap(acceptance::open)) {
      case Verdict.Accepted<Enrollment>(var enrollment) ->
          enrollment.state() instanceof EnrollmentState.Pending
              ? waitingAnswers.waiting(received.message())
              : issuing.answer(enrollment);
      case Verdict.Refused<Enrollment>(var refusal) ->
          refuse(from, ReplyTo.of(received.message()), refusal, Optional.of(received.registrar()));
    };
  }

  /** Each member as if it had come alone; its fault is its own (RFC 9483 section 5.2.2.2). */
  private byte[] answerBatch(String from, Received.Batch batch) {
    var responses = new ArrayList<CmpMessage>();
    for (var member : batch.members()) {
      responses.add(parsed(answerMember(from, member)));
    }
    return composer.batchAnswer(ReplyTo.of(batch.outer()), responses).encoded();
  }

  private byte[] answerMember(String from, NestedMember member) {
    return switch (member.message()) {
      case Verdict.Accepted<CmpMessage>(var message) ->
          answerOne(from, intake.receive(message.encoded()));
      case Verdict.Refused<CmpMessage>(var refusal) ->
          refuse(from, CmpMessage.salvage(member.encoded()), refusal, Optional.empty());
    };
  }

  /** A device that is known by its signature is told of apart from the registrar it came by. */
  private byte[] refuse(
      String from, ReplyTo replyTo, Refusal refusal, Optional<Registrar> registrar) {
    complaints.told(
        refusal.device().map(serial -> from + ", device " + serial).orElse(from),
        Level.INFO,
        "refused %s in transaction %s: %s"
            .formatted(
                replyTo.type().map(Enum::name).orElse("a message"),
                replyTo.transactionId().map(Object::toString).orElse("unknown"),
                Description.printable(refusal.toString())));
    registrar.ifPresent(
        known ->
            refusals.note(
                known,
                replyTo.transactionId().map(id -> id.octets()).orElse(new byte[0]),
                refusal));
    return composer.refused(replyTo, refusal).encoded();
  }

  private static CmpMessage parsed(byte[] ours) {
    return switch (CmpMessage.parse(ours, CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var message) -> message;
      case Verdict.Refused<CmpMessage>(var refusal) ->
          throw new IllegalStateException("an answer of our own is unsound: " + refusal);
    };
  }
}
