package dev.brski.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the store.
 *
 * <p>It takes all jobs that wait, carries each out in a savepoint of one transaction, commits once,
 * and only then lets the callers know. When the disk refuses, none of these jobs counts, and the
 * next one begins with a new session.
 */
final class Writer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Writer.class);
  private static final int WAITING = 4096;
  private static final int GROUP = 512;

  private final Sqlite database;
  private final Journal journal;
  private final IdMark idMark;
  private final Followers followers;
  private final JobQueue queue = new JobQueue(WAITING);
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Thread thread;
  private Optional<Session> session;
  private boolean troubled;
  private volatile Counts counts = new Counts(0, 0, 0, 0);

  Writer(
      Sqlite database, Session session, InstantSource clock, IdMark idMark, Followers followers) {
    this.database = database;
    this.journal = new Journal(clock);
    this.idMark = idMark;
    this.followers = followers;
    this.session = Optional.of(session);
    journal.resume(session);
    followers.publish(journal.head());
    this.thread = Thread.ofPlatform().daemon().name("store-writer").unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  <T> T commit(Work<T> work) {
    requireOutside();
    var job = new Job<>(work);
    if (!queue.bring(job)) {
      throw new StoreUnavailable("The store " + database.file() + " is closed.");
    }
    return job.result();
  }

  /** Refuses what would wait for the writer, or look past it, from within the writer's own work. */
  void requireOutside() {
    if (Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("within a commit, use its transaction");
    }
  }

  Counts counts() {
    return counts;
  }

  private void work() {
    try {
      for (var group = queue.take(GROUP); !group.isEmpty(); group = queue.take(GROUP)) {
        carryOut(group);
      }
    } finally {
      ended.complete(true);
    }
  }

  private void carryOut(List<Job<?>> group) {
    try {
      var done = commit(group);
      count(done > 0 ? 1 : 0, done, group.size() - done, 0);
      if (troubled) {
        troubled = false;
        log.info("The store {} can be written again.", database.file());
      }
      followers.publish(journal.head());
      group.forEach(Job::settle);
    } catch (Throwable e) {
      abandon(group, e);
    }
  }

  private int commit(List<Job<?>> group) {
    var current = session();
    current.execute(Sqlite.BEGIN);
    int done = 0;
    for (var job : group) {
      if (attempt(current, job)) {
        done++;
      }
    }
    if (done == 0) {
      current.execute("ROLLBACK");
    } else {
      journal.save(current);
      idMark.save(current);
      current.execute("COMMIT");
    }
    return done;
  }

  private boolean attempt(Session current, Job<?> job) {
    var before = journal.head();
    current.execute("SAVEPOINT job");
    var done = job.carryOut(new Transaction(current, journal));
    if (!done) {
      journal.returnTo(before);
      current.execute("ROLLBACK TO SAVEPOINT job");
    }
    current.execute("RELEASE SAVEPOINT job");
    return done;
  }

  private void abandon(List<Job<?>> group, Throwable reason) {
    if (!troubled) {
      troubled = true;
      log.error("Nothing can be recorded until this ends: {}", reason.getMessage());
    }
    session.ifPresent(Writer::discard);
    session = Optional.empty();
    count(0, 0, 0, group.size());
    group.forEach(job -> job.abandon(reason));
  }

  private Session session() {
    if (session.isEmpty()) {
      var opened = database.openWriter();
      session = Optional.of(opened);
      journal.resume(opened);
      idMark.resume(opened);
    }
    return session.get();
  }

  private static void discard(Session broken) {
    try {
      broken.close();
    } catch (RuntimeException e) {
      log.warn("The broken session could not be closed: {}", e.getMessage());
    }
  }

  private void count(int commits, int jobs, int refused, int unavailable) {
    var so = counts;
    counts =
        new Counts(
            so.commits() + commits,
            so.jobs() + jobs,
            so.refused() + refused,
            so.unavailable() + unavailable);
  }

  /** Finishes what was brought, takes no more, and ends. */
  void finish() {
    queue.close();
    ended.join();
  }

  @Override
  public void close() {
    session.ifPresent(Session::close);
  }
}
