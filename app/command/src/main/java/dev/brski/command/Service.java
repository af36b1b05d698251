package dev.brski.command;

import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a role until the process is asked to end. */
final class Service {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration LONGEST_END = Duration.ofMillis(4500);

  /**
   * A role that runs.
   *
   * @param url where peers reach it
   * @param close ends it, and returns when it has ended
   */
  record Running(URI url, Runnable close) {}

  /** How a role is started. */
  @FunctionalInterface
  interface Start {
    Verdict<Running> start() throws IOException, StoreLocked, SchemaRefused;
  }

  private final String what;
  private final PrintWriter out;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param what the role and its folder, for messages
   * @param out where it is told that the role is ready
   */
  Service(String what, PrintWriter out) {
    this.what = what;
    this.out = out;
  }

  /** Starts a role, says that it is ready, and ends it when SIGTERM or SIGINT comes. */
  int run(Start start) throws Failure, IOException, InterruptedException {
    Signals.onRequestToEnd(asked::countDown);
    var role = started(start);
    try {
      out.println("ready " + role.url());
      out.flush();
      asked.await();
      LOG.info("{} ends", what);
    } finally {
      endSoon();
      role.close().run();
      ended.countDown();
    }
    return ExitCode.DONE.number();
  }

  private Running started(Start start) throws Failure, IOException {
    try {
      return Failure.unless("Cannot start the " + what, start.start());
    } catch (StoreLocked e) {
      throw Failure.of("Cannot start the " + what, e);
    } catch (SchemaRefused e) {
      throw Failure.of("Cannot start the " + what, e);
    } catch (IOException e) {
      throw Failure.of("Cannot start the " + what, e);
    }
  }

  /** Requests in flight may be answered, but nobody waits for them for ever. */
  private void endSoon() {
    Thread.ofPlatform().name("end").daemon().start(this::endLate);
  }

  private void endLate() {
    try {
      if (!ended.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} did not end within {}: stopped as it is", what, LONGEST_END);
        Runtime.getRuntime().halt(ExitCode.FAULT.number());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
