package dev.brski.pledge;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of {@code data/state.json}.
 *
 * @param version of this format
 * @param since the timer's reading when the state was entered
 * @param backoffs the registrars that came to nothing, and when each may be tried again
 * @param progress how far the pledge is
 */
record Saved(int version, Instant since, Map<URI, Backoff> backoffs, Progress progress) {

  static final int VERSION = 2;

  Saved {
    backoffs = Map.copyOf(backoffs);
  }

  static Saved fresh(Instant now) {
    return new Saved(VERSION, now, Map.of(), new Progress.Idle(false));
  }

  Saved to(Progress next, Instant now) {
    return new Saved(VERSION, next.state() == progress.state() ? since : now, backoffs, next);
  }

  Saved failedAt(URI registrar, Pause pause) {
    var changed = new LinkedHashMap<>(backoffs);
    var before = backoffs.get(registrar);
    changed.put(registrar, before == null ? Backoff.first(pause) : before.again(pause));
    return new Saved(VERSION, since, changed, progress);
  }

  Saved succeededAt(URI registrar) {
    var changed = new LinkedHashMap<>(backoffs);
    changed.remove(registrar);
    return new Saved(VERSION, since, changed, progress);
  }
}
