package dev.brski.voucher.check;

import dev.brski.trust.Certificates;
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

  /** Compares with the serialNumber attribute of an IDevID's subject (RFC 8995 section 2.3.1). */
  static Match compare(String claimed, X509Certificate idevid) {
    return Certificates.serialNumberAttribute(idevid)
        .map(certified -> compare(claimed, certified))
        .orElse(Match.NONE);
  }

  static String difference(String claimed, X509Certificate idevid) {
    return "the request says "
        + Description.printable(claimed)
        + ", the IDevID "
        + Certificates.serialNumberAttribute(idevid)
            .map(Description::printable)
            .orElse("has no serialNumber attribute")
        + ", "
        + SignedArtifact.name(idevid);
  }
}
