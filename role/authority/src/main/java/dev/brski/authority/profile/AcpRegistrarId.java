package dev.brski.authority.profile;

import java.util.HexFormat;

/**
 * What tells one registrar of an ACP domain from the others (RFC 8994 section 6.11.7.2).
 *
 * @param number of 46 bits
 */
public record AcpRegistrarId(long number) {

  /** How many bits of an address it has. */
  public static final int BITS = 46;

  private static final long MOST = (1L << BITS) - 1;

  /** Demands 46 bits. */
  public AcpRegistrarId {
    if (number < 0 || number > MOST) {
      throw new IllegalArgumentException("a Registrar-ID has " + BITS + " bits");
    }
  }

  /**
   * Reads one written like a MAC address, of which the lower 46 bits count.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static AcpRegistrarId parse(String text) {
    if (!text.matches("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}")) {
      throw new IllegalArgumentException("'" + text + "' is not like 02:00:5e:00:53:01");
    }
    return new AcpRegistrarId(HexFormat.fromHexDigitsToLong(text.replace(":", "")) & MOST);
  }
}
