package dev.brski.load;

import dev.brski.verdict.Check;

/** What can be wrong with a load before it begins. */
public enum LoadCheck implements Check {
  /** Nothing is overwritten. */
  EXISTS("load-exists", "it exists already"),
  /** The folder of a load is missing or unusable. */
  FILE("load-file", "a file is missing or unusable"),
  /** Only this machine is loaded, unless another is meant. */
  LOOPBACK("load-loopback", "it is not on this machine"),
  /** Where a registrar is has one form. */
  REGISTRAR("load-registrar", "it is no registrar's address");

  private final String id;
  private final String told;

  LoadCheck(String id, String told) {
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
