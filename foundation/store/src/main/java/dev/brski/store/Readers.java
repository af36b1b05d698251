package dev.brski.store;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few sessions that only read; each reading sees one moment of the store. */
final class Readers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Readers.class);

  private final Sqlite database;
  private final int most;
  private final Semaphore free;
  private final Queue<Session> idle = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean troubled = new AtomicBoolean();
  private volatile boolean closed;

  Readers(Sqlite database, int most) {
    this.database = database;
    this.most = most;
    this.free = new Semaphore(most);
  }

  <T> T read(Query<T> query) {
    free.acquireUninterruptibly();
    try {
      if (closed) {
        throw new StoreUnavailable("The store " + database.file() + " is closed.");
      }
      return readOnce(query);
    } catch (StoreUnavailable e) {
      if (!closed && !troubled.getAndSet(true)) {
        log.error("Nothing can be read until this ends: {}", e.getMessage());
      }
      throw e;
    } finally {
      free.release();
    }
  }

  private <T> T readOnce(Query<T> query) {
    var session = Optional.ofNullable(idle.poll()).orElseGet(database::openReader);
    var sound = false;
    try {
      var result = read(session, query);
      sound = true;
      if (troubled.compareAndSet(true, false)) {
        log.info("The store {} can be read again.", database.file());
      }
      return result;
    } finally {
      if (sound) {
        idle.add(session);
      } else {
        discard(session);
      }
    }
  }

  static <T> T read(Session session, Query<T> query) {
    session.execute(Sqlite.BEGIN_READING);
    var reading = new Reading(session);
    try {
      return query.in(reading);
    } finally {
      reading.end();
      session.execute("ROLLBACK");
    }
  }

  private static void discard(Session session) {
    try {
      session.close();
    } catch (RuntimeException e) {
      log.warn("A reader of the store could not be closed: {}", e.getMessage());
    }
  }

  /** Waits for the readings that go on, and ends. */
  @Override
  public void close() {
    closed = true;
    free.acquireUninterruptibly(most);
    idle.forEach(Readers::discard);
    free.release(most);
  }
}
