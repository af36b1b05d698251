package dev.brski.registrar.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The day on which devices were bought.
 *
 * @param day in UTC
 */
public record Purchase(LocalDate day) {

  /**
   * Reads a day such as {@code 2026-03-01}.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Purchase parse(String text) {
    try {
      return new Purchase(LocalDate.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is not a day such as 2026-03-01", e);
    }
  }

  /** Whether something happened before that day. */
  boolean isAfter(Instant at) {
    return at.isBefore(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
