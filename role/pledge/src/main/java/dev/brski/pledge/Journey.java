package dev.brski.pledge;

import dev.brski.verdict.Refusal;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One run: where the pledge stands, on disk and here, whom it is connected to, and which registrars
 * are left to try. Its steps return an outcome to end the run, or none to go on.
 */
final class Journey implements AutoCloseable {

  /** Opens the kind of connection that a step needs. */
  interface Opening {
    Contact open() throws PeerFailure;
  }

  private final Tools tools;
  private final OnboardOptions options;
  private final PledgeFolder folder;
  private final BirthCertificate birth;
  private final Patience patience;
  private final Deque<URI> left;
  private final List<Outcome> setbacks = new ArrayList<>();
  private Saved saved;
  private Optional<Contact> contact = Optional.empty();
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
    this.left = new ArrayDeque<>(options.registrars());
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

  /** The next registrar that was not tried in this run. */
  Optional<URI> nextRegistrar() {
    heard = false;
    return Optional.ofNullable(left.poll());
  }

  /** Not to be tried in this run any more. */
  void tried(URI registrar) {
    left.remove(registrar);
  }

  /** The registrar is there, so a failure from now on is worth a wait. */
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

  /** Waits for the time that was agreed; false when this run may not wait so long. */
  boolean until(Appointment appointment) throws InterruptedException {
    return patience.until(appointment);
  }

  /** The connection over which the last message was exchanged. */
  Contact contact() {
    return contact.orElseThrow(() -> new IllegalStateException("no connection is in use"));
  }

  /** The connection in use, or a new one. */
  Contact contact(Opening opening) throws PeerFailure {
    if (contact.isEmpty()) {
      contact = Optional.of(opening.open());
    }
    return contact.get();
  }

  /**
   * Sends a message over the connection in use; when that has ended since it was last used, once
   * more over a new one.
   */
  Reply send(URI registrar, String name, Call call, Opening opening) throws PeerFailure {
    boolean old = contact.filter(Contact::isUsed).isPresent();
    try {
      return sendOnce(registrar, name, call, opening);
    } catch (PeerFailure failure) {
      hangUp();
      if (!old) {
        throw failure;
      }
      tell(new Event.Failed(registrar, name, reason(failure)));
      return sendOnce(registrar, name, call, opening);
    }
  }

  private Reply sendOnce(URI registrar, String name, Call call, Opening opening)
      throws PeerFailure {
    var connection = contact(opening);
    tell(new Event.Sent(registrar, name, call.body().length));
    return connection.exchange(call);
  }

  /** Ends the connection in use, if there is one. */
  void hangUp() {
    contact.ifPresent(Contact::close);
    contact = Optional.empty();
  }

  /** A registrar turned out not to be the one, or would not have this device. */
  Optional<Outcome> rejected(URI registrar, Refusal refusal) throws IOException {
    hangUp();
    var known = refusal.device().isPresent() ? refusal : refusal.withDevice(birth.serialNumber());
    tell(new Event.Rejected(registrar, known));
    setbacks.add(new Outcome.Refused(registrar, known));
    saved = saved.failedAt(registrar, now());
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
    hangUp();
    tell(new Event.Failed(registrar, step, cause));
    saved = saved.failedAt(registrar, now());
    folder.save(saved);
    var setback = unreachable(registrar, step, cause);
    patience.asked();
    if (heard) {
      return until(backoff(registrar)) ? Optional.empty() : Optional.of(setback);
    }
    setbacks.add(setback);
    if (bound) {
      return Optional.of(setback);
    }
    if (left.isEmpty()) {
      return Optional.of(conclusion());
    }
    moveTo(new Progress.Idle(true));
    return Optional.empty();
  }

  /** As above, for a connection that failed. */
  Optional<Outcome> troubled(URI registrar, String step, PeerFailure failure, boolean bound)
      throws IOException, InterruptedException {
    return troubled(registrar, step, reason(failure), bound);
  }

  /** An attempt came to nothing without anybody having refused anything. */
  Optional<Outcome> gaveUp(URI registrar, String step, String cause) throws IOException {
    hangUp();
    tell(new Event.Failed(registrar, step, cause));
    setbacks.add(unreachable(registrar, step, cause));
    saved = saved.failedAt(registrar, now());
    moveTo(new Progress.Idle(true));
    return Optional.empty();
  }

  private Appointment backoff(URI registrar) {
    var kept = saved.backoffs().get(registrar);
    return kept == null ? Backoff.first(now()).next() : kept.next();
  }

  private Outcome unreachable(URI registrar, String step, String cause) {
    return new Outcome.Unreachable(
        registrar,
        step,
        cause,
        "Look whether the registrar and what is behind it are up and reachable, then run this"
            + " again.");
  }

  /** How a run ends for which no registrar is left: with a hope, if there is one. */
  Outcome conclusion() {
    Collection<Outcome> all = setbacks;
    return all.stream()
        .filter(Outcome.Unreachable.class::isInstance)
        .reduce((_, last) -> last)
        .or(() -> all.stream().findFirst())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no registrar is known: name one as https://HOST[:PORT]"));
  }

  private static String reason(PeerFailure failure) {
    return String.valueOf(failure.getMessage());
  }

  @Override
  public void close() {
    hangUp();
  }
}
