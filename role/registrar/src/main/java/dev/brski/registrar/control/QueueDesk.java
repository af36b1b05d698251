package dev.brski.registrar.control;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Lifecycle;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.registrar.onboarding.Withdrawals.Outcome;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.verdict.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What an operator does with the queue, the same whether the registrar runs or rests. */
public final class QueueDesk {

  /**
   * An exchange that was withdrawn.
   *
   * @param exchange its id
   * @param device the device's serial number
   * @param before where it stood, in words
   * @param mayHaveArrived whether the peer upstream may have the request
   * @param advice what to do there, if so
   */
  public record Cancelled(
      String exchange,
      String device,
      String before,
      boolean mayHaveArrived,
      Optional<String> advice) {}

  /** What a person has found out about a message of an unknown fate. */
  public sealed interface Found {

    /** The authority has it not; it is to be sent once more. */
    record NotThere() implements Found {}

    /** The authority has answered: its PKIMessage. */
    record Answered(byte[] message) implements Found {}

    /** It is not wanted any more. */
    record Unwanted() implements Found {}
  }

  /**
   * A message whose fate is known now.
   *
   * @param exchange the id of what it belongs to
   * @param device the device's serial number
   * @param how what becomes of it, in words
   */
  public record Resolved(String exchange, String device, String how) {}

  /** Takes in an answer that did not come over the line. */
  @FunctionalInterface
  public interface Intake {

    /** The same judgement as of one that did. */
    Addressee.Disposition take(Parcel parcel, byte[] message);
  }

  private final Onboarding onboarding;
  private final Predicate<Parcel> mayHaveLeft;
  private final Runnable changed;
  private final Optional<Intake> intake;
  private final InstantSource clock;

  /**
   * @param mayHaveLeft whether a parcel without a recorded attempt may have been sent all the same
   * @param changed called after something was made due
   */
  public QueueDesk(
      Onboarding onboarding, Predicate<Parcel> mayHaveLeft, Runnable changed, InstantSource clock) {
    this(onboarding, mayHaveLeft, changed, Optional.empty(), clock);
  }

  /**
   * The same of a registrar that runs.
   *
   * @param intake judges the answers that persons bring
   */
  public QueueDesk(
      Onboarding onboarding,
      Predicate<Parcel> mayHaveLeft,
      Runnable changed,
      Intake intake,
      InstantSource clock) {
    this(onboarding, mayHaveLeft, changed, Optional.of(intake), clock);
  }

  private QueueDesk(
      Onboarding onboarding,
      Predicate<Parcel> mayHaveLeft,
      Runnable changed,
      Optional<Intake> intake,
      InstantSource clock) {
    this.intake = intake;
    this.onboarding = onboarding;
    this.mayHaveLeft = mayHaveLeft;
    this.changed = changed;
    this.clock = clock;
  }

  /** The upstream messages that are wanted, oldest first. */
  public List<Queue.Line> list(Queue.Filter filter) {
    return onboarding.queue().lines(filter);
  }

  /** An exchange, by its id or that of one of its upstream messages. */
  public Verdict<Queue.Sheet> show(String id) {
    return onboarding
        .queue()
        .sheet(id)
        .map(Verdict::accepted)
        .orElseGet(() -> Verdict.refused(SetupCheck.QUEUE_ID, unknown(id), "See: brski queue ls."));
  }

  /** Makes due now what waits under an id, or everything; and says how much that is. */
  public Verdict<Integer> retry(Optional<String> id) {
    var now = clock.instant();
    if (id.isPresent() && !onboarding.parcels().retry(id.get(), now)) {
      return show(id.get())
          .flatMap(
              sheet ->
                  Verdict.refused(
                      SetupCheck.QUEUE_OPEN,
                      "nothing of it waits to be sent; its state: " + sheet.state(),
                      "Only what waits can be tried again: brski queue ls --waiting."));
    }
    int due = id.isPresent() ? 1 : onboarding.parcels().retryAll(now);
    changed.run();
    return Verdict.accepted(due);
  }

  /** Goes on with a message of which nobody here knew whether the authority has it. */
  public Verdict<Resolved> resolve(String id, Found found, Order order) {
    var parcel = onboarding.resolutions().indeterminate(id);
    if (parcel.isEmpty()) {
      return show(id).flatMap(_ -> determinate(id));
    }
    return switch (found) {
      case Found.NotThere() -> {
        boolean sent = onboarding.resolutions().sendAgain(parcel.get(), order);
        changed.run();
        yield sent
            ? Verdict.accepted(resolved(parcel.get(), "it is sent once more"))
            : determinate(id);
      }
      case Found.Answered(byte[] message) -> answered(parcel.get(), message, order);
      case Found.Unwanted() ->
          cancel(id, order)
              .map(
                  _ ->
                      resolved(
                          parcel.get(),
                          "it is withdrawn, and the device is told so when it asks again"));
    };
  }

  private Verdict<Resolved> answered(Parcel parcel, byte[] message, Order order) {
    if (intake.isEmpty()) {
      return Verdict.refused(
          SetupCheck.QUEUE_AT_REST,
          "this registrar is at rest",
          "Start it, and do this again: brski registrar run.");
    }
    if (!onboarding.resolutions().answerGiven(parcel, order, message)) {
      return determinate(parcel.id());
    }
    return switch (intake.get().take(parcel, message)) {
      case Addressee.Disposition.Settled() ->
          Verdict.accepted(resolved(parcel, "the answer is taken in"));
      case Addressee.Disposition.Again(String reason, Optional<Duration> _) -> unbelieved(reason);
      case Addressee.Disposition.Indeterminate(String reason) -> unbelieved(reason);
      case Addressee.Disposition.Busy(String reason, Optional<Duration> _) -> unbelieved(reason);
      case Addressee.Disposition.Away(String reason, Optional<Duration> _) -> unbelieved(reason);
    };
  }

  private static Resolved resolved(Parcel parcel, String how) {
    return new Resolved(parcel.exchange(), parcel.serialNumber(), how);
  }

  private static Verdict<Resolved> unbelieved(String reason) {
    return Verdict.refused(
        SetupCheck.QUEUE_ANSWER,
        reason,
        "Give the PKIMessage that the authority made for this very request, as it came, in DER.");
  }

  private static Verdict<Resolved> determinate(String id) {
    return Verdict.refused(
        SetupCheck.QUEUE_INDETERMINATE,
        "nothing under " + id + " is of an unknown fate",
        "See what is: brski queue ls --waiting.");
  }

  /** Withdraws this registrar's consent to an exchange. */
  public Verdict<Cancelled> cancel(String id, Order order) {
    boolean leaving = onboarding.parcels().waiting(id).stream().anyMatch(mayHaveLeft);
    return switch (onboarding.withdrawals().withdraw(id, order)) {
      case Outcome.Unknown() ->
          Verdict.refused(SetupCheck.QUEUE_ID, unknown(id), "See: brski queue ls.");
      case Outcome.Over(String exchange, String device, Lifecycle.State state) ->
          Verdict.refused(
              SetupCheck.QUEUE_OPEN,
              "the exchange %s of device %s has ended: %s"
                  .formatted(exchange, device, state.title()),
              "What has ended cannot be withdrawn. A certificate that was issued stays"
                  + " valid: no command revokes it yet.");
      case Outcome.Withdrawn withdrawn -> Verdict.accepted(cancelled(withdrawn, leaving));
    };
  }

  /**
   * @param leaving whether a parcel may have left before it was withdrawn: one whose answer comes
   *     in at that moment is with its carrier before, and not after
   */
  private Cancelled cancelled(Outcome.Withdrawn withdrawn, boolean leaving) {
    boolean arrived =
        leaving
            || withdrawn
                .parcel()
                .map(parcel -> parcel.attempts() > 0 || mayHaveLeft.test(parcel))
                .orElse(true);
    return new Cancelled(
        withdrawn.exchange(),
        withdrawn.device(),
        withdrawn.before().title(),
        arrived,
        arrived ? Optional.of(advice(withdrawn)) : Optional.empty());
  }

  private static String advice(Outcome.Withdrawn withdrawn) {
    var device = withdrawn.device();
    return switch (withdrawn.before()) {
      case Enrollment.State.ISSUED, Enrollment.State.CONFIRMING ->
          "The authority has issued a certificate for device %s: `brski authority certificates` shows it, and `brski authority revoke` ends it."
              .formatted(device);
      case Imprint.State.VOUCHERED ->
          "The device may have its voucher already, and trust this domain; no certificate is given"
              + " for it here without a new request.";
      default ->
          withdrawn
              .parcel()
              .map(parcel -> advice(parcel.destination(), device))
              .orElseGet(() -> atAuthority(device));
    };
  }

  private static String advice(Destination destination, String device) {
    return switch (destination) {
      case Destination.Masa masa ->
          "The MASA of %s may have the request: its audit log may name this domain for device %s. Ask the manufacturer if that matters."
              .formatted(masa.manufacturer(), device);
      case Destination.Authority _ -> atAuthority(device);
    };
  }

  private static String atAuthority(String device) {
    return "The authority may have the request, and may issue: look there with `brski authority certificates` for device %s, and deny or revoke what you find."
        .formatted(device);
  }

  private static String unknown(String id) {
    return "neither an exchange nor an upstream message has the id " + id;
  }
}
