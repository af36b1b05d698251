package dev.brski.factory;

import dev.brski.verdict.Check;

/** What can be wrong when a manufacturer is set up or a device is made. */
public enum FactoryCheck implements Check {
  /** Nothing is overwritten. */
  EXISTS("factory-exists", "it exists already"),
  /** A file is missing or unusable. */
  FILE("factory-file", "a file is missing or unusable"),
  /** A name is not usable in a certificate. */
  NAME("factory-name", "the name is not usable"),
  /** A serial number is not usable. */
  SERIAL_NUMBER("factory-serial", "the serial number is not usable"),
  /** A hwType is no object identifier. */
  HARDWARE_TYPE("factory-hwType", "the type of the hardware is not usable"),
  /** No two devices of a manufacturer have the same serial number. */
  UNIQUE("factory-unique", "a device with this serial number was made before");

  private final String id;
  private final String told;

  FactoryCheck(String id, String told) {
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
