package dev.brski.authority.issuing;

/** Whether a person decides on requests that passed every check. */
public enum ApprovalPolicy {
  /** None does: the certificate is made at once. */
  AUTOMATIC,
  /** One does: {@code brski authority approve} or {@code deny}. */
  MANUAL;
}
