package dev.brski.pledge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Web origins (RFC 6454): scheme, host and port, which is all that names a registrar. */
final class Origin {

  private static final int HTTPS = 443;

  private Origin() {}

  /**
   * The origin that a user named, its port spelled out.
   *
   * @throws IllegalArgumentException when it is not {@code https://HOST[:PORT]}
   */
  static URI of(URI given) {
    var path = given.getRawPath();
    boolean bare =
        (path == null || path.isEmpty() || path.equals("/"))
            && given.getRawQuery() == null
            && given.getRawFragment() == null;
    if (!bare || !isHttps(given)) {
      throw new IllegalArgumentException(
          "a registrar is named as https://HOST[:PORT], not as " + given);
    }
    return ofTarget(given);
  }

  /** The origin of an https URI. */
  static URI ofTarget(URI target) {
    int port = target.getPort() < 0 ? HTTPS : target.getPort();
    try {
      return new URI(
          "https", null, target.getHost().toLowerCase(Locale.ROOT), port, null, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whether it is an https URI with a host, without user information and with a usable port. */
  static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme())
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getPort() != 0
        && uri.getPort() <= 65_535;
  }
}
