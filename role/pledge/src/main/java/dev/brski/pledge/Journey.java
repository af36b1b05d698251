package dev.brski.pledge;

import dev.brski.verdict.Refusal;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run: where the pledge stands, on disk and here, and what it makes of failures. Its steps
 * return an outcome to end the run, or none to go on.
 */
final class Journey implements AutoCloseable {

  private final Tools tools;
  private final OnboardOptions options;
  private final PledgeFolder folder;
  private final BirthCertificate birth;
  private final Patience patience;
  private final Registrars registrars;
  private final Line line;
  private Saved saved;
  private boolean heard;

  Journey(
      Tools tools,
      OnboardOptions options,
      PledgeFolder folder,
      BirthCertificate birth,
      Saved saved) {
    this.tools = tools;
    this.options = options;
    this.folder = folder;
    this.birth = birth;
    this.saved = saved;
    this.patience = new Patience(tools.pause(), options.patience());
    this.registrars = new Registrars(given(options, saved.progress()));
    this.line = new Line(tools.observer());
  }

  /** Without another word the device turns to who had enrolled it. */
  private static List<URI> given(OnboardOptions options, Progress progress) {
    return options.registrars().isEmpty() && progress instanceof Progress.Revoked revoked
        ? List.of(revoked.registrar())
        : options.registrars();
  }

  Tools tools() {
    return tools;
  }

  OnboardOptions options() {
    return options;
  }

  PledgeFolder folder() {
    return folder;
  }

  BirthCertificate birth() {
    return birth;
  }

  Registrars registrars() {
    return registrars;
  }

  Line line() {
    return line;
  }

  Progress progress() {
    return saved.progress();
  }

  Instant now() {
    return tools.pause().now();
  }

  void tell(Event event) {
    tools.observer().observe(event);
  }

  /** Writes where the pledge is now, before anything else is done about it. */
  void moveTo(Progress next) throws IOException {
    var before = saved.progress().state();
    saved = saved.to(next, now());
    folder.save(saved);
    if (next.state() != before) {
      tell(new Event.Entered(next.state()));
    }
  }

  /** The operation of a kind that is under way. */
  Optional<Errand> errand(Errand.Kind kind) {
    return Optional.ofNullable(saved.errands().get(kind));
  }

  /** Writes where an operation is now, before anything else is done about it. */
  void keep(Errand.Kind kind, Errand errand) throws IOException {
    saved = saved.with(kind, errand);
    folder.save(saved);
  }

  /** An operation has come to its end, whichever. */
  void forget(Errand.Kind kind) throws IOException {
    saved = saved.without(kind);
    folder.save(saved);
  }

  /**
   * Waits for the time that was agreed, and says how much of it has passed; none when this run may
   * not wait so long.
   */
  Optional<Duration> until(Appointment appointment) throws InterruptedException {
    return patience.until(appointment);
  }

  /** Nothing is known of the registrar that is turned to. */
  void turned() {
    heard = false;
  }

  /** The registrar answers, so a failure from now on is worth a wait. */
  void heard() {
    heard = true;
    patience.asked();
  }

  /** The registrar keeps its side of the exchange; its failures before are forgotten. */
  void succeeded(URI registrar) throws IOException {
    if (saved.backoffs().containsKey(registrar)) {
      saved = saved.succeededAt(registrar);
      folder.save(saved);
    }
  }

  /** A registrar turned out not to be the one, or would not have this device. */
  Optional<Outcome> rejected(URI registrar, Refusal refusal) throws IOException {
    registrars.tried(registrar);
    registrars.setback(refusal(registrar, refusal));
    moveTo(new Progress.Idle(true));
    return Optional.empty();
  }

  /** A registrar refuses, or is refused; it deserves another attempt later. */
  Outcome.Refused refused(URI registrar, Refusal why) throws IOException {
    var outcome = refusal(registrar, why);
    folder.save(saved);
    return outcome;
  }

  private Outcome.Refused refusal(URI registrar, Refusal refusal) {
    line.hangUp();
    var known = refusal.device().isPresent() ? refusal : refusal.withDevice(birth.serialNumber());
    tell(new Event.Rejected(registrar, known));
    saved = saved.failedAt(registrar, tools.pause());
    return new Outcome.Refused(registrar, known);
  }

  /** An attempt came to nothing without anybody having refused anything. */
  Optional<Outcome> gaveUp(URI registrar, String step, String cause) throws IOException {
    registrars.setback(failure(registrar, step, cause));
    moveTo(new Progress.Idle(true));
    return Optional.empty();
  }

  /**
   * A registrar cannot be reached or is out of order. One that had been heard before gets another
   * chance when its back-off is over; for one that had not, the next registrar is tried, unless the
   * pledge is already bound to this one. What is outstanding stays so.
   */
  Optional<Outcome> troubled(URI registrar, String step, String cause, boolean bound)
      throws IOException, InterruptedException {
    if (heard || bound) {
      return away(registrar, step, cause).map(failure -> failure);
    }
    registrars.setback(failure(registrar, step, cause));
    patience.asked();
    if (!registrars.hasOthers()) {
      return Optional.of(registrars.conclusion());
    }
    moveTo(new Progress.Idle(true));
    return Optional.empty();
  }

  /** The registrar that the pledge is bound to cannot be reached, or is out of order. */
  Optional<Outcome.Unreachable> away(URI registrar, String step, String cause)
      throws IOException, InterruptedException {
    var failure = failure(registrar, step, cause);
    patience.asked();
    return heard && until(backoff(registrar)).isPresent() ? Optional.empty() : Optional.of(failure);
  }

  /** As above, for a connection that failed. */
  Optional<Outcome> troubled(URI registrar, String step, PeerFailure failure, boolean bound)
      throws IOException, InterruptedException {
    return troubled(registrar, step, String.valueOf(failure.getMessage()), bound);
  }

  private Outcome.Unreachable failure(URI registrar, String step, String cause) throws IOException {
    line.hangUp();
    tell(new Event.Failed(registrar, step, cause));
    saved = saved.failedAt(registrar, tools.pause());
    folder.save(saved);
    return new Outcome.Unreachable(
        registrar,
        step,
        cause,
        "Look whether the registrar and what is behind it are up and reachable, then run this"
            + " again.",
        backoff(registrar).at());
  }

  /** When a registrar that came to nothing may be tried again. */
  Appointment backoff(URI registrar) {
    var kept = saved.backoffs().get(registrar);
    return kept == null ? Backoff.first(tools.pause()).next() : kept.next();
  }

  @Override
  public void close() {
    line.close();
  }
}
