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
 * One PKI management operation, whatever it is for (RFC 9483 sections 3.6, 4.1 to 4.4): one message
 * goes out, its answer is judged, and what follows from it is written down before the next.
 */
final class Operation {

  /** Writes down where an operation is. */
  interface Ledger {
    void write(Transaction transaction) throws IOException;
  }

  private static final Set<FailInfo> TRANSIENT =
      Set.of(FailInfo.systemUnavail, FailInfo.systemFailure, FailInfo.transactionIdInUse);
  private static final Duration LONGEST_POLL = Duration.ofDays(1);

  private final Journey journey;
  private final CmpClient cmp;
  private final Receipt receipt;
  private final Awaited awaited;
  private final Party party;
  private final Ledger ledger;

  Operation(Journey journey, CmpClient cmp, Awaited awaited, Party party, Ledger ledger) {
    this.journey = journey;
    this.cmp = cmp;
    this.receipt = new Receipt(cmp, journey.folder().messages());
    this.awaited = awaited;
    this.party = party;
    this.ledger = ledger;
  }

  /** Sends what is outstanding and takes what comes; nothing when it has to be called again. */
  Optional<End> advance(Transaction transaction) throws IOException, InterruptedException {
    if (transaction.outstanding().isEmpty()) {
      return poll(transaction);
    }
    var message = cmp.read(transaction.outstanding().get());
    var name = message.type().toString();
    var call = CmpOverHttp.call(cmp.label(transaction), message);
    Reply reply;
    try {
      reply = journey.line().send(party.registrar(), name, call, party.opening());
    } catch (PeerFailure failure) {
      return failure.refusal().isPresent()
          ? Optional.of(new End.Stranger(name, failure))
          : away(name, String.valueOf(failure.getMessage()));
    }
    journey.heard();
    return take(transaction, message, reply);
  }

  private Optional<End> away(String step, String cause) throws IOException, InterruptedException {
    return journey.away(party.registrar(), step, cause).map(End.Unfinished::new);
  }

  private Optional<End> poll(Transaction transaction) throws IOException, InterruptedException {
    var polling = transaction.polling().orElseThrow();
    if (journey.until(polling.next()).isEmpty()) {
      return Optional.of(
          new End.Unfinished(
              new Outcome.Waiting(
                  awaited,
                  party.registrar(),
                  polling.next().at(),
                  Optional.of(transaction.transactionID()))));
    }
    ledger.write(transaction.poll(polling, cmp.keep(cmp.pollReq(polling))));
    return Optional.empty();
  }

  private Optional<End> take(Transaction transaction, CmpMessage sent, Reply reply)
      throws IOException, InterruptedException {
    var read = CmpOverHttp.read(reply, cmp.limits(transaction));
    if (read.isPresent()
        && read.get() instanceof Verdict.Accepted<CmpMessage>(CmpMessage response)) {
      received(response.type().toString(), reply);
      return take(transaction, sent, response);
    }
    received("answer", reply);
    if (read.isPresent() && read.get() instanceof Verdict.Refused<CmpMessage>(Refusal refusal)) {
      return failed(refusal.under(PledgeCheck.RESPONSE));
    }
    return HttpAnswer.isOutOfOrder(reply)
        ? away(sent.type().toString(), HttpAnswer.said(reply))
        : failed(CmpOverHttp.refusal(cmp.label(transaction), reply));
  }

  private void received(String name, Reply reply) {
    journey.tell(new Event.Received(party.registrar(), name, reply.status(), reply.body().length));
  }

  private Optional<End> take(Transaction transaction, CmpMessage sent, CmpMessage response)
      throws IOException, InterruptedException {
    return switch (cmp.judge(response, sent, transaction, party.pins())) {
      case Verdict.Refused<Answer>(Refusal refusal) -> failed(refusal.under(PledgeCheck.RESPONSE));
      case Verdict.Accepted<Answer>(Answer answer) ->
          switch (answer) {
            case Answer.Issued issued -> issued(transaction, response, issued);
            case Answer.Unacceptable unacceptable ->
                unacceptable(transaction, response, unacceptable);
            case Answer.Waiting(long id, String _) ->
                wait(transaction, response, id, Duration.ZERO);
            case Answer.PollAgain(long id, Duration checkAfter, String _) ->
                pollAgain(transaction, response, id, checkAfter);
            case Answer.Confirmed() -> confirmed(transaction);
            case Answer.Revoked() -> Optional.of(new End.Revoked());
            case Answer.Informed(var information) -> Optional.of(new End.Informed(information));
            case Answer.Rejected(Body.StatusInfo why, boolean _) ->
                rejected(transaction, sent, why);
          };
    };
  }

  private Optional<End> issued(Transaction transaction, CmpMessage response, Answer.Issued issued)
      throws IOException {
    var granted = receipt.accept(transaction, response, issued);
    if (!issued.confirm()) {
      return Optional.of(new End.Granted(granted));
    }
    ledger.write(granted);
    return Optional.empty();
  }

  /** Rejected by a certConf if one is wanted, otherwise silently (RFC 9483 section 3.6.1). */
  private Optional<End> unacceptable(
      Transaction transaction, CmpMessage response, Answer.Unacceptable answer) throws IOException {
    var refusal = answer.refusal().under(PledgeCheck.CERTIFICATE);
    if (!answer.confirm()) {
      return failed(refusal);
    }
    ledger.write(receipt.object(transaction, response, answer.certificate(), refusal));
    return Optional.empty();
  }

  private Optional<End> pollAgain(
      Transaction transaction, CmpMessage response, long certReqId, Duration checkAfter)
      throws IOException {
    long asked = transaction.polling().orElseThrow().certReqId();
    return certReqId == asked
        ? wait(transaction, response, certReqId, checkAfter)
        : failed(
            CmpCheck.CERT_REQ_ID_ANSWERED
                .refusal("a pollRep for certReqId " + certReqId + " after a pollReq for " + asked)
                .under(PledgeCheck.RESPONSE));
  }

  private Optional<End> wait(
      Transaction transaction, CmpMessage response, long certReqId, Duration checkAfter)
      throws IOException {
    long seconds = Math.clamp(checkAfter.toSeconds(), 1, LONGEST_POLL.toSeconds());
    var next = Appointment.in(seconds, journey.tools().pause());
    ledger.write(transaction.waiting(certReqId, cmp.keep(response), next));
    journey.succeeded(party.registrar());
    journey.tell(new Event.Waiting(awaited, party.registrar(), next.seconds(), next.at()));
    return Optional.empty();
  }

  private Optional<End> confirmed(Transaction transaction) {
    return transaction
        .granted()
        .flatMap(Transaction.Granted::objection)
        .map(
            objection ->
                failed(Refusal.of(PledgeCheck.CERTIFICATE, objection.cause(), objection.remedy())))
        .orElseGet(() -> Optional.of(new End.Granted(transaction)));
  }

  /** Final, unless the PKI says that it may be tried again in a new operation. */
  private Optional<End> rejected(Transaction transaction, CmpMessage sent, Body.StatusInfo why)
      throws IOException, InterruptedException {
    var text = "the PKI answers the " + sent.type() + " with " + said(why);
    if (why.failInfo().stream().anyMatch(TRANSIENT::contains)) {
      ledger.write(cmp.again(transaction));
      return away(sent.type().toString(), text);
    }
    return Optional.of(
        new End.Rejected(
            why,
            Refusal.of(
                PledgeCheck.PKI_REJECTED,
                text,
                "Ask the operator of the registrar and its PKI; they have the reason on record.")));
  }

  private static String said(Body.StatusInfo why) {
    return Description.printable(
        why.status()
            + (why.failInfo().isEmpty() ? "" : " " + why.failInfo())
            + (why.text().isEmpty() ? "" : ": " + why.text()));
  }

  private static Optional<End> failed(Refusal refusal) {
    return Optional.of(new End.Failed(refusal));
  }
}
