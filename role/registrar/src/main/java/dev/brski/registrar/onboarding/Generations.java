package dev.brski.registrar.onboarding;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Which generations of the registrar's credential pledges still know it by: a pledge that was told
 * to come back for its voucher names the certificate that it saw, and expects it again (RFC 8995
 * section 5).
 */
public final class Generations {

  /**
   * For so long a pledge comes back for its voucher (RFC 8995 section 5.6, RFC 7030 section 4.2.3).
   */
  public static final Duration WINDOW = Duration.ofDays(4);

  private final Store store;
  private final InstantSource clock;

  Generations(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Notes when a generation was first there. The first time counts, unless it lies ahead: then a
   * clock noted it that has been put right since, and now counts.
   *
   * @param made the generation was not there before, whatever the clock says
   */
  public Instant since(int generation, Instant made) {
    var now = clock.instant();
    var atMost = now.isBefore(made) ? made : now;
    return store
        .read(rows -> noted(rows, generation))
        .filter(since -> now.isBefore(made) || !since.isAfter(now))
        .orElseGet(() -> note(generation, atMost));
  }

  private Instant note(int generation, Instant since) {
    store.change(
        tx ->
            tx.update(
                "INSERT INTO generation (number, since) VALUES (?, ?)"
                    + " ON CONFLICT (number) DO UPDATE SET since = excluded.since",
                (long) generation,
                since));
    return since;
  }

  private static Optional<Instant> noted(Reading rows, int generation) {
    return rows.one(
        "SELECT since FROM generation WHERE number = ?",
        row -> row.instant("since"),
        (long) generation);
  }

  /**
   * The generations before this one under which a device still waits for its voucher, or has not
   * said yet what it thinks of it; the oldest first.
   */
  public List<Integer> inUseBefore(int generation) {
    return store.read(
        rows ->
            rows.query(
                """
                SELECT DISTINCT i.generation FROM imprint i
                WHERE i.state IN (?, ?) AND i.generation < ? AND i.changed > ?
                  AND i.id = (SELECT max(id) FROM imprint WHERE device = i.device)
                  AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.imprint = i.id)
                ORDER BY i.generation
                """,
                row -> Math.toIntExact(row.number("generation")),
                Imprint.State.REQUESTED.name(),
                Imprint.State.VOUCHERED.name(),
                (long) generation,
                clock.instant().minus(WINDOW)));
  }
}
