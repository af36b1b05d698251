package dev.brski.store;

/** Something to be done to the store, wholly or not at all. */
@FunctionalInterface
public interface Work<T> {

  /**
   * Does it, on the store's writer thread, so it computes and changes rows but waits for nothing.
   *
   * <p>Whatever it throws undoes what it did, and reaches the caller of {@link Store#commit}.
   */
  T in(Transaction transaction);
}
