package dev.brski.proof.kit.books;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The MASA's ledger: every voucher is in the audit log and in the journal, once. */
record MasaBook(LedgerCopy ledger) {

  private static final String VOUCHERS =
      """
      SELECT v.id, v.content, d.serial_number AS serial,
        (SELECT count(*) FROM audit_event a WHERE a.voucher = v.id) AS events,
        (SELECT count(*) FROM journal j WHERE j.kind = 'voucher issued'
          AND json_extract(j.details, '$.voucher') = v.id) AS lines
      FROM voucher v LEFT JOIN device d ON d.id = v.device
      """;

  List<String> violations() throws IOException {
    var found = new ArrayList<>(Ledger.violations("MASA", ledger));
    ledger.find("journal", "kind, json_extract(details, '$.voucher')");
    ledger.find("audit_event", "voucher");
    for (var voucher : ledger.rows(VOUCHERS)) {
      if (voucher.number("events") != 1 || voucher.number("lines") != 1) {
        found.add(
            "MASA: voucher %s for %s is %d times in the audit log and %d times in the journal"
                .formatted(
                    voucher.text("id"),
                    voucher.text("serial"),
                    voucher.number("events"),
                    voucher.number("lines")));
      }
    }
    for (var event :
        ledger.rows(
            "SELECT voucher FROM audit_event WHERE voucher NOT IN (SELECT id FROM voucher)")) {
      found.add(
          "MASA: the audit log tells of voucher " + event.text("voucher") + ", which is lost");
    }
    return found;
  }

  /** How often octets of this SHA-256 were issued as a voucher; absent if never. */
  Map<String, Long> issued() throws IOException {
    var issued = new HashMap<String, Long>();
    for (var row : ledger.rows("SELECT content FROM voucher")) {
      issued.merge(Digest.of(row.octets("content")), 1L, Long::sum);
    }
    return issued;
  }
}
