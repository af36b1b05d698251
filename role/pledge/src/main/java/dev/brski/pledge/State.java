package dev.brski.pledge;

/** Where a pledge is on its way (RFC 8995 section 2.1, figure 2). */
public enum State {
  /** Nothing has happened since the device left the factory, or since it was reset. */
  FACTORY_DEFAULT("factory-default"),
  /** Looking for a registrar, after an attempt came to nothing. */
  DISCOVER("discover"),
  /** Showing the birth certificate to a registrar that is believed only provisionally. */
  IDENTIFY("identify"),
  /** A voucher was asked for, and not yet received. */
  REQUEST_JOIN("request-join"),
  /** The voucher holds; the registrar has still to be told. */
  IMPRINT("imprint"),
  /** Certification is under way. */
  ENROLL("enroll"),
  /** A member of the domain. */
  ENROLLED("enrolled"),
  /** The certificate was revoked at the device's own request; nothing is left of the domain. */
  REVOKED("revoked");

  private final String label;

  State(String label) {
    this.label = label;
  }

  /** The name in reports and in the folder, which stays the same. */
  public String label() {
    return label;
  }
}
