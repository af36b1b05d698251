package dev.brski.authority.control;

import dev.brski.authority.ledger.Enrollment;
import dev.brski.trust.Certificates;

/**
 * What became of a request that was held.
 *
 * @param id the enrollment's
 * @param device the serial number of the device
 * @param ruling {@code approved} or {@code denied}
 * @param serial the certificate's serial number, lower-case hexadecimal; empty when denied
 */
public record Ruled(String id, String device, String ruling, String serial) {

  static Ruled approved(Enrollment enrollment) {
    return new Ruled(
        enrollment.id(),
        enrollment.device().serialNumber(),
        "approved",
        Certificates.serialNumber(enrollment.reservation().orElseThrow().serialNumber()));
  }

  static Ruled denied(Enrollment enrollment) {
    return new Ruled(enrollment.id(), enrollment.device().serialNumber(), "denied", "");
  }
}
