package dev.brski.registrar.enrollment;

import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Information;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.Pace;
import dev.brski.cmp.PollNonce;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.TransactionId;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * What the registrar itself answers, under the credential that the pledge saw in the voucher
 * exchange (RFC 9733 section 4.2.4).
 */
public final class Answers {

  private static final String WAITING = "the authority has not answered yet";

  private final IntFunction<Credential> credentials;
  private final CryptoSuite suite;
  private final Clock clock;
  private final PollNonce nonces;
  private final Pace pace;
  private final ConcurrentHashMap<Integer, CmpComposer> composers = new ConcurrentHashMap<>();

  /** With the key under which poll nonces are recognised. */
  public Answers(
      IntFunction<Credential> credentials,
      CryptoSuite suite,
      Clock clock,
      byte[] nonceKey,
      Pace pace) {
    this.credentials = credentials;
    this.suite = suite;
    this.clock = clock;
    this.nonces = new PollNonce(nonceKey, suite);
    this.pace = pace;
  }

  /** The status waiting, as ip or error as the request wants it (RFC 9483 section 4.4). */
  public CmpMessage waiting(int generation, CmpMessage request) {
    return composer(generation)
        .waiting(ReplyTo.of(request), WAITING, nonces.make(request.transactionId()));
  }

  /** A pollRep (RFC 9483 section 4.4). */
  public CmpMessage pollRep(int generation, CmpMessage poll) {
    return composer(generation)
        .pollRep(ReplyTo.of(poll), pace.checkAfter(), WAITING, nonces.make(poll.transactionId()));
  }

  /** How long a device that waits should let pass before it asks again. */
  public Duration checkAfter() {
    return pace.checkAfter();
  }

  /** A refusal, as the body or error message that RFC 9483 section 3.6.2 wants. */
  public CmpMessage refused(int generation, ReplyTo request, Refusal refusal) {
    return composer(generation).refused(request, refusal);
  }

  /** What this registrar knows already, in answer to a question (RFC 9483 section 5.1.4). */
  public CmpMessage information(int generation, CmpMessage inquiry, Information information) {
    return composer(generation).information(ReplyTo.of(inquiry), information);
  }

  /** An answer of the authority's under the protection that the pledge knows (section 5.2.3). */
  CmpMessage replaced(int generation, CmpMessage answer) {
    return composer(generation).replacingProtection(answer);
  }

  /** The same answer once more, to another message of the pledge. */
  CmpMessage toPoll(int generation, CmpMessage answer, Nonce recipNonce) {
    return composer(generation).toPoll(answer, recipNonce);
  }

  /** Whether a recipNonce is one that this registrar gave out for the transaction. */
  public boolean isOwnNonce(TransactionId transactionId, Nonce recipNonce) {
    return nonces.verify(transactionId, recipNonce);
  }

  private CmpComposer composer(int generation) {
    return composers.computeIfAbsent(
        generation, number -> new CmpComposer(credentials.apply(number), suite, clock));
  }
}
