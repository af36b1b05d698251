package dev.brski.proof.kit.books;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A role's ledger as the program left it, read from a copy so that the original stays as it is. */
final class LedgerCopy implements AutoCloseable {

  private final Path folder;
  private final Connection connection;
  private final AtomicInteger indexes = new AtomicInteger();

  private LedgerCopy(Path folder, Connection connection) {
    this.folder = folder;
    this.connection = connection;
  }

  /** The ledger below a role's folder; the role must be at rest, however it ended. */
  static LedgerCopy of(Path role) throws IOException {
    var ledger = role.resolve("data").resolve("store.db");
    var folder = Files.createTempDirectory("books");
    for (var suffix : List.of("", "-wal")) {
      var part = Path.of(ledger + suffix);
      if (Files.exists(part)) {
        Files.copy(part, folder.resolve("store.db" + suffix));
      }
    }
    try {
      return new LedgerCopy(
          folder, DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db")));
    } catch (SQLException e) {
      throw new IOException(ledger + " cannot be read", e);
    }
  }

  /** Lets rows be found by these columns or expressions in a moment, however many there are. */
  void find(String table, String by) throws IOException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE INDEX books_%d ON %s (%s)".formatted(indexes.incrementAndGet(), table, by));
    } catch (SQLException e) {
      throw new IOException("rows of " + table + " by " + by, e);
    }
  }

  /** The rows that a query finds. */
  List<Row> rows(String sql, Object... arguments) throws IOException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (var result = statement.executeQuery()) {
        var names = result.getMetaData();
        var rows = new ArrayList<Row>();
        while (result.next()) {
          Map<String, Optional<Object>> columns = new HashMap<>();
          for (int i = 1; i <= names.getColumnCount(); i++) {
            columns.put(names.getColumnLabel(i), Optional.ofNullable(result.getObject(i)));
          }
          rows.add(new Row(columns));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw new IOException(sql, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
    for (var suffix : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(folder.resolve("store.db" + suffix));
    }
    Files.delete(folder);
  }
}
