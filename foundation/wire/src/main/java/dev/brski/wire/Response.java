package dev.brski.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a {@link Request}.
 *
 * @param status the HTTP status code
 * @param mediaType the value of Content-Type
 * @param body the content
 * @param headers further fields
 * @param close whether the connection ends with this answer
 */
public record Response(
    int status,
    Optional<String> mediaType,
    byte[] body,
    Map<String, String> headers,
    boolean close) {

  private static final String TEXT = "text/plain; charset=utf-8";

  /** Copies what could change. */
  public Response {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("no final status: " + status);
    }
    body = body.clone();
    headers = Map.copyOf(headers);
    mediaType.ifPresent(value -> FieldText.demand("Content-Type", value));
    headers.forEach(FieldText::demand);
  }

  /** The content. */
  @Override
  public byte[] body() {
    return body.clone();
  }

  /** A line for a person, in UTF-8, as RFC 8995 section 5.6 wants errors explained. */
  public static Response text(int status, String line) {
    return of(status, TEXT, (line.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** An answer with content. */
  public static Response of(int status, String mediaType, byte[] body) {
    return new Response(status, Optional.of(mediaType), body, Map.of(), false);
  }

  /** An answer without content. */
  public static Response empty(int status) {
    return new Response(status, Optional.empty(), new byte[0], Map.of(), false);
  }

  /** The same answer with one more field. */
  public Response withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, mediaType, body, more, close);
  }

  /** The same answer, after which the connection is closed. */
  public Response closing() {
    return new Response(status, mediaType, body, headers, true);
  }
}
