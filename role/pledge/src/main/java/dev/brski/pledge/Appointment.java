package dev.brski.pledge;

import java.time.Duration;
import java.time.Instant;

/**
 * When a registrar wants to be asked again. The seconds are kept beside the instant because the
 * timer of a device may start anew with each boot: no wait is ever longer than what was asked for.
 *
 * @param at the timer's reading at which to ask
 * @param seconds how long that was from the moment of the answer, rounded up
 */
record Appointment(Instant at, long seconds) {

  static Appointment in(long seconds, Pause pause) {
    return within(seconds, Long.MAX_VALUE, pause);
  }

  /** The same, but never later than after so many seconds. */
  static Appointment within(long seconds, long most, Pause pause) {
    var told = Duration.ofSeconds(seconds);
    var wait = told.plus(pause.stray(told));
    var latest = Duration.ofSeconds(most);
    var bounded = wait.compareTo(latest) > 0 ? latest : wait;
    return new Appointment(pause.now().plus(bounded), bounded.plusMillis(999).toSeconds());
  }

  /** The same once it is kept: nothing is left to wait for, whatever the timer reads later. */
  Appointment over() {
    return new Appointment(at, 0);
  }

  /** When to ask, seen from the present reading of the timer. */
  Instant seenFrom(Instant now) {
    var latest = now.plus(Duration.ofSeconds(seconds));
    return at.isAfter(latest) ? latest : at;
  }
}
