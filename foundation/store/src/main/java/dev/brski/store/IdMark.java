package dev.brski.store;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that no identifier in the store has passed. It is written ahead, in the commits that are
 * made anyway and in one a second at most, so that after a restart identifiers go on above those of
 * before, wherever the clock stands by then.
 */
final class IdMark {

  private static final Logger LOG = LoggerFactory.getLogger(IdMark.class);
  private static final long AHEAD_MILLIS = 1000;

  /** What two clocks of one machine room may differ. */
  private static final long BEHIND_MILLIS = 60_000;

  private final Ids ids;
  private long mark;

  /** Takes up the mark of an opened store. */
  IdMark(Session session, InstantSource clock) {
    mark = stored(session);
    long behind = mark - clock.millis();
    if (behind > BEHIND_MILLIS) {
      LOG.warn(
          "the clock is {} s behind what this store has recorded before: dates are judged by the"
              + " clock as it is, so see that it is right",
          behind / 1000);
    }
    ids = new Ids(clock, new SecureRandom(), mark + 1);
  }

  /** Identifiers greater than all in the store. */
  Ids ids() {
    return ids;
  }

  /** Takes up the mark again, after commits that may have failed. */
  void resume(Session session) {
    mark = stored(session);
  }

  /** Moves the mark on, once for all work of a commit. */
  void save(Session session) {
    long reached = ids.reached();
    if (reached > mark) {
      mark = reached + AHEAD_MILLIS;
      session.update("UPDATE id_mark SET at = ?", mark);
    }
  }

  private static long stored(Session session) {
    return session.query("SELECT at FROM id_mark", row -> row.number("at")).getFirst();
  }
}
