package dev.brski.registrar.control;

import dev.brski.verdict.Check;

/** What can be wrong with an operator's word on a device. */
public enum JoinCheck implements Check {
  /** It says which device is meant. */
  UNKNOWN("join-unknown", "no such device is known"),
  /** It changes something. */
  SETTLED("join-settled", "it was decided so before"),
  /** It can be kept in the journal. */
  RULING("join-ruling", "the reason is not usable");

  private final String id;
  private final String told;

  JoinCheck(String id, String told) {
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
