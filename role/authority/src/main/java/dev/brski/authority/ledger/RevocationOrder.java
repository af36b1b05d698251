package dev.brski.authority.ledger;

import dev.brski.trust.RevocationReason;
import java.util.Optional;

/**
 * What an operator wants to be revoked; every certificate of it that is neither revoked nor
 * expired.
 *
 * @param kind what the name is the name of
 * @param name a certificate's serial number, a device's, or a registrar's name
 * @param by the operating-system user who wants it
 * @param note for the journal
 */
public record RevocationOrder(
    Kind kind, String name, RevocationReason reason, String by, Optional<String> note) {

  /** What can be named. */
  public enum Kind {
    /** By its serial number, in hexadecimal. */
    CERTIFICATE,
    /** All of a device's, by the serial number of that. */
    DEVICE,
    /** All of a registrar's, which brings no requests any more. */
    REGISTRAR
  }
}
