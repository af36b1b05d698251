package dev.brski.wire;

import dev.brski.verdict.Check;

/** Why a place that a stranger names is not connected to. */
public enum EgressCheck implements Check {
  /** The operator has not listed it. */
  HOST("egress-host", "the host is not one that may be connected to"),
  /** Its name has no address. */
  NAME("egress-name", "the host has no address"),
  /** It has an address that leads to this machine, to its link, or to nobody. */
  ADDRESS("egress-address", "the host has an address that is not connected to");

  private final String id;
  private final String told;

  EgressCheck(String id, String told) {
    this.id = id;
    this.told = told;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String told() {
    return told;
  }
}
