package dev.brski.masa.intake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/** What one caller can be taken to have, of an address that is not looked up. */
public final class Network {

  private static final int OCTETS = 8;

  private Network() {}

  /** An IPv4 address, or the first 64 bits of an IPv6 address, which one household has. */
  public static String of(String address) {
    return ipv6(address)
        .map(octets -> HexFormat.ofDelimiter(":").formatHex(octets, 0, OCTETS))
        .orElse(address);
  }

  private static Optional<byte[]> ipv6(String address) {
    if (address.indexOf(':') < 0) {
      return Optional.empty();
    }
    try {
      return InetAddress.getByName(address) instanceof Inet6Address found
          ? Optional.of(found.getAddress())
          : Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }
}
