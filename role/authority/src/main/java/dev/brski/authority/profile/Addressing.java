package dev.brski.authority.profile;

import java.util.Locale;

/** How an address inside an autonomic control plane is made (RFC 8994 section 6.11). */
public enum Addressing {
  /** ACP Zone Addressing Sub-Scheme with Zone-ID 0: two addresses for each node (6.11.3). */
  ZONE(15),
  /** ACP Vlong Addressing Sub-Scheme, F=0: 256 addresses for each node (6.11.5). */
  VLONG_8(23),
  /** ACP Vlong Addressing Sub-Scheme, F=1: 65,536 addresses for each node (6.11.5). */
  VLONG_16(15),
  /** None, for a node that may not build secure channels (6.11.4). */
  NONE(0);

  private final int nodeNumberBits;

  Addressing(int nodeNumberBits) {
    this.nodeNumberBits = nodeNumberBits;
  }

  /** How many nodes one registrar can give an address of this kind. */
  public long nodes() {
    return 1L << nodeNumberBits;
  }

  /** As it is written in a profile. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
