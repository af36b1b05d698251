package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import java.time.Duration;
import java.util.Optional;

/** Who understands the answers from a kind of destination. */
@FunctionalInterface
public interface Addressee {

  /** Judges an answer; a settled parcel is settled durably before this returns. */
  Disposition receive(Parcel parcel, Answer answer);

  /** What becomes of the parcel. */
  sealed interface Disposition {

    /** It has its answer. */
    record Settled() implements Disposition {}

    /** It must be sent again, for this reason, and not before the peer wants it. */
    record Again(String reason, Optional<Duration> after) implements Disposition {}
  }
}
