package dev.brski.pledge;

/** What a device asks its domain for (RFC 9483 section 4.3). */
public enum Question {
  /** The certificates of the certification authorities (section 4.3.1). */
  CA_CERTIFICATES,
  /** The root that follows on the one that is trusted (section 4.3.2). */
  ROOT_UPDATE,
  /** What a request for a certificate should hold (section 4.3.3). */
  REQUEST_TEMPLATE,
  /** The newest revocation list of who issued the device's certificate (section 4.3.4). */
  REVOCATION_LIST
}
