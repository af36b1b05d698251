package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Limits.Beyond;
import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a device may begin something new. Each beginning is charged an interval of time to the
 * device; who is charged an hour ahead waits. What is asked again is not new, and is never charged.
 */
final class Allowance {

  private static final Duration AHEAD = Duration.ofHours(1);
  private static final Duration WHEN_FULL = Duration.ofMinutes(1);
  private static final int SPREAD = 4;

  private final Limits limits;

  Allowance(Limits limits) {
    this.limits = limits;
  }

  /** Why a device may not begin now; nothing is charged. */
  Optional<Beyond> refusal(
      Reading rows, String manufacturer, String serialNumber, Instant now, long salt) {
    return overBudget(rows, manufacturer, serialNumber, now)
        .or(() -> full(rows, manufacturer, serialNumber, salt));
  }

  /** Charges a device for what it begins. */
  void charge(Transaction tx, String device, Instant now) {
    var charged =
        tx.one(
                "SELECT charged_until FROM device WHERE id = ?",
                row -> row.optionalInstant("charged_until"),
                device)
            .flatMap(until -> until);
    tx.updateOne(
        "UPDATE device SET charged_until = ? WHERE id = ?",
        bounded(charged, now).plus(limits.interval()),
        device);
  }

  /** A clock that was ahead charges nobody for longer than the hour. */
  private static Instant bounded(Optional<Instant> charged, Instant now) {
    var most = now.plus(AHEAD);
    return charged
        .filter(until -> until.isAfter(now))
        .map(until -> until.isAfter(most) ? most : until)
        .orElse(now);
  }

  private Optional<Beyond> overBudget(
      Reading rows, String manufacturer, String serialNumber, Instant now) {
    return rows.one(
            "SELECT charged_until FROM device WHERE manufacturer = ? AND serial_number = ?",
            row -> row.optionalInstant("charged_until"),
            manufacturer,
            serialNumber)
        .map(charged -> bounded(charged, now).plus(limits.interval()))
        .map(after -> Duration.between(now.plus(AHEAD), after))
        .filter(Duration::isPositive)
        .map(
            after ->
                new Beyond(
                    "it began %d voucher exchanges and operations within an hour"
                        .formatted(limits.exchangesPerHour()),
                    after));
  }

  private Optional<Beyond> full(Reading rows, String manufacturer, String serialNumber, long salt) {
    long ofManufacturer = waiting(rows, "WHERE manufacturer = ?", manufacturer);
    var cause =
        ofManufacturer >= limits.openPerManufacturer()
            ? Optional.of(ofManufacturer + " messages wait for devices of " + manufacturer)
            : Optional.of(waiting(rows, ""))
                .filter(all -> all >= limits.open())
                .map(all -> all + " messages wait");
    return cause
        .filter(_ -> !hasPlace(rows, manufacturer, serialNumber))
        .map(why -> new Beyond(why + ", the most that this registrar keeps", spread(salt)));
  }

  private static boolean hasPlace(Reading rows, String manufacturer, String serialNumber) {
    return rows.one(
            """
            SELECT count(*) AS n FROM outbox o JOIN device d ON d.id = o.device
            WHERE d.manufacturer = ? AND d.serial_number = ? AND o.state IN ('WAITING', 'INDETERMINATE')
            """,
            row -> row.number("n") > 0,
            manufacturer,
            serialNumber)
        .orElse(false);
  }

  private static long waiting(Reading rows, String where, Object... arguments) {
    return rows.one(
            "SELECT coalesce(sum(waiting), 0) AS n FROM queue_length " + where,
            row -> row.number("n"),
            arguments)
        .orElse(0L);
  }

  /** Not all who are sent away come back together. */
  private static Duration spread(long salt) {
    return WHEN_FULL.plusSeconds(Math.floorMod(salt, WHEN_FULL.multipliedBy(SPREAD).toSeconds()));
  }
}
