package dev.brski.registrar;

import dev.brski.store.StoreUnavailable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, while a registrar runs, whether something is due that it does by itself. When that is, the
 * date says; so it is looked often, and hardly ever something done.
 */
final class Lookout implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
  private static final long SECONDS_BETWEEN_LOOKS = 5;
  private static final int LOOKS_PASSED_OVER_AFTER_FAULT = 120;

  /** Does what is due. */
  @FunctionalInterface
  interface Task {

    /**
     * Looks, and does it.
     *
     * @throws IOException when a file cannot be read or written
     * @throws InterruptedException when the registrar ends
     */
    void look() throws IOException, InterruptedException;
  }

  private final Task task;
  private final String undone;
  private final ScheduledExecutorService timer;
  private int passedOver;

  private Lookout(String name, Task task, String undone) {
    this.task = task;
    this.undone = undone;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name(name).daemon().unstarted(work));
  }

  /**
   * Begins at once.
   *
   * @param name of its thread
   * @param undone what is not done when it fails, as a sentence begins
   */
  static Lookout of(String name, Task task, String undone) {
    var lookout = new Lookout(name, task, undone);
    var _ =
        lookout.timer.scheduleWithFixedDelay(
            lookout::look, 0, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
    return lookout;
  }

  private void look() {
    if (passedOver > 0) {
      passedOver--;
      return;
    }
    try {
      task.look();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | StoreUnavailable e) {
      passedOver = LOOKS_PASSED_OVER_AFTER_FAULT;
      LOG.error(
          "{}: {}. Look at the disk; it is tried again in some minutes.", undone, e.getMessage());
    } catch (RuntimeException e) {
      passedOver = LOOKS_PASSED_OVER_AFTER_FAULT;
      LOG.error("{}: {}", undone, e.getMessage(), e);
    }
  }

  /** What waits for the authority is given up; the same is asked again later. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.debug("what is under way is left to itself");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
