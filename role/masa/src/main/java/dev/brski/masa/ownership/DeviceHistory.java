package dev.brski.masa.ownership;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who owned a device, and when; what else operators did with it, and who asked for it in vain.
 *
 * @param serial the device's serial number
 * @param owner the customer that owns it now
 * @param since since when
 * @param blocked why it gets no voucher at all
 * @param events oldest first
 * @param denied oldest first; not every request is kept
 */
public record DeviceHistory(
    String serial,
    Optional<String> owner,
    Optional<Instant> since,
    Optional<String> blocked,
    List<Event> events,
    List<Denied> denied) {

  /**
   * Something that an operator did.
   *
   * @param kind {@code sold}, {@code transferred}, {@code released}, {@code blocked} or {@code
   *     unblocked}
   * @param from the owner before, by its name then
   * @param to the owner after, by its name then
   * @param reason why
   * @param by the user who did it
   */
  public record Event(
      Instant at,
      String serial,
      String kind,
      Optional<String> from,
      Optional<String> to,
      String reason,
      String by) {}

  /** A domain that asked in vain, with what is known of it. */
  public record Denied(
      Instant at, String ground, String domain, String registrar, String address) {}

  /** Makes the lists immutable. */
  public DeviceHistory {
    events = List.copyOf(events);
    denied = List.copyOf(denied);
  }
}
