package dev.brski.authority.profile;

import dev.brski.trust.CryptoSuite;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The address of a node inside an autonomic control plane: a ULA whose global ID is the hash of the
 * routing-subdomain (RFC 8994 section 6.11.2).
 *
 * @param hex 32 hexadecimal digits in lower case, which section 6.2.2 recommends
 */
public record AcpAddress(String hex) {

  private static final int GLOBAL_ID_OCTETS = 5;

  /** Demands 32 digits in the range of locally assigned ULAs. */
  public AcpAddress {
    if (!hex.matches("fd[0-9a-f]{30}")) {
      throw new IllegalArgumentException("no ACP address: " + hex);
    }
  }

  /**
   * The address of a node; the bits that are the node's own are zero.
   *
   * @param registrarId one that no other registrar of the ACP domain has (section 6.11.7.2)
   * @param nodeNumber unique among the nodes of this registrar and addressing
   * @throws IllegalArgumentException when the number of the node does not fit
   */
  public static AcpAddress of(
      String routingSubdomain, Addressing addressing, AcpRegistrarId registrarId, long nodeNumber) {
    if (nodeNumber < 0 || nodeNumber >= addressing.nodes()) {
      throw new IllegalArgumentException(addressing + " has no node " + nodeNumber);
    }
    var id = BigInteger.valueOf(registrarId.number());
    var node = BigInteger.valueOf(nodeNumber);
    var below =
        switch (addressing) {
          case ZONE -> id.shiftLeft(16).or(node.shiftLeft(1));
          case VLONG_8 -> vlong(id, 0).or(node.shiftLeft(8));
          case VLONG_16 -> vlong(id, 1).or(node.shiftLeft(16));
          case NONE -> throw new IllegalArgumentException("no address is one of no kind");
        };
    var prefix =
        BigInteger.valueOf(0xfd).shiftLeft(120).or(globalId(routingSubdomain).shiftLeft(80));
    return new AcpAddress("%032x".formatted(prefix.or(below)));
  }

  /** Type 1 in the two bits after the prefix, then the Registrar-ID and the bit F. */
  private static BigInteger vlong(BigInteger registrarId, int format) {
    return BigInteger.ONE
        .shiftLeft(78)
        .or(registrarId.shiftLeft(32))
        .or(BigInteger.valueOf(format).shiftLeft(31));
  }

  /** The first 40 bits of the SHA-256 hash of a routing-subdomain. */
  static BigInteger globalId(String routingSubdomain) {
    var hash = CryptoSuite.sha256(routingSubdomain.getBytes(StandardCharsets.US_ASCII));
    return new BigInteger(1, Arrays.copyOf(hash, GLOBAL_ID_OCTETS));
  }

  /** As IPv6 addresses are written, in full. */
  public String text() {
    var groups = new StringBuilder();
    for (int i = 0; i < hex.length(); i += 4) {
      groups.append(i == 0 ? "" : ":").append(hex, i, i + 4);
    }
    return groups.toString();
  }
}
