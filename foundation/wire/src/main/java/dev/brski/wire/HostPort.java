package dev.brski.wire;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/**
 * A place on the network, as people write it: {@code host:port}, {@code [2001:db8::1]:8443}.
 *
 * @param host a name or an IP address, without brackets
 * @param port 0 to 65535; 0 only where one listens and any free port will do
 */
public record HostPort(String host, int port) {

  /** Demands a host and a port that can exist. */
  public HostPort {
    if (!host.matches("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?")) {
      throw new IllegalArgumentException("'" + host + "' is neither a host name nor an IP address");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }

  /**
   * Reads {@code host:port}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException when the text is anything else; the message says what is
   *     wanted
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
    }
    var host = text.substring(0, colon);
    int port = Integer.parseInt(text.substring(colon + 1));
    if (host.startsWith("[") && host.endsWith("]")) {
      return new HostPort(host.substring(1, host.length() - 1), port);
    }
    if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address is written [" + host + "]:" + port);
    }
    return new HostPort(host, port);
  }

  /**
   * Where a URI with a host leads, as everybody writes it; empty if it has none, or a user.
   *
   * @param usualPort the port that is meant where none is written
   */
  public static Optional<HostPort> of(URI uri, int usualPort) {
    if (uri.getRawUserInfo() != null || uri.getPort() == 0) {
      return Optional.empty();
    }
    try {
      int port = uri.getPort() < 0 ? usualPort : uri.getPort();
      return Optional.ofNullable(uri.getHost())
          .map(host -> new HostPort(host.replaceAll("^\\[|]$", ""), port).plain());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether the host is an IP address rather than a name. */
  public boolean isAddress() {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** The same place as everybody writes it: in lower case, without a dot at the end. */
  public HostPort plain() {
    return new HostPort(
        PermittedHost.literal(host)
            .map(InetAddress::getHostAddress)
            .orElseGet(() -> PermittedHost.plain(host)),
        port);
  }

  /** What the Host field names: the port only where it is not the usual one. */
  String hostField(int usualPort) {
    var text = toString();
    return port == usualPort ? text.substring(0, text.lastIndexOf(':')) : text;
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
