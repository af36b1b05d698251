package dev.brski.registrar.audit;

/** What a rule of the policy says of whatever breaks it. */
public enum Ruling {
  /** It is written down, and the device goes on. */
  ALLOW,
  /** The device waits until an operator decides. */
  HOLD,
  /** The device is not taken. */
  REFUSE;

  /** The stricter of both. */
  Ruling or(Ruling other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether it keeps a device from going on. */
  boolean bites() {
    return this != ALLOW;
  }
}
