package dev.brski.proof.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The database of a role at rest, read as the file that it is. */
record StoreFile(Path data, Path database) {

  static StoreFile in(Path role) throws IOException {
    var data = role.resolve("data");
    try (var files = Files.list(data)) {
      var found = files.filter(file -> file.toString().endsWith(".db")).toList();
      if (found.size() != 1) {
        throw new AssertionError("databases in " + data + ": " + found);
      }
      return new StoreFile(data, found.getFirst());
    }
  }

  /** How many rows each table has. */
  Map<String, Long> rows() throws SQLException {
    var rows = new TreeMap<String, Long>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro");
        var statement = connection.createStatement()) {
      var names = new TreeMap<String, Long>();
      try (var tables =
          statement.executeQuery(
              "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
        while (tables.next()) {
          names.put(tables.getString(1), 0L);
        }
      }
      for (var name : names.keySet()) {
        try (var count = statement.executeQuery("SELECT count(*) FROM \"" + name + "\"")) {
          rows.put(name, count.getLong(1));
        }
      }
    }
    return rows;
  }

  /** How large it is, with what belongs to it. */
  long octets() throws IOException {
    long octets = 0;
    try (var files = Files.list(data)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        octets += Files.size(file);
      }
    }
    return octets;
  }
}
