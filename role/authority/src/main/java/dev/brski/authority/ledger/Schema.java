package dev.brski.authority.ledger;

import dev.brski.store.Scripts;
import java.util.List;

/** The tables of the authority, as migrations in their order; a released one never changes. */
public final class Schema {

  /** All migrations, oldest first. */
  public static final List<String> MIGRATIONS =
      Scripts.beside(Schema.class, "1-ledger.sql", "2-waiting.sql", "3-owners.sql");

  private Schema() {}
}
