package dev.brski.pledge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long one run may still wait. */
final class Patience {

  private final Pause pause;
  private final Optional<Instant> end;
  private boolean asked;

  Patience(Pause pause, Optional<Duration> wait) {
    this.pause = pause;
    this.end = wait.map(pause.now()::plus);
  }

  /** A question went out in this run, so that the next one has to wait for its time. */
  void asked() {
    asked = true;
  }

  /**
   * Lets time pass until the appointment. A run that has not asked anything yet and may not wait so
   * long asks at once: its operator wants to know whether there is an answer by now.
   *
   * @return whether to ask; otherwise the run ends
   * @throws InterruptedException when the waiting is given up
   */
  boolean until(Appointment appointment) throws InterruptedException {
    var now = pause.now();
    var at = appointment.seenFrom(now);
    if (!at.isAfter(now)) {
      return true;
    }
    if (end.filter(at::isAfter).isPresent()) {
      return !asked;
    }
    pause.until(at);
    return true;
  }
}
