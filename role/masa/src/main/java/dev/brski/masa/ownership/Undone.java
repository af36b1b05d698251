package dev.brski.masa.ownership;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.function.Function;

/** A refusal in the midst of a commit, which undoes it. */
final class Undone extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  private Undone(Refusal refusal) {
    super(refusal.cause());
    this.refusal = refusal;
  }

  /** Commits what is accepted; what is refused has changed nothing. */
  static <T> Verdict<T> commit(Store store, Function<Transaction, Verdict<T>> work) {
    try {
      return Verdict.accepted(store.commit(transaction -> orUndo(work.apply(transaction))));
    } catch (Undone undone) {
      return Verdict.refused(undone.refusal);
    }
  }

  private static <T> T orUndo(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new Undone(refusal);
    };
  }
}
