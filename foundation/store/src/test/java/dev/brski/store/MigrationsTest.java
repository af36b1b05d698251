package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");
  private static final String FIRST = "CREATE TABLE device (serial TEXT PRIMARY KEY) STRICT";
  private static final String SECOND =
      """
      ALTER TABLE device ADD COLUMN state TEXT NOT NULL DEFAULT 'seen';
      -- A remark; with a semicolon, and a 'quote.
      UPDATE device SET state = 'old; but known';
      """;

  @TempDir Path folder;

  private Optional<List<String>> beside(String... migrations) throws SchemaRefused {
    return Store.readBeside(
        folder,
        List.of(migrations),
        reading -> reading.query("SELECT serial FROM device", row -> row.text("serial")));
  }

  @Test
  void aStoreIsReadBesideItsOwner() throws Exception {
    assertThat(beside(FIRST)).as("no store").isEmpty();
    try (var store = open(FIRST)) {
      store.change(tx -> tx.updateOne("INSERT INTO device VALUES ('pump-7')"));
      assertThat(beside(FIRST).orElseThrow()).containsExactly("pump-7");
    }
    assertThat(beside(FIRST).orElseThrow()).as("at rest").containsExactly("pump-7");
    assertThat(beside(FIRST, SECOND)).as("of an older program").isEmpty();
    assertThat(backups()).as("nothing is changed").isEmpty();
    open(FIRST, SECOND).close();
    assertThatThrownBy(() -> beside(FIRST))
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining("newer version");
    assertThatThrownBy(() -> beside(SECOND, FIRST)).isInstanceOf(SchemaRefused.class);
  }

  @Test
  void whatIsDamagedIsNotReadBeside() throws Exception {
    try (var store = open(FIRST)) {
      for (int i = 0; i < 500; i++) {
        var serial = "pump-" + i;
        store.change(tx -> tx.updateOne("INSERT INTO device VALUES (?)", serial));
      }
    }
    var file = folder.resolve("store.db");
    var sound = Files.readAllBytes(file);
    for (int at = 4096 * 3; at < sound.length; at += 4096) {
      var damaged = sound.clone();
      Arrays.fill(damaged, at, Math.min(at + 64, damaged.length), (byte) 0x5a);
      Files.write(file, damaged);
      assertThatThrownBy(() -> beside(FIRST))
          .as("octet %d", at)
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void aStoreIsBroughtUpToDateAndWhatItWasIsKept() throws Exception {
    try (var store = open(FIRST)) {
      store.change(
          tx -> {
            tx.updateOne("INSERT INTO device VALUES ('pump-7')");
            tx.journal("seen", Optional.of("pump-7"), Map.of());
          });
    }
    assertThat(backups()).isEmpty();
    try (var store = open(FIRST, SECOND)) {
      assertThat(states(store)).containsExactly("old; but known");
      assertThat(store.verifyJournal()).isInstanceOf(Verdict.Accepted.class);
      assertThat(store.journalHead().seq()).isEqualTo(1);
    }
    assertThat(backups()).containsExactly("backup-v1-20260301T101530.123Z.db");
    open(FIRST, SECOND).close();
    assertThat(backups()).hasSize(1);

    var backup = folder.resolve(backups().getFirst());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");
    var before = Files.createDirectory(folder.resolve("before"));
    Files.copy(backup, before.resolve("store.db"));
    try (var store = Store.open(before, List.of(FIRST), InstantSource.system())) {
      assertThat(
              store.<List<String>>read(
                  reading -> reading.query("SELECT * FROM device", row -> row.text("serial"))))
          .containsExactly("pump-7");
      assertThat(store.verifyJournal()).isInstanceOf(Verdict.Accepted.class);
    }
  }

  @Test
  void theBackupHoldsWhatOnlyTheLogHadAfterACrash() throws Exception {
    try (var program = Program.start(List.of(), "load", folder.toString())) {
      while (Long.parseLong(program.line()) < 100) {}
      program.kill();
    }
    assertThat(Files.size(folder.resolve("store.db-wal"))).isPositive();
    var scripts = List.of(Ledger.TABLES.getFirst(), "CREATE TABLE other (id INTEGER)");
    List<Long> ids;
    try (var store = Store.open(folder, scripts, InstantSource.system())) {
      ids = Ledger.ids(store);
      assertThat(ids).hasSizeGreaterThan(90);
    }
    var before = Files.createDirectory(folder.resolve("before"));
    Files.copy(folder.resolve(backups().getFirst()), before.resolve("store.db"));
    try (var store = Ledger.open(before)) {
      assertThat(Ledger.ids(store)).isEqualTo(ids);
    }
  }

  @Test
  void aStoreFromBeforeIdentifiersHadAMarkGoesOnAboveItsJournal() throws Exception {
    String last;
    try (var store = open(FIRST)) {
      last = store.ids().next();
      store.change(tx -> tx.journal("seen", Optional.empty(), Map.of()));
    }
    sql("DROP TABLE id_mark");
    sql("DELETE FROM schema_version WHERE part = 'store' AND version = 2");
    var earlier = InstantSource.fixed(NOW.minusSeconds(60));
    try (var store = Store.open(folder, List.of(FIRST), earlier)) {
      assertThat(store.ids().next()).isGreaterThan(last);
    }
    assertThat(backups()).hasSize(1);
  }

  @Test
  void aNewerStoreIsRefused() throws Exception {
    open(FIRST, SECOND).close();
    assertThatThrownBy(() -> open(FIRST))
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("newer version of this program")
        .hasMessageContaining("backup-v1-");
    open(FIRST, SECOND).close();
  }

  @Test
  void aStoreMadeByOtherScriptsIsRefused() throws Exception {
    open(FIRST).close();
    assertThatThrownBy(() -> open(FIRST.replace("device", "devices"), SECOND))
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining("another script 1");
    assertThat(backups()).isEmpty();
    open("  " + FIRST + "\n").close();
  }

  @Test
  void aDatabaseThatIsNotOursIsRefusedAndAFileThatIsNoneUnavailable() throws Exception {
    sql("CREATE TABLE songs (title TEXT)");
    assertThatThrownBy(() -> open(FIRST))
        .isInstanceOf(SchemaRefused.class)
        .hasMessageContaining("not ours");
    Files.writeString(folder.resolve("store.db"), "Dear diary, ".repeat(1000));
    assertThatThrownBy(() -> open(FIRST))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aMigrationThatFailsLeavesTheStoreAsItWas() throws Exception {
    try (var store = open(FIRST)) {
      store.change(tx -> tx.updateOne("INSERT INTO device VALUES ('pump-7')"));
    }
    for (var fault :
        List.of(
            "CREATE TABLE half (id INTEGER); CREATE TABLE device (x)",
            "CREATE TABLE half (id INTEGER); nonsense",
            "CREATE TABLE half (serial TEXT REFERENCES device (serial) DEFERRABLE INITIALLY"
                + " DEFERRED)",
            "CREATE TABLE half (serial TEXT REFERENCES gone (serial)); "
                + "PRAGMA defer_foreign_keys = ON; INSERT INTO half VALUES ('x')")) {
      assertThatThrownBy(() -> open(FIRST, SECOND, fault))
          .isInstanceOf(IllegalStateException.class);
    }
    try (var store = open(FIRST)) {
      assertThat(
              store.<List<String>>read(
                  reading ->
                      reading.query(
                          "SELECT name FROM sqlite_schema WHERE name = 'half'",
                          row -> row.text("name"))))
          .isEmpty();
    }
    open(FIRST, SECOND).close();
  }

  @Test
  void scriptsLieBesideTheirClass() {
    assertThat(Scripts.beside(MigrationsTest.class, "first.sql", "second.sql"))
        .containsExactly("CREATE TABLE one (id INTEGER);\n", "CREATE TABLE two (id INTEGER);\n");
    assertThatThrownBy(() -> Scripts.beside(MigrationsTest.class, "third.sql"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("third.sql");
  }

  private Store open(String... scripts) throws StoreLocked, SchemaRefused {
    return Store.open(folder, List.of(scripts), InstantSource.fixed(NOW));
  }

  private static List<String> states(Store store) {
    return store.read(
        reading -> reading.query("SELECT state FROM device", row -> row.text("state")));
  }

  private List<String> backups() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .map(Path::getFileName)
              .map(Path::toString)
              .filter(name -> name.startsWith("backup"))
              .toList());
    }
  }

  private void sql(String statement) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
        var open = connection.createStatement()) {
      open.execute(statement);
    }
  }
}
