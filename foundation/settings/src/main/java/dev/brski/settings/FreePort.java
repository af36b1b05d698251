package dev.brski.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * A port that can be written into settings: free now, and outside the range from which the system
 * takes ports for clients, so that it is still free after a restart.
 */
public final class FreePort {

  private static final Path CLIENT_PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** The range of RFC 6335 section 6, where the system does not tell its own. */
  private static final Range DYNAMIC = new Range(49_152, 65_535);

  private static final int LOWEST = 10_240;
  private static final int HIGHEST = 65_535;
  private static final int TRIES = 200;

  private record Range(int first, int last) {

    boolean has(int port) {
      return first <= port && port <= last;
    }
  }

  private FreePort() {}

  /**
   * A port on which the host can be listened on.
   *
   * @param host a name or an IP address of this machine
   * @throws IOException when the host is not of this machine, or no free port was found
   */
  public static int on(String host) throws IOException {
    var address = InetAddress.getByName(host);
    var clients = clientPorts();
    var random = RandomGenerator.getDefault();
    var last = new IOException("every port outside the system's own range was tried");
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST + 1);
      if (clients.has(port)) {
        continue;
      }
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(address, port));
        return port;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException("no free port on " + host + ": " + last.getMessage(), last);
  }

  private static Range clientPorts() throws IOException {
    if (!Files.isReadable(CLIENT_PORTS)) {
      return DYNAMIC;
    }
    // Such a file gives everything to the first read and nothing to a second one.
    var limits = Files.readAllLines(CLIENT_PORTS).getFirst().split("\\s+", -1);
    return limits.length == 2
        ? new Range(Integer.parseInt(limits[0]), Integer.parseInt(limits[1]))
        : DYNAMIC;
  }
}
