package dev.brski.registrar.admission;

import dev.brski.voucher.Paths;
import dev.brski.wire.HostPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a MASA is (RFC 8995 section 2.3.2). It is always spoken to over HTTPS.
 *
 * @param address host, in lower case, and port
 * @param base the path under which its operations are, without a slash at its end
 */
public record MasaPlace(HostPort address, String base) {

  /** The port that is meant where none is written. */
  public static final int USUAL_PORT = 443;

  private static final int LONGEST = 512;

  /** A MASA under the usual path. */
  public static MasaPlace at(HostPort address) {
    return new MasaPlace(address, Paths.BASE);
  }

  /**
   * What a masa-url says: an authority if it has no slash, or else a whole URI, whose scheme does
   * not count, and whose path, if it has one, stands for the usual one. One with a user, a query or
   * a fragment leads nowhere.
   */
  static Optional<MasaPlace> ofUrl(String url) {
    if (url.length() > LONGEST) {
      return Optional.empty();
    }
    return url.indexOf('/') < 0
        ? authority("https://" + url).map(MasaPlace::at)
        : whole(url.startsWith("//") || url.indexOf("://") > 0 ? url : "https://" + url);
  }

  /**
   * Reads the text of a place.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static MasaPlace parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? at(HostPort.parse(text))
        : new MasaPlace(HostPort.parse(text.substring(0, slash)), text.substring(slash));
  }

  private static Optional<MasaPlace> whole(String url) {
    return authority(url)
        .flatMap(
            address ->
                path(url).map(path -> path.isEmpty() ? at(address) : new MasaPlace(address, path)));
  }

  private static Optional<HostPort> authority(String url) {
    return uri(url).flatMap(uri -> HostPort.of(uri, USUAL_PORT));
  }

  private static Optional<String> path(String url) {
    return uri(url)
        .map(URI::getRawPath)
        .map(path -> path.replaceFirst("/+$", ""))
        .filter(path -> path.matches("[!-~]*") && !path.contains("/../") && !path.endsWith("/.."));
  }

  private static Optional<URI> uri(String url) {
    try {
      var uri = new URI(url);
      return uri.getRawQuery() == null && uri.getRawFragment() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** The path of the operation requestvoucher. */
  public String requestVoucher() {
    return base + Paths.REQUEST_VOUCHER.substring(Paths.BASE.length());
  }

  /** The path of the operation requestauditlog. */
  public String requestAuditLog() {
    return base + Paths.REQUEST_AUDIT_LOG.substring(Paths.BASE.length());
  }

  /** The text that {@link #parse} reads: the path only where it is not the usual one. */
  @Override
  public String toString() {
    return base.equals(Paths.BASE) ? address.toString() : address + base;
  }
}
