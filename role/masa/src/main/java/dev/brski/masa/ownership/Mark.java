package dev.brski.masa.ownership;

/**
 * A certificate of a registrar's chain has the key of a customer's, or stands under a customer's
 * CA.
 *
 * @param position how far up the chain; 0 is the registrar's own, and of a CA above what was sent
 *     the length of the chain
 * @param customer whose it is
 * @param name that customer's name
 * @param learnt whether it became known on first use, and nobody has confirmed it
 */
record Mark(int position, String customer, String name, MarkKind kind, boolean learnt) {

  /** Whether the registrar is the customer's. */
  boolean identifies() {
    return kind.identifies() && (kind != MarkKind.REGISTRAR || position == 0);
  }
}
