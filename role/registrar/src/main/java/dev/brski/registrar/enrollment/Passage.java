package dev.brski.registrar.enrollment;

import dev.brski.cmp.Answer.Rejected;
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
import dev.brski.registrar.onboarding.Stored;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Complaints;
import dev.brski.wire.PeerFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Lets the questions of a pledge through to an authority that owns the waiting, and its answers
 * back, both untouched (RFC 9483 section 5.2.1). A question may be asked twice, so nothing is kept
 * of it; a final answer is kept before it is handed over.
 */
public final class Passage {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

  /** What the pledge gets. */
  public sealed interface Passed {

    /** The authority's message, or an error of the registrar's in its place. */
    record Handed(byte[] message) implements Passed {}

    /** Nothing that could be handed on came; the pledge has to ask again. */
    record Nothing(String reason) implements Passed {}
  }

  private static final int MOST_AT_ONCE = 16;
  private static final Duration LONGEST_QUEUE = Duration.ofSeconds(5);

  private final Enrollments enrollments;
  private final Reception reception;
  private final Forwarder forwarder;
  private final Upstream authority;
  private final boolean once;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE, true);
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /**
   * Over the way to the authority.
   *
   * @param forwarder makes of a poll what the authority gets
   * @param once whether the authority must not get the same request twice; polls are questions, and
   *     may be asked again
   */
  public Passage(
      Enrollments enrollments,
      Reception reception,
      Forwarder forwarder,
      Upstream authority,
      boolean once) {
    this.forwarder = forwarder;
    this.once = once;
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
    var request = message(enrollments.asked(enrollment, question));
    var known = enrollment.answer(question).filter(answer -> fits(answer, request, message));
    if (known.isPresent()) {
      return new Passed.Handed(known.get());
    }
    var ended = enrollment.answer(question);
    var renewed = ended.flatMap(answer -> reception.renewed(enrollment, answer, message));
    if (renewed.isPresent()) {
      return new Passed.Handed(renewed.get());
    }
    var subject = new Subject(enrollment, request, Optional.empty());
    return once && message.type() != BodyType.pollReq
        ? ended
            .or(enrollment::waiting)
            .<Passed>map(Passed.Handed::new)
            .orElseGet(() -> nothing(subject, "its request is not sent again"))
        : inTurn(subject, question, message);
  }

  /**
   * The authority's waiting that came after this registrar's own, in answer to a poll: to that
   * poll's senderNonce where this registrar protects it, and otherwise as it came.
   */
  public byte[] takenOver(Enrollment enrollment, CmpMessage poll) {
    var waiting = enrollment.waiting().orElseThrow();
    return reception.renewed(enrollment, waiting, poll).orElse(waiting);
  }

  /** One question of an operation at a time, and none that waits long for its turn. */
  private Passed inTurn(Subject subject, Question question, CmpMessage message)
      throws InterruptedException {
    var id = subject.enrollment().id();
    if (!underWay.add(id)) {
      return nothing(subject, "its question before this one is still under way");
    }
    try {
      if (!places.tryAcquire(LONGEST_QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
        return nothing(subject, "too many questions to the authority are under way");
      }
      try {
        return ask(subject, question, message);
      } finally {
        places.release();
      }
    } finally {
      underWay.remove(id);
    }
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
              subject.enrollment().label(),
              poll
                  ? forwarder.poll(subject.enrollment(), message)
                  : enrollments.onward(subject.enrollment(), question));
      var awaited = reception.awaited(subject);
      return take(subject, question, answer, poll ? awaited.polledBy(message) : awaited);
    } catch (PeerFailure e) {
      return nothing(subject, String.valueOf(e.getMessage()));
    }
  }

  private Passed take(Subject subject, Question question, Answer answer, AwaitedResponse awaited) {
    if (!answer.mediaType().equals(CmpMessage.MEDIA_TYPE)) {
      return switch (answer.status()) {
        case 408, 425, 429, 500, 502, 503, 504 -> nothing(subject, Reception.unexpected(answer));
        default ->
            once || subject.enrollment().answer(question).isPresent()
                ? nothing(subject, Reception.unexpected(answer))
                : new Passed.Handed(
                    reception.fail(subject, CmpCheck.SYSTEM_FAILURE, Reception.unexpected(answer)));
      };
    }
    return switch (reception.judge(subject.enrollment(), answer.content(), awaited)) {
      case Verdict.Accepted<Received>(Received received) ->
          isOver(subject, question, received) || reception.keep(subject, received)
              ? new Passed.Handed(received.message().encoded())
              : nothing(subject, "the operation was answered otherwise before, or is over");
      case Verdict.Refused<Received>(Refusal refusal) ->
          nothing(
              subject,
              "the answer of the authority " + answer.peer() + " is not believed: " + refusal);
    };
  }

  /**
   * Whether the authority refuses a poll that came after the final answer: the device may know it,
   * but can bring it about as often as it likes, and so nothing is kept of it.
   */
  private static boolean isOver(Subject subject, Question question, Received received) {
    return received.meaning() instanceof Rejected
        && subject.enrollment().answer(question).isPresent();
  }

  private Passed nothing(Subject subject, String reason) {
    complaints.told(
        subject.enrollment().sender(),
        Level.WARN,
        "device %s: its poll has no answer of the authority: %s"
            .formatted(subject.enrollment().serialNumber(), reason));
    return new Passed.Nothing(reason);
  }

  private static CmpMessage message(byte[] stored) {
    return Stored.sound(CmpMessage.parse(stored, CmpLimits.answer()));
  }
}
