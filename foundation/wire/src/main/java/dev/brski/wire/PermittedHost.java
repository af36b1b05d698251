package dev.brski.wire;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * A host that an operator lists as one that may be connected to: {@code crl.example.org}, {@code
 * 10.1.2.3:8080}, {@code [2001:db8::1]}, or {@code *.example.org:9443} for every host that has one
 * label more.
 *
 * @param host a name, an IP address without brackets, or a name whose first label is {@code *}
 * @param port which of its ports; if empty, the usual one of the protocol
 */
public record PermittedHost(String host, Optional<Integer> port) {

  private static final String ANY_LABEL = "*.";

  /** Demands a host and a port that can exist. */
  public PermittedHost {
    var checked = new HostPort(withoutWildcard(host), port.orElse(1));
    if (checked.port() == 0) {
      throw new IllegalArgumentException("a port is 1 to 65535, not 0");
    }
    if (host.startsWith(ANY_LABEL) && (checked.isAddress() || checked.host().indexOf('.') < 1)) {
      throw new IllegalArgumentException(
          "'" + host + "' is not the name of a domain below a top-level one");
    }
  }

  /**
   * Reads {@code HOST} or {@code HOST:PORT}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException when the text is anything else; the message says what is
   *     wanted
   */
  public static PermittedHost parse(String text) {
    if (text.matches("\\[[^\\[\\]]*]")) {
      return new PermittedHost(text.substring(1, text.length() - 1), Optional.empty());
    }
    if (text.indexOf(':') < 0) {
      return new PermittedHost(text, Optional.empty());
    }
    var wildcard = text.startsWith(ANY_LABEL) ? ANY_LABEL : "";
    var place = HostPort.parse(text.substring(wildcard.length()));
    return new PermittedHost(wildcard + place.host(), Optional.of(place.port()));
  }

  /**
   * Whether this is the place.
   *
   * @param usualPort the port that is meant where none is written
   */
  public boolean covers(HostPort place, int usualPort) {
    return port.orElse(usualPort) == place.port() && coversHost(place.host());
  }

  /**
   * The one place that this is, unless it stands for many.
   *
   * @param usualPort the port that is meant where none is written
   */
  public Optional<HostPort> place(int usualPort) {
    return host.startsWith(ANY_LABEL)
        ? Optional.empty()
        : Optional.of(new HostPort(host, port.orElse(usualPort)));
  }

  /**
   * A text that two have only if they mean the same.
   *
   * @param usualPort the port that is meant where none is written
   */
  public String key(int usualPort) {
    int number = port.orElse(usualPort);
    return host.startsWith(ANY_LABEL)
        ? ANY_LABEL + new HostPort(withoutWildcard(host), number).plain()
        : new HostPort(host, number).plain().toString();
  }

  private boolean coversHost(String other) {
    var address = literal(other);
    if (address.isPresent()) {
      return literal(host).equals(address);
    }
    var name = plain(other);
    if (!host.startsWith(ANY_LABEL)) {
      return plain(host).equals(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && plain(withoutWildcard(host)).equals(name.substring(dot + 1));
  }

  /** The address that a text is, if it is no name. */
  static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String withoutWildcard(String host) {
    return host.startsWith(ANY_LABEL) ? host.substring(ANY_LABEL.length()) : host;
  }

  static String plain(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    var written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port.map(number -> written + ":" + number).orElse(written);
  }
}
