package dev.brski.demo.story;

import dev.brski.trust.Description;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message, read and judged.
 *
 * @param number its place in the story, from 1
 * @param stops the parties that it goes past, from the sender on
 * @param decoded what is in it
 * @param inner the message untouched inside it
 * @param handedOn whether the last party was seen to have the same octets
 */
record Told(
    int number,
    Kind kind,
    Instant at,
    List<Party> stops,
    byte[] content,
    String sha256,
    Seal seal,
    Description decoded,
    Optional<Inner> inner,
    boolean handedOn) {

  /**
   * A message of the pledge's inside another's.
   *
   * @param number the number of the message that the pledge sent
   * @param sha256 of what lies inside
   * @param untouched whether that is what the pledge sent
   */
  record Inner(int number, String sha256, Seal seal, boolean untouched) {}

  Told {
    stops = List.copyOf(stops);
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  Party sender() {
    return stops.getFirst();
  }

  Party receiver() {
    return stops.getLast();
  }
}
