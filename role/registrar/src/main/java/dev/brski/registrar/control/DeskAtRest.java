package dev.brski.registrar.control;

import dev.brski.store.Store;
import dev.brski.verdict.Verdict;
import java.util.function.Function;

/**
 * Makes the desk of a registrar at rest, which knows the way to the authority.
 *
 * @param <D> the desk
 */
public interface DeskAtRest<D> {

  /** Lets work be done at it. */
  <T> Verdict<T> work(Store store, Function<D, Verdict<T>> work);
}
