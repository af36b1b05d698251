package dev.brski.pledge;

import java.time.Duration;
import java.time.Instant;

/**
 * When a registrar wants to be asked again. The seconds are kept beside the instant because the
 * timer of a device may start anew with each boot: no wait is ever longer than what was asked for.
 *
 * @param at the timer's reading at which to ask
 * @param seconds how long that was from the moment of the answer
 */
record Appointment(Instant at, long seconds) {

  static Appointment in(long seconds, Instant now) {
    return new Appointment(now.plusSeconds(seconds), seconds);
  }

  /** When to ask, seen from the present reading of the timer. */
  Instant seenFrom(Instant now) {
    var latest = now.plus(Duration.ofSeconds(seconds));
    return at.isAfter(latest) ? latest : at;
  }
}
