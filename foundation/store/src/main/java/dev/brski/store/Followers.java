package dev.brski.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Those who wait for the journal to grow, and the last line that is durable. */
final class Followers {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private JournalHead head = JournalHead.EMPTY;
  private boolean over;

  /** Makes known that the journal is durable up to here. */
  void publish(JournalHead durable) {
    lock.lock();
    try {
      if (durable.seq() > head.seq()) {
        head = durable;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  JournalHead head() {
    lock.lock();
    try {
      return head;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a line after this one; whether there is one. */
  boolean awaitAfter(long seq, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.NANOSECONDS.convert(atMost);
      while (head.seq() <= seq && !over && left > 0) {
        left = changed.awaitNanos(left);
      }
      return head.seq() > seq;
    } finally {
      lock.unlock();
    }
  }

  /** Lets everybody go. */
  void close() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
