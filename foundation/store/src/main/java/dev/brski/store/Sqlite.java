package dev.brski.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is SQLite's own: how it is opened, its statements, and the meaning of its errors. */
final class Sqlite {

  static final String BEGIN = "BEGIN IMMEDIATE";
  static final String BEGIN_READING = "BEGIN";

  /** Own tables: the versions of the schema, and the journal, which no statement can rewrite. */
  static final String FOUNDATION =
      """
      CREATE TABLE journal (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        device TEXT,
        details TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
      CREATE INDEX journal_by_device ON journal (device, seq);
      CREATE TRIGGER journal_lines_stay BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
      CREATE TRIGGER journal_lines_stand BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
      CREATE TABLE journal_head (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
      """;

  /**
   * The time that no identifier has passed; of a store from before it was kept, that of the
   * journal's lines tells.
   */
  static final String ID_MARK =
      """
      CREATE TABLE id_mark (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        at INTEGER NOT NULL
      ) STRICT;
      INSERT INTO id_mark (id, at) SELECT 1, COALESCE(MAX(at) + 1000, 0) FROM journal;
      """;

  static final String SCHEMA_VERSIONS =
      """
      CREATE TABLE schema_version (
        part TEXT NOT NULL,
        version INTEGER NOT NULL,
        at INTEGER NOT NULL,
        script_sha256 TEXT NOT NULL,
        PRIMARY KEY (part, version)
      ) STRICT;
      """;

  static final String TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'";
  static final String BROKEN_REFERENCES =
      "SELECT \"table\" || ' refers to ' || parent AS reference FROM pragma_foreign_key_check";
  static final String DEFERRED_CONSTRAINTS =
      "SELECT name FROM sqlite_schema WHERE upper(sql) LIKE '%INITIALLY DEFERRED%'";
  static final String SOUNDNESS = "PRAGMA quick_check(1)";
  static final String BACKUP = "VACUUM INTO ?";

  private static final int BUSY_MILLIS = 5000;
  private static final int LARGEST_IDLE_LOG = 64 << 20;
  private static final int CHUNK = 1 << 16;

  private final Path file;

  Sqlite(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /**
   * The one session that writes; each of its commits is synced to the disk. It begins by writing
   * what the write-ahead log holds once more: after a sync that failed, be it in a program before
   * this one, the system may show octets that are not on the disk and would never be written.
   */
  Session openWriter() {
    var config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setJournalSizeLimit(LARGEST_IDLE_LOG);
    var session = open(config);
    Optional<Session> ready = Optional.empty();
    try {
      session.execute(BEGIN);
      writeLogAgain();
      session.execute("ROLLBACK");
      ready = Optional.of(session);
      return session;
    } finally {
      if (ready.isEmpty()) {
        session.close();
      }
    }
  }

  /** A session that can only read. */
  Session openReader() {
    var config = config();
    config.setReadOnly(true);
    return open(config);
  }

  private void writeLogAgain() {
    var log = Path.of(file + "-wal");
    if (!Files.exists(log)) {
      return;
    }
    try (var channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var octets = ByteBuffer.allocate(CHUNK);
      for (long at = 0; channel.read(octets, at) > 0; octets.clear()) {
        octets.flip();
        while (octets.hasRemaining()) {
          at += channel.write(octets, at);
        }
      }
      channel.force(true);
    } catch (IOException e) {
      throw new StoreUnavailable(
          "The store %s cannot be used: its log cannot be written: %s; nothing was acknowledged. %s."
              .formatted(file, e, "Check the disk; no restart is needed"),
          e);
    }
  }

  private static SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setPragma(SQLiteConfig.Pragma.RECURSIVE_TRIGGERS, "ON");
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return config;
  }

  private Session open(SQLiteConfig config) {
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
      return new Session(this, connection);
    } catch (SQLException e) {
      throw meaning("opening", e);
    }
  }

  /** What a failed statement means: somebody else was first, the disk refuses, or our own fault. */
  RuntimeException meaning(String doing, SQLException e) {
    if (!(e instanceof SQLiteException failure)) {
      return new IllegalStateException(doing + ": " + e.getMessage(), e);
    }
    return switch (failure.getResultCode()) {
      case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
          new Conflict("the key is already taken: " + doing, e);
      case SQLiteErrorCode code -> {
        var primary = SQLiteErrorCode.getErrorCode(code.code & 0xff);
        yield switch (primary) {
          case SQLITE_FULL ->
              unavailable("the disk is full", "Free some space; no restart is needed", code, e);
          case SQLITE_IOERR ->
              unavailable("the disk fails", "Check the disk; no restart is needed", code, e);
          case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
              unavailable(
                  "it may not be written", "Check its permissions; no restart is needed", code, e);
          case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
              unavailable(
                  "another program holds it", "Close that program; no restart is needed", code, e);
          case SQLITE_CORRUPT, SQLITE_NOTADB ->
              unavailable("it is damaged", "Stop this program and put back a backup", code, e);
          case SQLITE_NOMEM -> unavailable("memory ran out", "Give the program more", code, e);
          default -> new IllegalStateException(doing + ": " + e.getMessage(), e);
        };
      }
    };
  }

  private StoreUnavailable unavailable(
      String reason, String remedy, SQLiteErrorCode code, SQLException e) {
    return new StoreUnavailable(
        "The store %s cannot be used: %s (%s); nothing was acknowledged. %s."
            .formatted(file, reason, code.name().toLowerCase(Locale.ROOT), remedy),
        e);
  }
}
