package dev.brski.registrar.onboarding;

import java.time.Duration;

/**
 * How much devices may leave here.
 *
 * @param exchangesPerHour how many voucher exchanges and operations one device may begin in an
 *     hour, and at once
 * @param openPerManufacturer how many upstream messages may wait for the devices of one
 *     manufacturer
 * @param open how many may wait in all
 */
public record Limits(int exchangesPerHour, int openPerManufacturer, int open) {

  private static final Limits STANDARD = new Limits(60, 25_000, 50_000);

  /** Refuses limits under which nothing could ever begin. */
  public Limits {
    if (exchangesPerHour < 2 || openPerManufacturer < 1 || open < 1) {
      throw new IllegalArgumentException("limits that let no device in");
    }
  }

  /** What suits a site of some ten thousand devices. */
  public static Limits standard() {
    return STANDARD;
  }

  /** How long it takes until one more exchange is allowed. */
  Duration interval() {
    return Duration.ofHours(1).dividedBy(exchangesPerHour);
  }

  /**
   * Nothing was begun and nothing kept; the device is to come back.
   *
   * @param cause for the operator
   * @param after how long it should wait
   */
  public record Beyond(String cause, Duration after) {}
}
