package dev.brski.store;

import dev.brski.verdict.Check;

/** What can be found wrong with a store. */
public enum StoreCheck implements Check {
  /** A line of the journal is not what was written, or is missing. */
  JOURNAL("store-journal", "the journal has been altered");

  private final String id;
  private final String told;

  StoreCheck(String id, String told) {
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
