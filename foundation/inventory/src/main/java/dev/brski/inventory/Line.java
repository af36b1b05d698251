package dev.brski.inventory;

import java.util.Map;
import java.util.Optional;

/**
 * What a file says of one device, not judged yet.
 *
 * @param number the line of the file on which it begins, from 1
 * @param cells what is said; nothing is never said
 */
record Line(int number, Map<Column, String> cells) {

  Line {
    cells = Map.copyOf(cells);
  }

  Optional<String> cell(Column column) {
    return Optional.ofNullable(cells.get(column));
  }
}
