package dev.brski.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * Chooses the port of an address that is written down to outlive restarts: one that the system does
 * not hand out to clients in the meantime.
 */
public final class FreePort {

  private static final Path HANDED_OUT = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 10_240;
  private static final int HIGHEST = 65535;
  private static final int USUAL_FIRST = 32768;
  private static final int USUAL_LAST = 60999;
  private static final int ATTEMPTS = 500;

  private FreePort() {}

  /**
   * The same address with a port, if it has none: one that is free now and outside the range of
   * ports that the system gives to clients.
   *
   * @throws IOException when none can be found; the message says what to do
   */
  public static HostPort settle(HostPort listen) throws IOException {
    if (listen.port() != 0) {
      return listen;
    }
    var taken = handedOut();
    var random = RandomGenerator.getDefault();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST + 1);
      if ((port < taken[0] || port > taken[1]) && isFree(listen.host(), port)) {
        return new HostPort(listen.host(), port);
      }
    }
    throw new IOException(
        "no free port was found on " + listen.host() + ". Name one: --listen HOST:PORT");
  }

  /** The first and the last; the kernel answers the first read of the file and no other. */
  private static int[] handedOut() throws IOException {
    if (!Files.isReadable(HANDED_OUT)) {
      return new int[] {USUAL_FIRST, USUAL_LAST};
    }
    try (var file = Files.newInputStream(HANDED_OUT)) {
      var octets = new byte[64];
      int count = file.read(octets);
      var words =
          new String(octets, 0, Math.max(count, 0), StandardCharsets.US_ASCII)
              .strip()
              .split("\\s+", -1);
      return new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
    }
  }

  private static boolean isFree(String host, int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getByName(host), port);
    try (var socket = new ServerSocket()) {
      socket.bind(address);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
