package dev.brski.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that we send.
 *
 * @param method the method, in upper case
 * @param path the path and query, encoded, beginning with a slash
 * @param mediaType the value of Content-Type
 * @param body the content; a call without media type and octets has none
 * @param accept the media types we take, the most wanted first
 * @param headers further fields
 */
public record Call(
    String method,
    String path,
    Optional<String> mediaType,
    byte[] body,
    List<String> accept,
    Map<String, String> headers) {

  /** Copies what could change and refuses what would break the message. */
  public Call {
    if (!method.matches("[A-Z]+")) {
      throw new IllegalArgumentException("not a method: " + method);
    }
    if (!path.matches("/[!-~]*") || path.indexOf('#') >= 0) {
      throw new IllegalArgumentException("not an encoded path: " + path);
    }
    body = body.clone();
    accept = List.copyOf(accept);
    headers = Map.copyOf(headers);
    mediaType.ifPresent(value -> FieldText.demand("Content-Type", value));
    accept.forEach(value -> FieldText.demand("Accept", value));
    headers.forEach(FieldText::demand);
  }

  /** The content. */
  @Override
  public byte[] body() {
    return body.clone();
  }

  /** A call that fetches. */
  public static Call get(String path, String... accept) {
    return new Call("GET", path, Optional.empty(), new byte[0], List.of(accept), Map.of());
  }

  /** A call that hands something over. */
  public static Call post(String path, String mediaType, byte[] body, String... accept) {
    return new Call("POST", path, Optional.of(mediaType), body, List.of(accept), Map.of());
  }

  boolean hasContent() {
    return mediaType.isPresent() || body.length > 0;
  }
}
