package dev.brski.pledge;

import java.net.URI;
import java.util.List;

/**
 * What a voucher settled: whose domain this is, and who speaks for it.
 *
 * @param registrar the registrar as it was given to the pledge
 * @param origin where the rest of the way leads; elsewhere after a redirection
 * @param voucher the voucher
 * @param pin the pinned-domain-cert, DER
 */
record Imprint(URI registrar, URI origin, StoredMessage voucher, StoredMessage pin) {

  /** The messages that must be kept. */
  List<StoredMessage> messages() {
    return List.of(voucher, pin);
  }
}
