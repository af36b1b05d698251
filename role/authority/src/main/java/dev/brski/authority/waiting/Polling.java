package dev.brski.authority.waiting;

import dev.brski.authority.intake.Received;
import dev.brski.authority.issuing.Issuing;
import dev.brski.authority.ledger.Enrollment;
import dev.brski.authority.ledger.EnrollmentState;
import dev.brski.authority.ledger.Enrollments;
import dev.brski.cmp.Authenticated;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.SignerTrust;
import dev.brski.time.Clock;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pollReq is answered with (RFC 9483 section 4.4).
 *
 * <p>Whoever has not proven to be the device whose transaction it is learns what he would learn of
 * one that does not exist, after the same checks of his message.
 */
public final class Polling {

  private final MessageValidation validation;
  private final SignerTrust trust;
  private final Enrollments enrollments;
  private final Issuing issuing;
  private final WaitingAnswers answers;
  private final Clock clock;

  /**
   * Polls for enrollments.
   *
   * @param trust whose protection is trusted on a device's message
   */
  public Polling(
      MessageValidation validation,
      SignerTrust trust,
      Enrollments enrollments,
      Issuing issuing,
      WaitingAnswers answers,
      Clock clock) {
    this.validation = validation;
    this.trust = trust;
    this.enrollments = enrollments;
    this.issuing = issuing;
    this.answers = answers;
    this.clock = clock;
  }

  /** The octets of a pollRep or of the final response, or the reason why there is none. */
  public Verdict<byte[]> answer(Received.Poll received) {
    var poll = received.message();
    var enrollment = enrollments.byTransaction(poll.transactionId().octets());
    return validation
        .validate(poll, expectation(received.layer(), known(enrollment, poll)), clock.now())
        .mapRefusal(Polling::unlessOfTheBody)
        .flatMap(authentic -> own(authentic, enrollment))
        .flatMap(own -> continued(own, poll))
        .map(own -> answer(own, poll));
  }

  private Expectation expectation(Expectation.Layer layer, List<X509Certificate> known) {
    return Expectation.of(Set.of(BodyType.pollReq), new Expectation.RecipNonce.Ignored(), trust)
        .in(layer)
        .knowing(known);
  }

  private List<X509Certificate> known(Optional<Enrollment> enrollment, CmpMessage poll) {
    return enrollment.map(found -> request(found).extraCertsFor(poll)).orElseGet(List::of);
  }

  private CmpMessage request(Enrollment enrollment) {
    return switch (CmpMessage.parse(enrollments.request(enrollment), CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var request) -> request;
      case Verdict.Refused<CmpMessage>(var refusal) ->
          throw new IllegalStateException("a request in the ledger is not one: " + refusal);
    };
  }

  /** The fault of a body shows after all else is proven, and it has nothing of the transaction. */
  private static Refusal unlessOfTheBody(Refusal refusal) {
    return refusal.check() == CmpCheck.POLL_BODY
        ? refusal
        : CmpCheck.UNKNOWN_TRANSACTION.refusal(refusal.cause());
  }

  private static Verdict<Enrollment> own(Authenticated authentic, Optional<Enrollment> enrollment) {
    return enrollment
        .filter(candidate -> candidate.signer().equals(authentic.signer()))
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                CmpCheck.UNKNOWN_TRANSACTION.refused(
                    "a "
                        + authentic.message()
                        + enrollment
                            .map(
                                other -> " of another device than " + other.device().serialNumber())
                            .orElse(" in no transaction")));
  }

  /** The device itself is told that its nonce is wrong; nobody else comes this far. */
  private Verdict<Enrollment> continued(Enrollment own, CmpMessage poll) {
    return poll.recipNonce().filter(nonce -> answers.gave(poll.transactionId(), nonce)).isPresent()
        ? Verdict.accepted(own)
        : Verdict.refused(
            CmpCheck.RECIP_NONCE
                .refusal("the recipNonce of a " + poll + " was never given out in its transaction")
                .withDevice(own.device().serialNumber()));
  }

  private byte[] answer(Enrollment own, CmpMessage poll) {
    return own.state() instanceof EnrollmentState.Pending
        ? answers.pollRep(poll)
        : answers.delivered(issuing.answer(own), poll);
  }
}
