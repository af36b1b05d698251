package dev.brski.wire;

import java.util.Locale;
import java.util.Set;

/**
 * A method on a path, and who answers there.
 *
 * @param method the method, in upper case
 * @param path the exact path, or everything beneath one that ends in {@code /*}
 * @param mediaTypes the media types that are taken, in lower case and without parameters; empty if
 *     the content does not matter
 * @param maxBody the most octets of content
 * @param handler who answers
 */
public record Route(
    String method, String path, Set<String> mediaTypes, int maxBody, Handler handler) {

  /** Demands a method, an absolute path and media types without parameters. */
  public Route {
    mediaTypes = Set.copyOf(mediaTypes);
    if (!method.matches("[A-Z]+")) {
      throw new IllegalArgumentException("not a method: " + method);
    }
    if (!path.startsWith("/") || path.substring(0, path.length() - 1).indexOf('*') >= 0) {
      throw new IllegalArgumentException("not a path: " + path);
    }
    if (maxBody < 0) {
      throw new IllegalArgumentException("a limit is not negative");
    }
    for (var type : mediaTypes) {
      if (!type.equals(type.toLowerCase(Locale.ROOT)) || type.indexOf(';') >= 0) {
        throw new IllegalArgumentException("not a bare media type in lower case: " + type);
      }
    }
  }

  /** A route that takes no content. */
  public static Route get(String path, Handler handler) {
    return new Route("GET", path, Set.of(), 0, handler);
  }

  /** A route that takes content of one media type. */
  public static Route post(String path, String mediaType, int maxBody, Handler handler) {
    return new Route("POST", path, Set.of(mediaType), maxBody, handler);
  }

  boolean covers(String requested) {
    return path.endsWith("/*")
        ? requested.startsWith(path.substring(0, path.length() - 1))
        : requested.equals(path);
  }
}
