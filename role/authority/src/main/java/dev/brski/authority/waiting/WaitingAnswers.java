package dev.brski.authority.waiting;

import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.Pace;
import dev.brski.cmp.PollNonce;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.TransactionId;
import dev.brski.verdict.Verdict;

/**
 * The answers of delayed delivery. They are made anew each time and kept nowhere: they say how
 * things are now, and their nonces are recognised by a key.
 */
public final class WaitingAnswers {

  private static final String REASON = "a person has to approve the request";

  private final CmpComposer composer;
  private final PollNonce nonces;
  private final Pace pace;

  /**
   * Answers with a composer's credential.
   *
   * @param pace after how long the devices are to ask again
   */
  public WaitingAnswers(CmpComposer composer, PollNonce nonces, Pace pace) {
    this.composer = composer;
    this.nonces = nonces;
    this.pace = pace;
  }

  /** The ip, cp or kup with status waiting. */
  public byte[] waiting(CmpMessage request) {
    return composer
        .waiting(ReplyTo.of(request), REASON, nonces.make(request.transactionId()))
        .encoded();
  }

  /** The pollRep with the pollReq's certReqId. */
  public byte[] pollRep(CmpMessage poll) {
    return composer
        .pollRep(ReplyTo.of(poll), pace.checkAfter(), REASON, nonces.make(poll.transactionId()))
        .encoded();
  }

  /** The final response, with the pollReq's senderNonce as recipNonce. */
  public byte[] delivered(byte[] response, CmpMessage poll) {
    return switch (CmpMessage.parse(response, CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var message) ->
          composer.toPoll(message, poll.senderNonce().orElseThrow()).encoded();
      case Verdict.Refused<CmpMessage>(var refusal) ->
          throw new IllegalStateException("a response in the ledger is not one: " + refusal);
    };
  }

  /** Whether a nonce was given out in a waiting or a pollRep of the transaction. */
  boolean gave(TransactionId transaction, Nonce nonce) {
    return nonces.verify(transaction, nonce);
  }
}
