package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import java.time.Duration;
import java.util.Optional;

/** Who understands the answers from a kind of destination. */
@FunctionalInterface
public interface Addressee {

  /** Judges an answer; a settled parcel is settled durably before this returns. */
  Disposition receive(Parcel parcel, Answer answer);

  /** What a parcel comes to that the peer has answered together with others, and left out. */
  default Disposition unanswered(Parcel parcel, Outcome.Unanswered why) {
    return new Disposition.Again(why.reason(), Optional.empty());
  }

  /** What a parcel comes to about which an exchange failed, though the peer is there. */
  default Disposition failed(Parcel parcel, String reason) {
    return new Disposition.Again(reason, Optional.empty());
  }

  /** What a parcel comes to whose way failed, though the peer is there. */
  default Disposition returned(Parcel parcel, String reason) {
    return new Disposition.Again(reason, Optional.empty());
  }

  /** What becomes of the parcel. */
  sealed interface Disposition {

    /** It has its answer. */
    record Settled() implements Disposition {}

    /** It must be sent again, for this reason, and not before the peer wants it. */
    record Again(String reason, Optional<Duration> after) implements Disposition {}

    /**
     * Whether the peer has taken it is not known, and it must not be sent again for that. One that
     * has not left after all is tried again.
     */
    record Indeterminate(String reason) implements Disposition {}

    /**
     * The peer has no time for this one: it waits as long as the peer wants. All else waits only
     * when the peer says so to one device after another.
     */
    record Busy(String reason, Optional<Duration> after) implements Disposition {}

    /** The peer is in trouble, whatever is sent: this and all else waits until it is back. */
    record Away(String reason, Optional<Duration> after) implements Disposition {}
  }
}
