package dev.brski.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Brings the tables of a store to what this program expects, in one transaction, after a backup.
 */
final class Migrations {

  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** A numbered list of scripts; the store and the role that uses it each have their own. */
  record Part(String name, List<String> scripts) {}

  private record Applied(long version, String sha256) {}

  private final Path folder;
  private final List<Part> parts;

  Migrations(Path folder, List<String> role) {
    this.folder = folder;
    this.parts =
        List.of(
            new Part("store", List.of(Sqlite.FOUNDATION, Sqlite.ID_MARK)),
            new Part("role", List.copyOf(role)));
  }

  void apply(Session session, Folder at, InstantSource clock) throws SchemaRefused, IOException {
    var fresh = tables(session).isEmpty();
    if (isPending(session)) {
      if (!fresh) {
        backUp(session, at, clock);
      }
      migrate(session, fresh, clock);
    }
  }

  /** Whether scripts are still to be run. */
  boolean isPending(Session session) throws SchemaRefused {
    var tables = tables(session);
    var fresh = tables.isEmpty();
    if (!fresh && !tables.contains("schema_version")) {
      throw new SchemaRefused(
          "%s holds tables that are not ours. Choose another folder.".formatted(folder));
    }
    var pending = false;
    for (var part : parts) {
      var applied = fresh ? List.<Applied>of() : applied(session, part);
      requireKnown(part, applied);
      pending |= applied.size() < part.scripts().size();
    }
    return pending;
  }

  private static List<String> tables(Session session) {
    return session.query(Sqlite.TABLES, row -> row.text("name"));
  }

  private void requireKnown(Part part, List<Applied> applied) throws SchemaRefused {
    if (applied.size() > part.scripts().size()) {
      throw new SchemaRefused(
          ("The store in %s was written by a newer version of this program (schema %s %d; this"
                  + " program knows %d). Run the newer version, or put back a file backup-v%d-….db"
                  + " from that folder as %s.")
              .formatted(
                  folder,
                  part.name(),
                  applied.size(),
                  part.scripts().size(),
                  parts.getLast().scripts().size(),
                  Store.FILE));
    }
    for (int i = 0; i < applied.size(); i++) {
      if (!applied.get(i).equals(new Applied(i + 1, sha256(part.scripts().get(i))))) {
        throw new SchemaRefused(
            "The store in %s was made by another script %d (%s) than this program's. Run the version that made it."
                .formatted(folder, i + 1, part.name()));
      }
    }
  }

  private void backUp(Session session, Folder at, InstantSource clock) throws IOException {
    var version = applied(session, parts.getLast()).size();
    var name = "backup-v%d-%s.db".formatted(version, FILE_TIME.format(clock.instant()));
    Files.deleteIfExists(at.path().resolve(name + ".part"));
    var unfinished = at.file(name + ".part");
    session.update(Sqlite.BACKUP, unfinished.toString());
    at.publish(unfinished, name);
  }

  private void migrate(Session session, boolean fresh, InstantSource clock) {
    session.execute(Sqlite.BEGIN);
    if (fresh) {
      session.script(Sqlite.SCHEMA_VERSIONS);
    }
    for (var part : parts) {
      for (int i = applied(session, part).size(); i < part.scripts().size(); i++) {
        var script = part.scripts().get(i);
        session.script(script);
        session.update(
            "INSERT INTO schema_version (part, version, at, script_sha256) VALUES (?, ?, ?, ?)",
            part.name(),
            i + 1,
            clock.instant(),
            sha256(script));
      }
    }
    requireNone(session, Sqlite.BROKEN_REFERENCES, "reference", "leaves broken references");
    requireNone(session, Sqlite.DEFERRED_CONSTRAINTS, "name", "defers a constraint to the commit");
    session.execute("COMMIT");
  }

  private static void requireNone(Session session, String sql, String column, String fault) {
    var found = session.query(sql, row -> row.text(column));
    if (!found.isEmpty()) {
      throw new IllegalStateException("the migration " + fault + ": " + found);
    }
  }

  private static List<Applied> applied(Session session, Part part) {
    return session.query(
        "SELECT version, script_sha256 FROM schema_version WHERE part = ? ORDER BY version",
        row -> new Applied(row.number("version"), row.text("script_sha256")),
        part.name());
  }

  private static String sha256(String script) {
    return JournalLine.sha256(script.strip().getBytes(StandardCharsets.UTF_8));
  }
}
