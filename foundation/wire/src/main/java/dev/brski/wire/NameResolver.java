package dev.brski.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface NameResolver {

  /**
   * The addresses that a name has now.
   *
   * @throws UnknownHostException when it has none, or nobody knows
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** The resolver of the operating system. */
  static NameResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
