package dev.brski.control;

import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/**
 * A role seen from beside: the running one is asked; of one at rest the store is opened under its
 * lock. Whatever asks throws {@link PeerFailure} when the role runs and does not answer, {@link
 * StoreLocked} when it is just starting or ending, and {@link SchemaRefused} when the folder was
 * used by a newer program.
 */
public final class Beside {

  /**
   * What a role at rest consists of.
   *
   * @param kind what it is called with an article, such as {@code a registrar}
   * @param settings the file without which there is no such role
   * @param data the folder of its store
   * @param migrations those of its store
   * @param missing the check for a folder without that file
   */
  public record Rest(
      String kind, Path settings, Path data, List<String> migrations, Check missing) {

    /** Copies what could change. */
    public Rest {
      migrations = List.copyOf(migrations);
    }
  }

  /**
   * What is asked of a role, as it runs.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Asking<T> {

    /**
     * Asks it.
     *
     * @throws PeerFailure when it does not answer
     */
    Verdict<T> of(RunningRole running) throws PeerFailure;
  }

  /**
   * The same on the store of one at rest.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Doing<T> {

    /** Does it. */
    Verdict<T> on(Store store);
  }

  private final RunningRole running;
  private final Rest rest;
  private final InstantSource clock;

  /** Beside a role, whether it runs or not. */
  public Beside(RunningRole running, Rest rest, InstantSource clock) {
    this.running = running;
    this.rest = rest;
    this.clock = clock;
  }

  /** The role, if it runs. */
  public RunningRole running() {
    return running;
  }

  /** Gives an order; at rest the same is done on the store. */
  public <T> Verdict<T> order(String path, Object order, TypeReference<T> type, Doing<T> atRest)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(role -> role.order(path, order, type), atRest);
  }

  /** Asks; at rest the store is looked into. */
  public <T> Verdict<T> ask(Asking<T> asking, Doing<T> atRest)
      throws PeerFailure, StoreLocked, SchemaRefused {
    if (running.answers()) {
      return asking.of(running);
    }
    if (!Files.exists(rest.settings())) {
      return Verdict.refused(
          rest.missing(),
          rest.settings() + " does not exist",
          "Name the folder of " + rest.kind() + ": --dir DIR.");
    }
    try (var store = Store.open(rest.data(), rest.migrations(), clock)) {
      return atRest.on(store);
    }
  }
}
