package dev.brski.pledge;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The registrars of one run: which are left to try, and what became of the others. */
final class Registrars {

  private final List<URI> given;
  private final Deque<URI> left;
  private final List<Outcome.Unfinished> setbacks = new ArrayList<>();

  Registrars(List<URI> given) {
    this.given = given;
    this.left = new ArrayDeque<>(given);
  }

  /** Whether the registrar is among those that this run was given, if it was given any. */
  boolean include(URI registrar) {
    return given.isEmpty() || given.contains(registrar);
  }

  /** Whether another one is left. */
  boolean hasOthers() {
    return !left.isEmpty();
  }

  /** The next one, which is not tried again in this run. */
  Optional<URI> next() {
    return Optional.ofNullable(left.poll());
  }

  /** Not to be tried again in this run. */
  void tried(URI registrar) {
    left.remove(registrar);
  }

  /** An attempt came to nothing. */
  void setback(Outcome.Unfinished outcome) {
    setbacks.add(outcome);
  }

  /** How a run ends for which none is left: with a hope, if there is one. */
  Outcome.Unfinished conclusion() {
    return setbacks.stream()
        .filter(Outcome.Unreachable.class::isInstance)
        .reduce((_, last) -> last)
        .or(() -> setbacks.stream().findFirst())
        .orElseThrow(() -> new IllegalStateException("a run has at least one registrar to try"));
  }
}
