package dev.brski.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Jobs in the order they came, not more than so many; who brings one more waits for a place. */
final class JobQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Queue<Job<?>> jobs = new ArrayDeque<>();
  private final int capacity;
  private boolean closed;

  JobQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Brings a job; false if the queue takes no more, for good. */
  boolean bring(Job<?> job) {
    lock.lock();
    try {
      while (jobs.size() == capacity && !closed) {
        room.awaitUninterruptibly();
      }
      if (!closed) {
        jobs.add(job);
        changed.signal();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for jobs and takes those that are there; none only when the queue is closed and empty.
   */
  List<Job<?>> take(int most) {
    lock.lock();
    try {
      while (jobs.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      var taken = new ArrayList<Job<?>>();
      while (taken.size() < most && !jobs.isEmpty()) {
        taken.add(jobs.remove());
      }
      room.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
