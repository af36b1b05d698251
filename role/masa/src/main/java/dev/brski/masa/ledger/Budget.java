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
    if (issuedForTheSame(reading, occasion) >= OF_ONE_REQUEST) {
      return new Standing.Spent();
    }
    return leastOfTheDay(reading, occasion, now)
        .<Standing>map(oldest -> new Standing.Exhausted(oldest.plus(DAY)))
        .orElseGet(Standing.Free::new);
  }

  /** Whether it stands in the journal that there is none until then. */
  boolean isNoted(Reading reading, Occasion occasion, Instant until) {
    return reading
        .one(
            "SELECT max(exhausted_until) AS noted FROM device d WHERE " + device(occasion),
            row -> row.optionalInstant("noted"),
            name(occasion),
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
    transaction.update(
        "UPDATE device AS d SET exhausted_until = ? WHERE " + device(occasion),
        until,
        name(occasion),
        occasion.idevidIssuer().value());
    transaction.journal(
        "vouchers exhausted",
        Optional.of(occasion.serialNumber()),
        Map.of("within 24 hours", Integer.toString(perDay), "until", until.toString()));
  }

  /**
   * Which device it is. Where no device has proven a serial number, it is one however it is
   * written: whoever asks may write it in many ways.
   */
  private static String device(Occasion occasion) {
    return (occasion.serialKey().isPresent() ? "d.serial_key = ?" : "d.serial_number = ?")
        + " AND d.idevid_issuer = ?";
  }

  private static String name(Occasion occasion) {
    return occasion.serialKey().orElseGet(occasion::serialNumber);
  }

  private static long issuedForTheSame(Reading reading, Occasion occasion) {
    return reading
        .one(
            "SELECT COUNT(*) AS issued FROM voucher v JOIN device d ON d.id = v.device WHERE "
                + device(occasion)
                + " AND v.said_sha256 = ?",
            row -> row.number("issued"),
            name(occasion),
            occasion.idevidIssuer().value(),
            occasion.saidSha256())
        .orElseThrow();
  }

  private Optional<Instant> leastOfTheDay(Reading reading, Occasion occasion, Instant now) {
    return reading.one(
        "SELECT v.issued_at FROM voucher v JOIN device d ON d.id = v.device WHERE "
            + device(occasion)
            + " AND v.issued_at > ? AND v.issued_at <= ?"
            + " ORDER BY v.issued_at DESC LIMIT 1 OFFSET ?",
        row -> row.instant("issued_at"),
        name(occasion),
        occasion.idevidIssuer().value(),
        now.minus(DAY),
        now,
        perDay - 1);
  }
}
