package dev.brski.store;

import java.util.List;
import java.util.Optional;

/**
 * The store as it is at one moment.
 *
 * <p>Arguments of statements are String, Long, Integer, byte[], Instant (kept as milliseconds since
 * 1970), Boolean (kept as 0 or 1), or an Optional of one of those (empty is NULL).
 */
public sealed class Reading permits Transaction {

  private final Session session;
  private final Thread thread = Thread.currentThread();
  private boolean over;

  Reading(Session session) {
    this.session = session;
  }

  /** Every row that a statement finds. */
  public <T> List<T> query(String sql, RowMapper<T> mapper, Object... args) {
    return session().query(sql, mapper, args);
  }

  /**
   * The row that a statement finds, if there is one.
   *
   * @throws IllegalStateException if there are several
   */
  public <T> Optional<T> one(String sql, RowMapper<T> mapper, Object... args) {
    var rows = query(sql, mapper, args);
    if (rows.size() > 1) {
      throw new IllegalStateException("more than one row for: " + sql);
    }
    return rows.stream().findFirst();
  }

  /** The journal's lines after a number, oldest first, at most so many. */
  public List<JournalEntry> journalAfter(long seq, int limit) {
    return Journal.after(this, seq, limit);
  }

  final Session session() {
    if (over || !Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("used outside the call that it was made for");
    }
    return session;
  }

  final void end() {
    over = true;
  }
}
