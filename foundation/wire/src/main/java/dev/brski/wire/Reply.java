package dev.brski.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back; nothing of it is trusted for having come.
 *
 * @param status the HTTP status code
 * @param mediaType the media type, in lower case, without parameters
 * @param body the content
 * @param headers the fields, names in lower case; a field sent twice is joined by a comma
 */
public record Reply(
    int status, Optional<String> mediaType, byte[] body, Map<String, String> headers) {

  private static final int MOST_TEXT = 500;

  /** Copies what could change. */
  public Reply {
    body = body.clone();
    headers = Map.copyOf(headers);
  }

  /** The content. */
  @Override
  public byte[] body() {
    return body.clone();
  }

  /** The value of a field, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * What the peer says in a plain text (RFC 8995 section 5.6), fit for a terminal or a log: one
   * line, no control characters, cut after 500 characters; empty if it says nothing in text.
   */
  public String explanation() {
    if (!mediaType.orElse("text/plain").startsWith("text/plain")) {
      return "";
    }
    var line =
        new String(body, StandardCharsets.UTF_8)
            .replaceAll("[\\p{Cntrl}\\p{Cf}\\s\\uFFFD]+", " ")
            .strip();
    return line.length() <= MOST_TEXT ? line : line.substring(0, MOST_TEXT) + "…";
  }
}
