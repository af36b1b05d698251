package dev.brski.authority.setup;

import dev.brski.wire.HostPort;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how the status of certificates is told (RFC 6960).
 *
 * @param listen where it can be asked for, over HTTP without TLS
 * @param url the same place as new certificates name it; they do not
 * @param lifetime from an answer's thisUpdate to its nextUpdate; 1 hour
 */
public record OcspSettings(HostPort listen, Optional<URI> url, Optional<Duration> lifetime) {

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(2);

  /** Demands a place that a certificate can name, and a lifetime that a signer can outlast. */
  public OcspSettings {
    if (url.filter(
            place ->
                !"http".equalsIgnoreCase(place.getScheme())
                    || place.getHost() == null
                    || place.getRawUserInfo() != null
                    || place.getRawQuery() != null
                    || place.getRawFragment() != null)
        .isPresent()) {
      throw new IllegalArgumentException("url is http://HOST or http://HOST/PATH");
    }
    if (lifetime
        .filter(life -> life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0)
        .isPresent()) {
      throw new IllegalArgumentException("lifetime is 1m to 2d");
    }
  }

  /** From an answer's thisUpdate to its nextUpdate. */
  public Duration answerLifetime() {
    return lifetime.orElse(LIFETIME);
  }

  /** The path of the URL without a slash at its end; empty for the root. */
  public String path() {
    return url.map(URI::getPath).orElse("").replaceAll("/+$", "");
  }
}
