package dev.brski.authority.ledger;

import dev.brski.inventory.Inventory;
import dev.brski.store.Scripts;
import java.util.List;
import java.util.stream.Stream;

/** The tables of the authority, as migrations in their order; a released one never changes. */
public final class Schema {

  /** All migrations, oldest first. */
  public static final List<String> MIGRATIONS =
      Stream.concat(
              Scripts.beside(Schema.class, "1-ledger.sql", "2-waiting.sql", "3-owners.sql")
                  .stream(),
              Stream.concat(
                  Stream.of(Inventory.TABLE),
                  Scripts.beside(
                      Schema.class,
                      "5-revocation.sql",
                      "6-revocation-request.sql",
                      "7-registrar-update.sql",
                      "8-generations.sql",
                      "9-profiles.sql",
                      "10-roots.sql",
                      "11-registrar-numbers.sql",
                      "12-assurance.sql")
                      .stream()))
          .toList();

  private Schema() {}
}
