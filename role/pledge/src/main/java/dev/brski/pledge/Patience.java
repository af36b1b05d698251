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
   * @return how much of the time that was asked for has passed, when it is to ask; otherwise the
   *     run ends
   * @throws InterruptedException when the waiting is given up
   */
  Optional<Duration> until(Appointment appointment) throws InterruptedException {
    var now = pause.now();
    var at = appointment.seenFrom(now);
    var whole = Duration.ofSeconds(appointment.seconds());
    if (!at.isAfter(now)) {
      return Optional.of(whole);
    }
    if (end.filter(at::isAfter).isPresent()) {
      return asked ? Optional.empty() : Optional.of(whole.minus(Duration.between(now, at)));
    }
    pause.until(at);
    return Optional.of(whole);
  }
}
