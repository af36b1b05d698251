package dev.brski.wire;

import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;

/**
 * HTTP/1.1 without TLS, for what is signed itself and must be had before anything is trusted, such
 * as the status of a certificate (RFC 6960 appendix A). Its limits, and what is answered here, are
 * those of {@link HttpsServer}.
 *
 * <p>A path may hold what is data and not a place: slashes one after the other, or encoded ones.
 */
public final class HttpServer implements AutoCloseable {

  private static final UriCompliance PATHS_OF_DATA =
      UriCompliance.DEFAULT.with(
          "DATA", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_EMPTY_SEGMENT);

  private final HttpFloor floor;
  private final HostPort address;

  private HttpServer(HttpFloor floor, HostPort address) {
    this.floor = floor;
    this.address = address;
  }

  /**
   * Listens and serves.
   *
   * @throws IOException when the address cannot be listened on
   */
  public static HttpServer start(ServerSettings settings, List<Route> routes) throws IOException {
    var floor = new HttpFloor("http", settings, routes);
    return new HttpServer(floor, floor.listen(floor.http(PATHS_OF_DATA)));
  }

  /** The host of its settings, with the port it listens on. */
  public HostPort address() {
    return address;
  }

  /**
   * Takes no more connections, lets requests in flight finish within the grace of the settings, and
   * ends.
   */
  @Override
  public void close() {
    floor.close();
  }
}
