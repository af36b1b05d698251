package dev.brski.store;

/** Something to be done to the store, wholly or not at all, that has no result. */
@FunctionalInterface
public interface Change {

  /** Does it, under the conditions of {@link Work#in}. */
  void in(Transaction transaction);
}
