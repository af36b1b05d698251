package dev.brski.voucher.check;

import dev.brski.trust.Description;
import dev.brski.voucher.SignedArtifact;
import java.security.cert.X509Certificate;

/** Compares serial numbers: exactly, or but for upper and lower case (RFC 5280 section 7.1). */
final class SerialNumbers {

  /** How two serial numbers relate. */
  enum Match {
    EXACT,
    BUT_FOR_CASE,
    NONE
  }

  private SerialNumbers() {}

  static Match compare(String one, String other) {
    if (one.equals(other)) {
      return Match.EXACT;
    }
    return one.equalsIgnoreCase(other) ? Match.BUT_FOR_CASE : Match.NONE;
  }

  /** How a serial number that is claimed differs from the one that an IDevID has. */
  static String difference(String claimed, String certified, X509Certificate idevid) {
    return "the request says "
        + Description.printable(claimed)
        + ", the IDevID "
        + Description.printable(certified)
        + ", "
        + SignedArtifact.name(idevid);
  }
}
