package dev.brski.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/**
 * HTTP/1.1 on a Unix domain socket that only its owner can open: how commands speak to a running
 * role. What it answers in JSON or text can be looked at on a terminal.
 */
public final class ControlServer implements AutoCloseable {

  private final HttpFloor floor;
  private final ControlSocket socket;

  private ControlServer(HttpFloor floor, ControlSocket socket) {
    this.floor = floor;
    this.socket = socket;
  }

  /**
   * Listens and serves; a socket left behind by a dead program is replaced. Under a folder too deep
   * for a socket's path, the file holds the path of a socket in the temporary folder instead.
   *
   * @throws IOException when another program answers there, or no socket can be made
   */
  public static ControlServer start(Path control, List<Route> routes) throws IOException {
    if (ControlSocket.answers(control)) {
      throw new IOException("another program answers at " + control + ". Stop it first");
    }
    var socket = ControlSocket.prepare(control);
    var settings =
        ServerSettings.on(new HostPort("localhost", 0))
            .withConnections(256)
            .withGrace(Duration.ofSeconds(1));
    var floor = new HttpFloor("control", settings, routes.stream().map(Legible::route).toList());
    var connector = new UnixDomainServerConnector(floor.server(), 1, 1, floor.http());
    connector.setUnixDomainPath(socket.bound());
    var server = new ControlServer(floor, socket);
    try {
      floor.start(connector);
      socket.publish();
      return server;
    } catch (Exception e) {
      server.close();
      throw new IOException("cannot listen on " + control + ": " + e.getMessage(), e);
    }
  }

  /** Completes when {@link #close} begins, for those who wait inside a handler. */
  public CompletableFuture<Void> closing() {
    return floor.closing();
  }

  /**
   * Lets requests in flight finish for up to 1 s, ends, and removes the socket.
   *
   * @throws IOException when the socket cannot be removed
   */
  @Override
  public void close() throws IOException {
    floor.close();
    socket.remove();
  }
}
