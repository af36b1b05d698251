package dev.brski.pledge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A timer that a test moves: whoever waits finds the time already there. */
final class MovedTime implements Pause {

  static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private static final int MOST_WAITS = 1000;

  final List<Duration> waits = new ArrayList<>();
  private Instant now = START;
  private int straying;
  private Consumer<Instant> atEachWait = instant -> {};

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public void until(Instant instant) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (this) {
      if (waits.size() > MOST_WAITS) {
        throw new AssertionError("it waits and waits");
      }
      waits.add(Duration.between(now, instant));
      if (instant.isAfter(now)) {
        now = instant;
      }
    }
    atEachWait.accept(instant);
  }

  @Override
  public Duration stray(Duration wait) {
    return wait.multipliedBy(straying).dividedBy(100);
  }

  /** How much longer than told the device waits, in per cent. */
  void strayBy(int percent) {
    straying = percent;
  }

  synchronized void move(Duration by) {
    now = now.plus(by);
  }

  void atEachWait(Consumer<Instant> what) {
    atEachWait = what;
  }
}
