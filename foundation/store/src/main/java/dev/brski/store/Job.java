package dev.brski.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A piece of work on its way: handed in by its caller, carried out and settled by the writer. */
final class Job<T> {

  private sealed interface Outcome<T> {}

  private record Done<T>(T value) implements Outcome<T> {}

  private record Failed<T>(Throwable failure) implements Outcome<T> {}

  private final Work<T> work;
  private final CompletableFuture<Outcome<T>> settled = new CompletableFuture<>();
  private Optional<Outcome<T>> reached = Optional.empty();

  Job(Work<T> work) {
    this.work = work;
  }

  /** Carries the work out, and says whether it ended well; the caller does not know yet. */
  boolean carryOut(Transaction transaction) {
    Outcome<T> outcome = attempt(transaction);
    reached = Optional.of(outcome);
    return outcome instanceof Done;
  }

  /** Lets the caller know how the work ended. */
  void settle() {
    settled.complete(reached.orElseThrow());
  }

  /** Lets the caller know that none of it counts. */
  void abandon(Throwable reason) {
    settled.complete(new Failed<>(reason));
  }

  /** Waits for the writer, interrupted or not, since the outcome would be unknown otherwise. */
  T result() {
    return switch (settled.join()) {
      case Done<T>(T value) -> value;
      case Failed<T>(StoreUnavailable e) -> throw e.again();
      case Failed<T>(RuntimeException e) -> throw e;
      case Failed<T>(Error e) -> throw e;
      case Failed<T>(Throwable e) -> throw new IllegalStateException(e);
    };
  }

  private Outcome<T> attempt(Transaction transaction) {
    try {
      return new Done<>(work.in(transaction));
    } catch (Throwable e) {
      return new Failed<>(e);
    } finally {
      transaction.end();
    }
  }
}
