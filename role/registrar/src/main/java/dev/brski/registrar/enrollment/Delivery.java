package dev.brski.registrar.enrollment;

import dev.brski.cmp.Answer.Confirmed;
import dev.brski.cmp.Answer.Informed;
import dev.brski.cmp.Answer.Issued;
import dev.brski.cmp.Answer.PollAgain;
import dev.brski.cmp.Answer.Rejected;
import dev.brski.cmp.Answer.Revoked;
import dev.brski.cmp.Answer.Unacceptable;
import dev.brski.cmp.Answer.Waiting;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.NestedMessage;
import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Outcome;
import dev.brski.registrar.enrollment.Reception.Received;
import dev.brski.registrar.enrollment.Reception.Subject;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollment.Question;
import dev.brski.registrar.onboarding.Enrollments;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.registrar.onboarding.Waitings;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes in what the authority answers to a parcel, and hands it to whoever waits (RFC 9483 section
 * 5.2). An authority in trouble is waited for; one that says waiting is asked again, unless the
 * pledge can be told so in its own words.
 */
public final class Delivery implements Addressee {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final Enrollments enrollments;
  private final Waitings waitings;
  private final Reception reception;
  private final boolean once;

  /**
   * Over the state of the devices.
   *
   * @param once whether the authority must not get the same message twice
   */
  public Delivery(Onboarding onboarding, Reception reception, boolean once) {
    this.once = once;
    this.enrollments = onboarding.enrollments();
    this.waitings = onboarding.waitings();
    this.reception = reception;
  }

  @Override
  public Disposition receive(Parcel parcel, Answer answer) {
    if (answer.mediaType().equals(CmpMessage.MEDIA_TYPE)) {
      return pkiMessage(parcel, answer);
    }
    return switch (answer.status()) {
      case 408, 425, 429, 502, 503, 504 ->
          new Disposition.Away(
              Description.printable(Reception.unexpected(answer)), answer.retryAfter());
      case 500 -> again(Reception.unexpected(answer), answer.retryAfter());
      default -> {
        reception.fail(subject(parcel), CmpCheck.SYSTEM_FAILURE, Reception.unexpected(answer));
        yield new Disposition.Settled();
      }
    };
  }

  /** The requester has to be told (RFC 9483 sections 3.6.3 and 5.2.2.2). */
  @Override
  public Disposition unanswered(Parcel parcel, Outcome.Unanswered why) {
    reception.fail(
        subject(parcel),
        why.refused() ? CmpCheck.SYSTEM_FAILURE : CmpCheck.SYSTEM_UNAVAILABLE,
        why.reason());
    return new Disposition.Settled();
  }

  /** Judges an answer that a person brought: one that does not count changes nothing. */
  public Disposition brought(Parcel parcel, Answer answer) {
    var subject = subject(parcel);
    return switch (reception.judge(
        subject.enrollment(), answer.content(), reception.awaited(subject))) {
      case Verdict.Accepted<Received>(Received received) ->
          switch (received.meaning()) {
            case Issued _, Unacceptable _, Revoked _, Informed _, Rejected _, Confirmed _ ->
                reception.keep(subject, received)
                    ? new Disposition.Settled()
                    : again("the operation was answered before, or is over", Optional.empty());
            case Waiting _, PollAgain _ -> settle(parcel, subject, received);
          };
      case Verdict.Refused<Received>(Refusal refusal) ->
          again("it is not believed: " + refusal, Optional.empty());
    };
  }

  private Disposition pkiMessage(Parcel parcel, Answer answer) {
    var subject = subject(parcel);
    return switch (reception.judge(
        subject.enrollment(), answer.content(), reception.awaited(subject))) {
      case Verdict.Accepted<Received>(Received received) -> settle(parcel, subject, received);
      case Verdict.Refused<Received>(Refusal refusal)
          when refusal.check() == CmpCheck.LIMITS && mayRefuse(parcel) -> {
        reception.fail(subject, CmpCheck.SYSTEM_FAILURE, refusal.cause());
        yield new Disposition.Settled();
      }
      case Verdict.Refused<Received>(Refusal refusal) ->
          again(
              "the answer of the authority " + answer.peer() + " is not believed: " + refusal,
              answer.retryAfter());
    };
  }

  /** An authority that gets nothing twice may have certified, whatever it says. */
  private boolean mayRefuse(Parcel parcel) {
    return !once || parcel.isQuestion();
  }

  private Disposition settle(Parcel parcel, Subject subject, Received received) {
    return switch (received.meaning()) {
      case Issued _, Unacceptable _, Revoked _, Informed _, Rejected _, Confirmed _ -> {
        reception.keep(subject, received);
        yield new Disposition.Settled();
      }
      case Waiting(long _, String text) ->
          waitings.delayed(parcel, received.message().encoded(), once)
              ? new Disposition.Settled()
              : again(
                  "the authority has taken it and has not decided: " + text,
                  Optional.of(ASK_AGAIN));
      case PollAgain(long _, Duration checkAfter, String reason) ->
          again("the authority has not decided: " + reason, Optional.of(checkAfter));
    };
  }

  private Subject subject(Parcel parcel) {
    var sent = Stored.sound(CmpMessage.parse(parcel.content(), CmpLimits.batch()));
    var enrollment = enrollments.get(parcel.exchange()).orElseThrow();
    return new Subject(enrollment, asked(enrollment, sent), Optional.of(parcel));
  }

  /** The device's own message that went on as another. */
  private CmpMessage asked(Enrollment enrollment, CmpMessage sent) {
    if (enrollment.form().replaces()) {
      var question = sent.type() == BodyType.certConf ? Question.CONFIRMATION : Question.REQUEST;
      return Stored.sound(
          CmpMessage.parse(enrollments.asked(enrollment, question), CmpLimits.standard()));
    }
    return sent.type() == BodyType.nested ? inner(sent) : sent;
  }

  private static CmpMessage inner(CmpMessage sent) {
    return switch (Stored.sound(NestedMessage.ofRequests(sent))) {
      case NestedMessage.Single single -> single.inner();
      case NestedMessage.Batch _ ->
          throw new IllegalStateException("our own stored message is a batch");
    };
  }

  private static Disposition again(String reason, Optional<Duration> after) {
    return new Disposition.Again(Description.printable(reason), after);
  }
}
