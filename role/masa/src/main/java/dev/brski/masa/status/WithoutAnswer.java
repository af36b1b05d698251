package dev.brski.masa.status;

/** What happens when a certificate says where its status is, and no valid list can be had. */
public enum WithoutAnswer {
  /** The registrar gets what it asks for; the log tells of it. */
  ACCEPT,
  /** It gets nothing. */
  REFUSE
}
