package dev.brski.inventory;

import java.time.Instant;
import java.util.Optional;

/**
 * A device that is expected.
 *
 * @param manufacturer the name under which its manufacturer is configured
 * @param serial its serial number, as in the subject of its IDevID
 * @param model what kind of device it is; for people, and for certificates' names
 * @param place where it belongs; for the same
 * @param note anything else; for the same
 * @param validUntil from when it is as unknown as one that is not here; empty for never
 */
public record Entry(
    String manufacturer,
    String serial,
    Optional<String> model,
    Optional<String> place,
    Optional<String> note,
    Optional<Instant> validUntil) {

  /**
   * What tells one device from another.
   *
   * @param manufacturer the name under which its manufacturer is configured
   * @param serial its serial number
   */
  public record Key(String manufacturer, String serial) {}

  /** What tells it from other devices. */
  public Key key() {
    return new Key(manufacturer, serial);
  }
}
