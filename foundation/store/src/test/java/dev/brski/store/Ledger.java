package dev.brski.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small table for tests, each of whose rows is written together with a journal line. */
final class Ledger {

  static final List<String> TABLES =
      List.of("CREATE TABLE entry (id INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT");

  private Ledger() {}

  static Store open(Path folder) throws StoreLocked, SchemaRefused {
    return Store.open(folder, TABLES, InstantSource.system());
  }

  static long write(Store store, long id, String note) {
    return store.commit(
        tx -> {
          tx.updateOne("INSERT INTO entry (id, note) VALUES (?, ?)", id, note);
          tx.journal("entry", Optional.of("device-" + id), Map.of("id", Long.toString(id)));
          return id;
        });
  }

  static List<Long> ids(Store store) {
    return store.read(
        reading -> reading.query("SELECT id FROM entry ORDER BY id", row -> row.number("id")));
  }

  /** The numbers of all entries, by the journal, in the order of their commits. */
  static List<Long> journaled(Store store) {
    return store.journalAfter(0, Integer.MAX_VALUE).stream()
        .map(line -> Long.valueOf(line.details().get("id")))
        .toList();
  }
}
