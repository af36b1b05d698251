package dev.brski.authority.issuing;

/** Whether a person decides on key updates where one decides on first certificates. */
public enum KeyUpdatePolicy {
  /** None does: the device proves by the certificate that it has that it was decided on. */
  AUTOMATIC,
  /** One does, as {@link ApprovalPolicy} has it for all other requests. */
  MANUAL;
}
