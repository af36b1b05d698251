package dev.brski.proof.kit.books;

import java.util.Map;
import java.util.Optional;

/** A row of a ledger, by the names of its columns. */
record Row(Map<String, Optional<Object>> columns) {

  private Optional<Object> column(String name) {
    var value = columns.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no column " + name + " among " + columns.keySet());
    }
    return value;
  }

  /** The column as text; empty when it holds nothing. */
  String text(String name) {
    return column(name).map(Object::toString).orElse("");
  }

  Optional<String> optional(String name) {
    return column(name).map(Object::toString);
  }

  long number(String name) {
    return ((Number) column(name).orElse(0L)).longValue();
  }

  byte[] octets(String name) {
    return (byte[]) column(name).orElse(new byte[0]);
  }
}
