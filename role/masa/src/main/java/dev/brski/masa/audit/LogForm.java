package dev.brski.masa.audit;

/** How an audit log is handed out (RFC 8995 section 5.8). */
public enum LogForm {
  /** In the answer itself, 200. */
  INLINE,
  /** Under a name of its own, 201 with its Location. */
  LINK
}
