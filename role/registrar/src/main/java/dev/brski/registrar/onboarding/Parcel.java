package dev.brski.registrar.onboarding;

import java.time.Instant;
import java.util.Optional;

/**
 * One upstream message in the outbox: what waits to be handed to a carrier.
 *
 * @param id sortable id
 * @param destination to whom
 * @param device the device's id
 * @param serialNumber the device's serial number
 * @param exchange the id of the imprint or enrollment that it belongs to
 * @param kind what the message is
 * @param content the exact octets to deliver
 * @param attempts how often it was handed to a carrier in vain
 * @param nextAttempt not before this instant
 * @param reason why the last attempt was in vain
 * @param version counts the changes; the next change must name it
 */
public record Parcel(
    String id,
    Destination destination,
    String device,
    String serialNumber,
    String exchange,
    Message.Kind kind,
    byte[] content,
    int attempts,
    Instant nextAttempt,
    Optional<String> reason,
    long version) {

  /**
   * What has to be known of a parcel before it is taken out.
   *
   * @param device the device's id
   * @param octets the length of its content
   */
  public record Slip(String id, String device, int octets) {}

  /** Where a parcel goes. */
  public sealed interface Destination {

    /** The MASA of a manufacturer. */
    record Masa(String manufacturer) implements Destination {}

    /** The authority of a domain. */
    record Authority(String domain) implements Destination {}

    /** The form in which it is stored. */
    default String text() {
      return switch (this) {
        case Masa(String manufacturer) -> "masa:" + manufacturer;
        case Authority(String domain) -> "authority:" + domain;
      };
    }

    /**
     * The destination of a stored form.
     *
     * @throws IllegalArgumentException when the text is not such a form
     */
    static Destination of(String text) {
      var colon = text.indexOf(':');
      var name = text.substring(colon + 1);
      return switch (text.substring(0, Math.max(colon, 0))) {
        case "masa" -> new Masa(name);
        case "authority" -> new Authority(name);
        default -> throw new IllegalArgumentException("no destination: " + text);
      };
    }
  }
}
