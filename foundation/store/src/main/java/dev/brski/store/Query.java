package dev.brski.store;

/** Something to be read from the store as it was at one moment. */
@FunctionalInterface
public interface Query<T> {

  /** Reads it. */
  T in(Reading reading);
}
