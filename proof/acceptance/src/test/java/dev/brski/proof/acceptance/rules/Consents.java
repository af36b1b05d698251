package dev.brski.proof.acceptance.rules;

import dev.brski.proof.kit.cmp.Tlv;
import java.util.concurrent.atomic.AtomicLong;

/** What an authority of ours wants to see of a registrar's consent. */
final class Consents {

  static final String OID = "2.25.92226477053045961551381105602777003968.1";

  private static final AtomicLong SEQUENCE = new AtomicLong(1_000_000);

  private Consents() {}

  /** The newest of all, which rests on a voucher. */
  static Tlv value(byte[] voucher) {
    return Tlv.sequence(
        Tlv.utf8("imprint-by-hand"),
        Tlv.integer(1),
        Tlv.integer(SEQUENCE.incrementAndGet()),
        Tlv.octets(voucher));
  }
}
