package dev.brski.pledge;

import dev.brski.verdict.Refusal;
import java.io.IOException;
import java.util.Optional;

/** An operation of a device that knows its domain: begun, gone on with, ended. */
final class Duty {

  private final Journey journey;
  private final Affiliation affiliation;
  private final Errand.Kind kind;
  private final CmpClient cmp;
  private final Operation operation;

  Duty(Journey journey, Affiliation affiliation, Errand.Kind kind, Awaited awaited) {
    this.journey = journey;
    this.affiliation = affiliation;
    this.kind = kind;
    this.cmp = affiliation.client(journey);
    this.operation =
        new Operation(
            journey,
            cmp,
            awaited,
            affiliation.party(journey),
            next -> journey.keep(kind, Errand.of(next)));
  }

  /** The messages that it consists of. */
  CmpClient cmp() {
    return cmp;
  }

  /** What is under way of its kind with the same credential; what is not is given up. */
  Optional<Transaction> underWay() throws IOException {
    var errand = journey.errand(kind);
    if (errand.isPresent() && !cmp.hasBegun(errand.get().transaction())) {
      journey.forget(kind);
      return Optional.empty();
    }
    return errand.map(Errand::transaction);
  }

  /** Begins it; the request is on disk when this returns. */
  void begin(Transaction transaction) throws IOException {
    journey.keep(kind, Errand.of(transaction));
  }

  /** Goes on until there is an end. */
  End end() throws IOException, InterruptedException {
    while (true) {
      var end = operation.advance(journey.errand(kind).orElseThrow().transaction());
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /** It has come to nothing, and will not come to more. */
  Outcome.Refused refused(Refusal refusal) throws IOException {
    journey.forget(kind);
    return journey.refused(affiliation.registrar(), refusal);
  }

  /** Somebody else is where the registrar was: what is under way stays so. */
  Outcome.Refused met(End.Stranger stranger) throws IOException {
    return journey.refused(affiliation.registrar(), stranger.failure().refusal().orElseThrow());
  }
}
