package dev.brski.inventory;

import dev.brski.verdict.Check;

/** What can be wrong with what an operator asks of an inventory. */
public enum InventoryCheck implements Check {
  /** It names the device. */
  UNKNOWN("inventory-unknown", "the device is not in the inventory"),
  /** One device is meant. */
  AMBIGUOUS("inventory-ambiguous", "several devices have this serial number");

  private final String id;
  private final String told;

  InventoryCheck(String id, String told) {
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
