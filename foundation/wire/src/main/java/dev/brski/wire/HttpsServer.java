package dev.brski.wire;

import dev.brski.trust.Credential;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * HTTP/1.1 over TLS 1.2 and 1.3. Requests reach their {@link Handler} whole and within the limits;
 * 400, 404, 405, 408, 413, 415, 431, 500 and 503 are answered here, in plain text (RFC 8995 section
 * 5.6).
 */
public final class HttpsServer implements AutoCloseable {

  private final HttpFloor floor;
  private final HostPort address;

  private HttpsServer(HttpFloor floor, HostPort address) {
    this.floor = floor;
    this.address = address;
  }

  /**
   * Listens and serves.
   *
   * @param credential asked at the start and once for each new connection; connections keep what
   *     they began with
   * @throws IOException when the address cannot be listened on
   */
  public static HttpsServer start(
      ServerSettings settings,
      Supplier<Credential> credential,
      ClientCertificates mode,
      List<Route> routes)
      throws IOException {
    var floor = new HttpFloor("https", settings, routes);
    var tls =
        new SslConnectionFactory(new ServerTls(credential, mode), HttpVersion.HTTP_1_1.asString());
    return new HttpsServer(floor, floor.listen(tls, floor.http()));
  }

  /** The port it listens on. */
  public int port() {
    return address.port();
  }

  /** The host of its settings, with the port it listens on. */
  public HostPort address() {
    return address;
  }

  /** Completes when {@link #close} begins, for those who wait inside a handler. */
  public CompletableFuture<Void> closing() {
    return floor.closing();
  }

  /**
   * Takes no more connections, lets requests in flight finish within the grace of the settings,
   * interrupts handlers that still wait, and ends.
   */
  @Override
  public void close() {
    floor.close();
  }
}
