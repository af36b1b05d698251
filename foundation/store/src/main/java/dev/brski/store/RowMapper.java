package dev.brski.store;

/** Makes a value of one row of a result. */
@FunctionalInterface
public interface RowMapper<T> {

  /** The value of this row, which is valid only during the call. */
  T map(Row row);
}
