package dev.brski.demo.story;

import java.time.Instant;

/**
 * A message as the registrar kept it, its exact octets.
 *
 * @param id sortable id
 * @param at when it was received or made
 * @param exchange which imprint or enrollment it belongs to
 * @param sender who sent it
 * @param receiver whom it is for
 * @param kind what it is
 * @param mediaType its media type
 * @param content the octets
 */
public record StoryMessage(
    String id,
    Instant at,
    String exchange,
    String sender,
    String receiver,
    String kind,
    String mediaType,
    byte[] content) {

  /** Copies the octets in. */
  public StoryMessage {
    content = content.clone();
  }

  /** A copy of the octets. */
  @Override
  public byte[] content() {
    return content.clone();
  }
}
