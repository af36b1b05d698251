package dev.brski.authority.issuing;

/** Whether a registrar that asks for its next credential gets one. */
public enum RegistrarUpdatePolicy {
  /** It does: it proves by the credential that it has that a person decided on it. */
  AUTOMATIC,
  /** It does not: a person makes every credential. */
  REFUSE;
}
