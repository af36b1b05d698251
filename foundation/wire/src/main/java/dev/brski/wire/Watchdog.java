package dev.brski.wire;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something drastic unless it is closed in time. */
final class Watchdog implements AutoCloseable {

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean bitten;

  Watchdog(Duration limit, Runnable bite) {
    Thread.ofVirtual().name("deadline").start(() -> watch(limit, bite));
  }

  /** Whether it came to that. */
  boolean bitten() {
    return bitten;
  }

  @Override
  public void close() {
    done.countDown();
  }

  private void watch(Duration limit, Runnable bite) {
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        bitten = true;
        bite.run();
      }
    } catch (InterruptedException _) {
      bitten = true;
      bite.run();
    }
  }
}
