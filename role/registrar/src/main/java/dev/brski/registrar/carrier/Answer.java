package dev.brski.registrar.carrier;

import dev.brski.cmp.CmpMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * What a peer upstream answered; nothing of it is trusted for having come.
 *
 * @param peer who answered, for the operator
 * @param status the HTTP status, or 200 where a carrier knows no statuses
 * @param mediaType without parameters, lower case
 * @param content the exact octets
 * @param explanation the peer's own words in case of an error, fit for a log
 * @param retryAfter when the peer wants to be asked again, if it says
 * @param location where the peer says the answer is, as it came
 */
public record Answer(
    String peer,
    int status,
    String mediaType,
    byte[] content,
    String explanation,
    Optional<Duration> retryAfter,
    Optional<String> location) {

  /**
   * A PKIMessage that a person brought.
   *
   * @param whence where it was, for the operator
   */
  public static Answer brought(String whence, byte[] message) {
    return new Answer(
        whence, 200, CmpMessage.MEDIA_TYPE, message, "", Optional.empty(), Optional.empty());
  }

  /** An answer that names no other place. */
  public Answer(
      String peer,
      int status,
      String mediaType,
      byte[] content,
      String explanation,
      Optional<Duration> retryAfter) {
    this(peer, status, mediaType, content, explanation, retryAfter, Optional.empty());
  }
}
