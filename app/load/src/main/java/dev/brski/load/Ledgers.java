package dev.brski.load;

import dev.brski.load.Report.Ledger;
import dev.brski.load.Report.Table;
import dev.brski.store.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How large the ledgers of roles are, and by how much they grow from a moment on. */
final class Ledgers {

  private final Map<Path, Extent> before;

  private Ledgers(Map<Path, Extent> before) {
    this.before = before;
  }

  /**
   * Those of these roles' folders.
   *
   * @throws IOException if one of them has none
   */
  static Ledgers watching(List<Path> roles) throws IOException {
    var before = new LinkedHashMap<Path, Extent>();
    for (var role : roles) {
      before.put(role, of(role));
    }
    return new Ledgers(before);
  }

  private static Extent of(Path role) throws IOException {
    return Extent.of(role.resolve("data"));
  }

  /** How large each is now. */
  List<Ledger> now() throws IOException {
    var now = new LinkedHashMap<Path, Ledger>();
    for (var known : before.entrySet()) {
      now.put(known.getKey(), ledger(known.getKey(), known.getValue(), of(known.getKey())));
    }
    return List.copyOf(now.values());
  }

  private static Ledger ledger(Path role, Extent then, Extent now) {
    var tables =
        new TreeMap<>(now.rows())
            .entrySet().stream()
                .map(
                    table ->
                        new Table(
                            table.getKey(),
                            table.getValue(),
                            table.getValue() - then.rows().getOrDefault(table.getKey(), 0L)))
                .toList();
    return new Ledger(role, now.octets(), now.octets() - then.octets(), tables);
  }
}
