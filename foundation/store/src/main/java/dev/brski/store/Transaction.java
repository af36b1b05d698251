package dev.brski.store;

import java.util.Map;
import java.util.Optional;

/**
 * One piece of work on the store: durable as a whole, together with its journal lines, or undone.
 */
public final class Transaction extends Reading {

  private final Journal journal;

  Transaction(Session session, Journal journal) {
    super(session);
    this.journal = journal;
  }

  /**
   * Changes rows, and says how many.
   *
   * @throws Conflict if a key is already taken
   */
  public int update(String sql, Object... args) {
    return session().update(sql, args);
  }

  /**
   * Changes exactly one row: the compare-and-set on a row's version.
   *
   * @throws Conflict unless it was exactly one, or if a key is already taken
   */
  public void updateOne(String sql, Object... args) {
    var changed = update(sql, args);
    if (changed != 1) {
      throw new Conflict(changed + " rows instead of one were changed by: " + sql);
    }
  }

  /**
   * Adds a line to the journal, and gives its number.
   *
   * @param kind what happened
   * @param device the serial number of the device concerned
   * @param details what else is worth knowing; never a secret
   */
  public long journal(String kind, Optional<String> device, Map<String, String> details) {
    return journal.append(session(), kind, device, details);
  }
}
