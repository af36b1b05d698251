package dev.brski.registrar.onboarding;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Wakes the endpoints that wait for a change of an imprint or enrollment. */
final class Bells {

  private final ConcurrentHashMap<String, Set<Semaphore>> waiting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Wakes whoever waits for the subject. */
  void ring(String subject) {
    waiting.getOrDefault(subject, Set.of()).forEach(Semaphore::release);
  }

  /** Wakes everybody, now and from now on: the program is ending. */
  void close() {
    closed = true;
    waiting.keySet().forEach(this::ring);
  }

  /**
   * What the probe finds, asked at once and after every change of the subject until the time is up.
   */
  <T> Optional<T> await(String subject, Duration most, Supplier<Optional<T>> probe)
      throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    var bell = new Semaphore(0);
    waiting.compute(
        subject,
        (_, others) -> {
          var all = others == null ? ConcurrentHashMap.<Semaphore>newKeySet() : others;
          all.add(bell);
          return all;
        });
    try {
      while (true) {
        var found = probe.get();
        long left = end - System.nanoTime();
        if (found.isPresent() || left <= 0 || closed) {
          return found;
        }
        if (bell.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          bell.drainPermits();
        }
      }
    } finally {
      waiting.computeIfPresent(
          subject,
          (_, all) -> {
            all.remove(bell);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
