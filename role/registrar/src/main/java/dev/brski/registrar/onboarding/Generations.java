package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

  /** Notes when a generation was first there; the first time counts. */
  public Instant since(int generation) {
    var now = clock.instant();
    return store.commit(
        tx -> {
          tx.update(
              "INSERT INTO generation (number, since) VALUES (?, ?)"
                  + " ON CONFLICT (number) DO NOTHING",
              (long) generation,
              now);
          return tx.one(
                  "SELECT since FROM generation WHERE number = ?",
                  row -> row.instant("since"),
                  (long) generation)
              .orElseThrow();
        });
  }

  /**
   * The oldest generation before this one under which a device still waits for its voucher, or has
   * not said yet what it thinks of it.
   */
  public Optional<Integer> inUseBefore(int generation) {
    return store
        .read(
            rows ->
                rows.one(
                    """
                    SELECT min(i.generation) AS oldest FROM imprint i
                    WHERE i.state IN (?, ?) AND i.generation < ? AND i.changed > ?
                      AND i.id = (SELECT max(id) FROM imprint WHERE device = i.device)
                      AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.imprint = i.id)
                    """,
                    row -> row.optionalNumber("oldest"),
                    Imprint.State.REQUESTED.name(),
                    Imprint.State.VOUCHERED.name(),
                    (long) generation,
                    clock.instant().minus(WINDOW)))
        .flatMap(oldest -> oldest)
        .map(Math::toIntExact);
  }
}
