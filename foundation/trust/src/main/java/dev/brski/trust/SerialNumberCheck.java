package dev.brski.trust;

import dev.brski.verdict.Check;

/** The rules on the serial number of a device in its IDevID. */
public enum SerialNumberCheck implements Check {
  /** It is where the manufacturer's devices have theirs (RFC 8995 section 2.3.1). */
  FIELD("8995-2.3.1-field", "the IDevID names no serial number where it is looked for"),
  /** One hwSerialNum, of 1 to 64 printable characters of ASCII, without a space around them. */
  HARDWARE("4108-5-hwSerialNum", "the hwSerialNum of the IDevID is not usable as text");

  private final String id;
  private final String told;

  SerialNumberCheck(String id, String told) {
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
