package dev.brski.registrar.enrollment;

import dev.brski.cmp.CmpMessage;
import dev.brski.wire.Call;
import java.net.URI;

/**
 * Where messages go at the authority's server (RFC 9811 section 3.3, RFC 9483 section 6.1).
 *
 * @param path without a slash at its end, if labels follow
 * @param labels whether the operation's label is added to it
 */
public record Route(String path, boolean labels) {

  private static final String WELL_KNOWN = "/.well-known/cmp";

  /** The well-known one. */
  public static Route wellKnown() {
    return new Route(WELL_KNOWN, true);
  }

  /** That of a URL: its path, or with labels and without a path the well-known one. */
  public static Route of(URI url, boolean labels) {
    var path = url.getRawPath() == null ? "" : url.getRawPath();
    if (!labels) {
      return new Route(path.isEmpty() ? "/" : path, false);
    }
    var stem = path.replaceAll("/+$", "");
    return new Route(stem.isEmpty() ? WELL_KNOWN : stem, true);
  }

  /**
   * A message by itself.
   *
   * @param label the path segment of its operation
   */
  public Call call(String label, byte[] message) {
    return Call.post(
        labels ? path + "/" + label : path, CmpMessage.MEDIA_TYPE, message, CmpMessage.MEDIA_TYPE);
  }
}
