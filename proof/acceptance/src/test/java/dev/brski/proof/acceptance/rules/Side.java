package dev.brski.proof.acceptance.rules;

/** Who is asked. */
public enum Side {
  /** The authority, as a registrar sees it. */
  AUTHORITY,
  /** The registrar, as a device sees it. */
  REGISTRAR
}
