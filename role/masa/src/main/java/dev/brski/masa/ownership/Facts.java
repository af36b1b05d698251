package dev.brski.masa.ownership;

import dev.brski.store.Reading;
import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger knows that bears on a device and a domain; all of it is read, whatever the first
 * of it says.
 *
 * @param block whether the device is blocked
 * @param owner who owns it
 * @param recorded whether anything was ever recorded of it
 * @param marks the customers that the registrar's chain has certificates of
 */
record Facts(
    Optional<BlockedDevice> block, Optional<Owner> owner, boolean recorded, List<Mark> marks) {

  /**
   * A device's owner.
   *
   * @param awaited whether it will be known by the domain that first asks
   * @param nonceless whether it may have vouchers without a nonce
   */
  record Owner(String customer, String name, boolean awaited, boolean nonceless) {}

  Facts {
    marks = List.copyOf(marks);
  }

  static Facts of(Reading reading, Asking asking, Above above, Instant now) {
    var key = asking.serialNumber().key();
    var block = Blocks.of(reading, asking.serialNumber());
    var owner =
        reading.one(
            """
            SELECT c.id, c.name, c.on_first_use = 1 AND NOT EXISTS (
                SELECT 1 FROM customer_certificate m WHERE m.customer = c.id AND m.kind <> 'issuer'
              ) AS awaited, c.nonceless
            FROM owned_device o JOIN customer c ON c.id = o.customer WHERE o.serial_key = ?
            """,
            row ->
                new Owner(
                    row.text("id"), row.text("name"), row.flag("awaited"), row.flag("nonceless")),
            key);
    var marks = new ArrayList<Mark>();
    for (int position = 0; position < asking.chain().size(); position++) {
      marks.addAll(
          marks(
              reading,
              asking.chain().get(position),
              position,
              owner.map(Owner::customer).orElse("")));
    }
    marks.addAll(above.marks(reading, asking, now));
    boolean recorded =
        reading
            .one(
                "SELECT 1 AS found FROM ownership_event WHERE serial_key = ? LIMIT 1",
                row -> row.flag("found"),
                key)
            .isPresent();
    return new Facts(block, owner, recorded, marks);
  }

  /** Of CAs above registrars only the owner's count: a public CA may be above everybody's. */
  private static List<Mark> marks(
      Reading reading, X509Certificate member, int position, String owner) {
    return reading.query(
        """
        SELECT m.customer, c.name, m.kind, m.learnt
        FROM customer_certificate m JOIN customer c ON c.id = m.customer
        WHERE m.spki_sha256 = ? AND (m.kind <> 'issuer' OR m.customer = ?)
        """,
        row ->
            new Mark(
                position,
                row.text("customer"),
                row.text("name"),
                MarkKind.of(row.text("kind")),
                row.flag("learnt")),
        Certificates.spkiSha256(member),
        owner);
  }

  /** The names of the customers that the registrar belongs to. */
  List<String> customers() {
    return marks.stream().filter(Mark::identifies).map(Mark::name).distinct().toList();
  }
}
