package dev.brski.pledge;

import dev.brski.cmp.Answer;
import dev.brski.cmp.Body;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Enroll (RFC 9733 section 4.2, RFC 9483 sections 4.1.1 and 4.4): one message goes out, its answer
 * is judged, and what follows from it is written down before the next.
 */
final class Enrollment {

  private static final Set<FailInfo> TRANSIENT =
      Set.of(FailInfo.systemUnavail, FailInfo.systemFailure, FailInfo.transactionIdInUse);
  private static final Duration LONGEST_POLL = Duration.ofDays(1);

  private final Journey journey;
  private final Domain domain;
  private final CmpClient cmp;
  private final Receipt receipt;
  private final EnrollStatus status;

  Enrollment(Journey journey, Domain domain, CmpClient cmp, EnrollStatus status) {
    this.journey = journey;
    this.domain = domain;
    this.cmp = cmp;
    this.receipt = new Receipt(cmp, journey.folder().messages());
    this.status = status;
  }

  /** The first ir, with a fresh key, both on disk before anything is sent. */
  Optional<Outcome> begin(Imprint imprint) throws IOException {
    journey.moveTo(new Progress.Enrolling(imprint, cmp.begin(domain.pin(imprint))));
    return Optional.empty();
  }

  /** Sends what is outstanding and takes what comes. */
  Optional<Outcome> advance(Imprint imprint, Transaction transaction)
      throws IOException, InterruptedException {
    if (transaction.outstanding().isEmpty()) {
      return poll(imprint, transaction);
    }
    var message = cmp.read(transaction.outstanding().get());
    var name = message.type().toString();
    Reply reply;
    try {
      reply =
          journey
              .line()
              .send(
                  imprint.registrar(),
                  name,
                  CmpOverHttp.call(message),
                  domain.opening(imprint, domain.pin(imprint)));
    } catch (PeerFailure failure) {
      return journey.troubled(imprint.registrar(), name, failure, true);
    }
    journey.heard();
    return take(imprint, transaction, message, reply);
  }

  private Optional<Outcome> poll(Imprint imprint, Transaction transaction)
      throws IOException, InterruptedException {
    var polling = transaction.polling().orElseThrow();
    if (journey.until(polling.next()).isEmpty()) {
      return Optional.of(
          new Outcome.Waiting(
              State.ENROLL,
              imprint.registrar(),
              polling.next().at(),
              Optional.of(transaction.transactionID())));
    }
    var pollReq = cmp.keep(cmp.pollReq(polling));
    journey.moveTo(new Progress.Enrolling(imprint, transaction.poll(polling, pollReq)));
    return Optional.empty();
  }

  private Optional<Outcome> take(
      Imprint imprint, Transaction transaction, CmpMessage sent, Reply reply)
      throws IOException, InterruptedException {
    var read = CmpOverHttp.read(reply);
    if (read.isPresent()
        && read.get() instanceof Verdict.Accepted<CmpMessage>(CmpMessage response)) {
      received(imprint, response.type().toString(), reply);
      return take(imprint, transaction, sent, response);
    }
    received(imprint, "answer", reply);
    if (read.isPresent() && read.get() instanceof Verdict.Refused<CmpMessage>(Refusal refusal)) {
      return failed(imprint, refusal.under(PledgeCheck.RESPONSE));
    }
    return HttpAnswer.isOutOfOrder(reply)
        ? journey.troubled(
            imprint.registrar(), sent.type().toString(), HttpAnswer.said(reply), true)
        : failed(imprint, CmpOverHttp.refusal(reply));
  }

  private void received(Imprint imprint, String name, Reply reply) {
    journey.tell(
        new Event.Received(imprint.registrar(), name, reply.status(), reply.body().length));
  }

  private Optional<Outcome> take(
      Imprint imprint, Transaction transaction, CmpMessage sent, CmpMessage response)
      throws IOException, InterruptedException {
    return switch (cmp.judge(response, sent, transaction, domain.pin(imprint))) {
      case Verdict.Refused<Answer>(Refusal refusal) ->
          failed(imprint, refusal.under(PledgeCheck.RESPONSE));
      case Verdict.Accepted<Answer>(Answer answer) ->
          switch (answer) {
            case Answer.Issued issued -> issued(imprint, transaction, response, issued);
            case Answer.Unacceptable unacceptable ->
                unacceptable(imprint, transaction, response, unacceptable);
            case Answer.Waiting(long id, String _) ->
                wait(imprint, transaction, response, id, Duration.ZERO);
            case Answer.PollAgain(long id, Duration checkAfter, String _) ->
                pollAgain(imprint, transaction, response, id, checkAfter);
            case Answer.Confirmed() -> confirmed(imprint, transaction);
            case Answer.Rejected(Body.StatusInfo why, boolean _) ->
                rejected(imprint, transaction, sent, why);
          };
    };
  }

  private Optional<Outcome> issued(
      Imprint imprint, Transaction transaction, CmpMessage response, Answer.Issued issued)
      throws IOException {
    var granted = receipt.accept(transaction, response, issued);
    journey.moveTo(
        issued.confirm()
            ? new Progress.Enrolling(imprint, granted)
            : new Progress.Installing(imprint, granted));
    return Optional.empty();
  }

  /** Rejected by a certConf if one is wanted, otherwise silently (RFC 9483 section 3.6.1). */
  private Optional<Outcome> unacceptable(
      Imprint imprint, Transaction transaction, CmpMessage response, Answer.Unacceptable answer)
      throws IOException {
    var refusal = answer.refusal().under(PledgeCheck.CERTIFICATE);
    if (!answer.confirm()) {
      return failed(imprint, refusal);
    }
    var objected = receipt.object(transaction, response, answer.certificate(), refusal);
    journey.moveTo(new Progress.Enrolling(imprint, objected));
    return Optional.empty();
  }

  private Optional<Outcome> pollAgain(
      Imprint imprint,
      Transaction transaction,
      CmpMessage response,
      long certReqId,
      Duration checkAfter)
      throws IOException {
    long asked = transaction.polling().orElseThrow().certReqId();
    return certReqId == asked
        ? wait(imprint, transaction, response, certReqId, checkAfter)
        : failed(
            imprint,
            CmpCheck.CERT_REQ_ID_ANSWERED
                .refusal("a pollRep for certReqId " + certReqId + " after a pollReq for " + asked)
                .under(PledgeCheck.RESPONSE));
  }

  private Optional<Outcome> wait(
      Imprint imprint,
      Transaction transaction,
      CmpMessage response,
      long certReqId,
      Duration checkAfter)
      throws IOException {
    long seconds = Math.clamp(checkAfter.toSeconds(), 1, LONGEST_POLL.toSeconds());
    var next = Appointment.in(seconds, journey.tools().pause());
    journey.moveTo(
        new Progress.Enrolling(imprint, transaction.waiting(certReqId, cmp.keep(response), next)));
    journey.succeeded(imprint.registrar());
    journey.tell(new Event.Waiting(State.ENROLL, imprint.registrar(), next.seconds(), next.at()));
    return Optional.empty();
  }

  private Optional<Outcome> confirmed(Imprint imprint, Transaction transaction) throws IOException {
    var objection = transaction.granted().flatMap(Transaction.Granted::objection);
    if (objection.isPresent()) {
      return failed(
          imprint,
          Refusal.of(PledgeCheck.CERTIFICATE, objection.get().cause(), objection.get().remedy()));
    }
    journey.moveTo(new Progress.Installing(imprint, transaction));
    return Optional.empty();
  }

  /** Final, unless the PKI says that it may be tried again in a new operation. */
  private Optional<Outcome> rejected(
      Imprint imprint, Transaction transaction, CmpMessage sent, Body.StatusInfo why)
      throws IOException, InterruptedException {
    var text = "the PKI answers the " + sent.type() + " with " + said(why);
    if (why.failInfo().stream().anyMatch(TRANSIENT::contains)) {
      journey.moveTo(new Progress.Enrolling(imprint, cmp.again(transaction, domain.pin(imprint))));
      return journey.troubled(imprint.registrar(), sent.type().toString(), text, true);
    }
    return failed(
        imprint,
        Refusal.of(
            PledgeCheck.PKI_REJECTED,
            text,
            "Ask the operator of the registrar and its PKI; they have the reason on record."));
  }

  private static String said(Body.StatusInfo why) {
    return Description.printable(
        why.status()
            + (why.failInfo().isEmpty() ? "" : " " + why.failInfo())
            + (why.text().isEmpty() ? "" : ": " + why.text()));
  }

  /** The registrar is told over the same connection; then it is back to Discover. */
  private Optional<Outcome> failed(Imprint imprint, Refusal refusal) throws IOException {
    status.failure(imprint, refusal);
    return journey.rejected(imprint.registrar(), refusal);
  }
}
