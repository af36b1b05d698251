package dev.brski.pledge;

/**
 * An operation beside the way into the domain, as it is kept until it has come to its end.
 *
 * @param settled whether its answer is final and has still to be put in its place
 */
record Errand(Transaction transaction, boolean settled) {

  /** What an operation is for; of each kind one may be under way. */
  enum Kind {
    /** Another certificate for another key (RFC 9483 section 4.1.3). */
    RENEWAL,
    /** The certificate taken back (section 4.2). */
    REVOCATION,
    /** A question (section 4.3). */
    INQUIRY
  }

  static Errand of(Transaction transaction) {
    return new Errand(transaction, false);
  }
}
