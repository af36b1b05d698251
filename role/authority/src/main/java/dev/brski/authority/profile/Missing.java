package dev.brski.authority.profile;

/** What happens when a name needs what nothing is known of for a device. */
public enum Missing {
  /** The device gets no certificate. */
  REFUSE,
  /** The certificate goes without the name. */
  OMIT
}
