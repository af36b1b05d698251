package dev.brski.pledge;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The content of {@code data/state.json}.
 *
 * @param version of this format
 * @param since the timer's reading when the state was entered
 * @param backoffs the registrars that came to nothing, and when each may be tried again
 * @param progress how far the pledge is
 * @param errands what is under way beside that, while there is a domain
 */
record Saved(
    int version,
    Instant since,
    Map<URI, Backoff> backoffs,
    Progress progress,
    Map<Errand.Kind, Errand> errands) {

  static final int VERSION = 3;

  Saved {
    backoffs = Map.copyOf(backoffs);
    errands = Map.copyOf(errands);
  }

  static Saved fresh(Instant now) {
    return new Saved(VERSION, now, Map.of(), new Progress.Idle(false), Map.of());
  }

  Saved to(Progress next, Instant now) {
    return new Saved(
        VERSION,
        next.state() == progress.state() ? since : now,
        backoffs,
        next,
        next.knowsDomain() ? errands : Map.of());
  }

  Saved failedAt(URI registrar, Pause pause) {
    var changed = new LinkedHashMap<>(backoffs);
    var before = backoffs.get(registrar);
    changed.put(registrar, before == null ? Backoff.first(pause) : before.again(pause));
    return new Saved(VERSION, since, changed, progress, errands);
  }

  Saved succeededAt(URI registrar) {
    var changed = new LinkedHashMap<>(backoffs);
    changed.remove(registrar);
    return new Saved(VERSION, since, changed, progress, errands);
  }

  Saved with(Errand.Kind kind, Errand errand) {
    var changed = new LinkedHashMap<>(errands);
    changed.put(kind, errand);
    return new Saved(VERSION, since, backoffs, progress, changed);
  }

  Saved without(Errand.Kind kind) {
    var changed = new LinkedHashMap<>(errands);
    changed.remove(kind);
    return new Saved(VERSION, since, backoffs, progress, changed);
  }

  /** The messages that must be kept. */
  List<StoredMessage> messages() {
    return Stream.concat(
            progress.messages().stream(),
            errands.values().stream().flatMap(errand -> errand.transaction().messages().stream()))
        .toList();
  }

  /** Whether the key that a certificate is being asked for must be kept. */
  boolean needsKey() {
    return progress.needsKey() || errands.containsKey(Errand.Kind.RENEWAL);
  }

  /** Whether a newer certificate is on its way into the place of the one before. */
  boolean replaces() {
    var renewal = errands.get(Errand.Kind.RENEWAL);
    return renewal != null && renewal.settled();
  }
}
