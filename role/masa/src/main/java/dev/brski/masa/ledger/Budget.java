package dev.brski.masa.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How many vouchers there may be: for one request of a pledge a few at all, and for one device so
 * many within 24 hours. Without the first, a stranger who kept one request of a device could use up
 * the second, day after day, and keep the device from its owner.
 */
final class Budget {

  private static final int OF_ONE_REQUEST = 4;
  private static final Duration DAY = Duration.ofDays(1);

  private final int perDay;

  Budget(int perDay) {
    this.perDay = perDay;
  }

  /** Whether there may be one more, never {@link Standing.Issued}. */
  Standing standing(Reading reading, Occasion occasion, Instant now) {
    var device = device(reading, occasion);
    if (device.isEmpty()) {
      return new Standing.Free();
    }
    if (issuedForTheSame(reading, device.get(), occasion) >= OF_ONE_REQUEST) {
      return new Standing.Spent();
    }
    return leastOfTheDay(reading, device.get(), now)
        .<Standing>map(oldest -> new Standing.Exhausted(oldest.plus(DAY)))
        .orElseGet(Standing.Free::new);
  }

  /** Whether it stands in the journal that there is none until then. */
  boolean isNoted(Reading reading, Occasion occasion, Instant until) {
    return reading
        .one(
            "SELECT exhausted_until FROM device WHERE serial_number = ? AND idevid_issuer = ?",
            row -> row.optionalInstant("exhausted_until"),
            occasion.serialNumber(),
            occasion.idevidIssuer().value())
        .flatMap(noted -> noted)
        .filter(until::equals)
        .isPresent();
  }

  /** Notes it in the journal, unless it stands there. */
  void note(Transaction transaction, Occasion occasion, Instant until) {
    if (isNoted(transaction, occasion, until)) {
      return;
    }
    transaction.updateOne(
        "UPDATE device SET exhausted_until = ? WHERE serial_number = ? AND idevid_issuer = ?",
        until,
        occasion.serialNumber(),
        occasion.idevidIssuer().value());
    transaction.journal(
        "vouchers exhausted",
        Optional.of(occasion.serialNumber()),
        Map.of("within 24 hours", Integer.toString(perDay), "until", until.toString()));
  }

  private static Optional<String> device(Reading reading, Occasion occasion) {
    return reading.one(
        "SELECT id FROM device WHERE serial_number = ? AND idevid_issuer = ?",
        row -> row.text("id"),
        occasion.serialNumber(),
        occasion.idevidIssuer().value());
  }

  private static long issuedForTheSame(Reading reading, String device, Occasion occasion) {
    return reading
        .one(
            "SELECT COUNT(*) AS issued FROM voucher WHERE device = ? AND said_sha256 = ?",
            row -> row.number("issued"),
            device,
            occasion.saidSha256())
        .orElseThrow();
  }

  private Optional<Instant> leastOfTheDay(Reading reading, String device, Instant now) {
    return reading.one(
        """
        SELECT issued_at FROM voucher WHERE device = ? AND issued_at > ? AND issued_at <= ?
        ORDER BY issued_at DESC LIMIT 1 OFFSET ?
        """,
        row -> row.instant("issued_at"),
        device,
        now.minus(DAY),
        now,
        perDay - 1);
  }
}
