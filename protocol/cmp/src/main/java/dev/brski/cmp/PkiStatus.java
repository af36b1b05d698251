package dev.brski.cmp;

import java.util.Arrays;
import java.util.Optional;

/** PKIStatus: the values in their order, spelled as in RFC 9810 section 5.2.3. */
public enum PkiStatus {
  accepted(0),
  grantedWithMods(1),
  rejection(2),
  waiting(3),
  revocationWarning(4),
  revocationNotification(5),
  keyUpdateWarning(6);

  private final int number;

  PkiStatus(int number) {
    this.number = number;
  }

  /** The INTEGER it is encoded as. */
  public int number() {
    return number;
  }

  /** The status with a number, if there is one. */
  static Optional<PkiStatus> ofNumber(int number) {
    return Arrays.stream(values()).filter(status -> status.number == number).findFirst();
  }

  /** Whether a certificate comes with it. */
  public boolean grants() {
    return this == accepted || this == grantedWithMods;
  }
}
