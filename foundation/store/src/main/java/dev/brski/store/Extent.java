package dev.brski.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How large a store is, seen from outside; the program that owns it may be at work.
 *
 * @param octets of its file, and of what is still to be taken into it
 * @param rows of each table, by the tables' names
 */
public record Extent(long octets, Map<String, Long> rows) {

  /** Copies the map. */
  public Extent {
    rows = Map.copyOf(rows);
  }

  /**
   * Measures the store of a folder, without changing it and without its lock.
   *
   * @throws IOException if there is none
   * @throws StoreUnavailable if it cannot be read
   */
  public static Extent of(Path dataFolder) throws IOException {
    var file = dataFolder.resolve(Store.FILE);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    var rows = new TreeMap<String, Long>();
    try (var session = new Sqlite(file).openReader()) {
      session.execute(Sqlite.BEGIN_READING);
      for (var table : session.query(Sqlite.TABLES, row -> row.text("name"))) {
        var name = '"' + table.replace("\"", "\"\"") + '"';
        rows.put(
            table,
            session.query("SELECT count(*) AS n FROM " + name, row -> row.number("n")).getFirst());
      }
      session.execute("ROLLBACK");
    }
    return new Extent(octets(file), rows);
  }

  private static long octets(Path file) throws IOException {
    long octets = 0;
    for (var part : List.of(file, Path.of(file + "-wal"))) {
      try {
        octets += Files.size(part);
      } catch (NoSuchFileException _) {
        // What was to be taken in has been, and the program has ended.
      }
    }
    return octets;
  }
}
