package dev.brski.registrar.enrollment;

import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Upstream;
import dev.brski.registrar.enrollment.Reception.Received;
import dev.brski.registrar.enrollment.Reception.Subject;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollment.Question;
import dev.brski.registrar.onboarding.Enrollments;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the questions of a pledge through to an authority that owns the waiting, and its answers
 * back, both untouched (RFC 9483 section 5.2.1). A question may be asked twice, so nothing is kept
 * of it; a final answer is kept before it is handed over.
 */
public final class Passage {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);
  private static final String PKIX_CMP = "application/pkixcmp";

  /** What the pledge gets. */
  public sealed interface Passed {

    /** The authority's message, or an error of the registrar's in its place. */
    record Handed(byte[] message) implements Passed {}

    /** Nothing that could be handed on came; the pledge has to ask again. */
    record Nothing(String reason) implements Passed {}
  }

  private final Enrollments enrollments;
  private final Reception reception;
  private final Upstream authority;

  /** Over the way to the authority. */
  public Passage(Enrollments enrollments, Reception reception, Upstream authority) {
    this.enrollments = enrollments;
    this.reception = reception;
    this.authority = authority;
  }

  /**
   * The answer to a poll, or to the same request again, in an operation whose waiting is the
   * authority's: one that is here already if its recipNonce fits, and otherwise the authority's.
   *
   * @param message a pollReq or the request itself, which passed every check
   */
  public Passed ask(Enrollment enrollment, Question question, CmpMessage message)
      throws InterruptedException {
    var request = message(enrollments.asked(enrollment.id(), question));
    var known = enrollment.answer(question).filter(answer -> fits(answer, request, message));
    return known.isPresent()
        ? new Passed.Handed(known.get())
        : ask(new Subject(enrollment, request, Optional.empty()), question, message);
  }

  /** Whether the pledge will take a final answer as one to the message (RFC 9483 section 3.5). */
  private static boolean fits(byte[] answer, CmpMessage request, CmpMessage message) {
    var nonce = message(answer).recipNonce();
    return nonce.equals(message.senderNonce()) || nonce.equals(request.senderNonce());
  }

  private Passed ask(Subject subject, Question question, CmpMessage message)
      throws InterruptedException {
    boolean poll = message.type() == BodyType.pollReq;
    try {
      var answer =
          authority.ask(
              poll
                  ? message.encoded()
                  : enrollments.consented(subject.enrollment().id(), question));
      var awaited = reception.awaited(subject);
      return take(subject, answer, poll ? awaited.polledBy(message) : awaited);
    } catch (PeerFailure e) {
      return nothing(subject, String.valueOf(e.getMessage()));
    }
  }

  private Passed take(Subject subject, Answer answer, AwaitedResponse awaited) {
    if (!answer.mediaType().equals(PKIX_CMP)) {
      return switch (answer.status()) {
        case 408, 425, 429, 500, 502, 503, 504 -> nothing(subject, Reception.unexpected(answer));
        default ->
            new Passed.Handed(
                reception.fail(subject, CmpCheck.SYSTEM_FAILURE, Reception.unexpected(answer)));
      };
    }
    return switch (reception.judge(answer.content(), awaited)) {
      case Verdict.Accepted<Received>(Received received) ->
          reception.keep(subject, received)
              ? new Passed.Handed(received.message().encoded())
              : nothing(subject, "the operation was answered otherwise before, or is over");
      case Verdict.Refused<Received>(Refusal refusal) ->
          nothing(
              subject,
              "the answer of the authority " + answer.peer() + " is not believed: " + refusal);
    };
  }

  private static Passed nothing(Subject subject, String reason) {
    LOG.warn(
        "device {}: its poll has no answer of the authority: {}",
        subject.enrollment().serialNumber(),
        reason);
    return new Passed.Nothing(reason);
  }

  private static CmpMessage message(byte[] stored) {
    return Reception.own(CmpMessage.parse(stored, CmpLimits.standard()));
  }
}
