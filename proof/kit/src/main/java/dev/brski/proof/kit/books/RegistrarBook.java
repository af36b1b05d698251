package dev.brski.proof.kit.books;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The registrar's ledger: whatever was taken in has ended, or waits with a next step. */
record RegistrarBook(LedgerCopy ledger) {

  private static final String IMPRINTS =
      """
      SELECT i.id, i.state, i.voucher, d.serial_number AS device,
        (SELECT count(*) FROM outbox o WHERE o.exchange = i.id AND o.state = 'WAITING'
          AND o.destination LIKE 'masa:%' AND o.asks IS NULL) AS waiting,
        (SELECT count(*) FROM journal j WHERE j.kind = 'voucher-requested'
          AND json_extract(j.details, '$.imprint') = i.id) AS lines
      FROM imprint i LEFT JOIN device d ON d.id = i.device ORDER BY i.id
      """;

  private static final String ENROLLMENTS =
      """
      SELECT e.id, e.state, e.response, e.confirm_response, e.implicit_confirm, e.waiting_owner,
        d.serial_number AS device,
        (SELECT count(*) FROM outbox o WHERE o.exchange = e.id AND o.state = 'WAITING'
          AND o.destination LIKE 'authority:%') AS waiting,
        (SELECT count(*) FROM journal j WHERE j.kind = 'certificate-requested'
          AND json_extract(j.details, '$.enrollment') = e.id) AS lines
      FROM enrollment e LEFT JOIN device d ON d.id = e.device ORDER BY e.id
      """;

  List<String> violations() throws IOException {
    var found = new ArrayList<>(Ledger.violations("registrar", ledger));
    ledger.find("journal", "kind, json_extract(details, '$.imprint')");
    ledger.find("journal", "kind, json_extract(details, '$.enrollment')");
    ledger.find("outbox", "exchange");
    ledger.find("enrollment", "certificate");
    for (var row : ledger.rows(IMPRINTS)) {
      var who = "registrar: the voucher exchange " + row.text("id") + " of " + row.text("device");
      waits(found, who, row, row.text("state").equals("REQUESTED"));
      once(found, who, row);
      switch (row.text("state")) {
        case "VOUCHERED", "ACCEPTED" -> {
          if (row.optional("voucher").isEmpty()) {
            found.add(who + " is " + row.text("state") + ", but has no voucher");
          }
        }
        default -> {}
      }
    }
    for (var row : ledger.rows(ENROLLMENTS)) {
      var who = "registrar: the enrollment " + row.text("id") + " of " + row.text("device");
      var state = row.text("state");
      // Where the authority has said waiting, the pledge's next poll is the next step.
      boolean ours = !row.text("waiting_owner").equals("authority");
      waits(found, who, row, ours && (state.equals("SUBMITTED") || state.equals("CONFIRMING")));
      once(found, who, row);
      switch (state) {
        case "ISSUED", "CONFIRMING", "CONFIRMED" -> {
          if (row.optional("response").isEmpty()) {
            found.add(who + " is " + state + ", but has no answer");
          }
        }
        default -> {}
      }
      if (state.equals("CONFIRMED")
          && row.number("implicit_confirm") == 0
          && row.optional("confirm_response").isEmpty()) {
        found.add(who + " is CONFIRMED, but its confirmation has no answer");
      }
    }
    found.addAll(live());
    for (var message : ledger.rows("SELECT id, sha256, content FROM message")) {
      if (!message.text("sha256").equals(Digest.of(message.octets("content")))) {
        found.add("registrar: message " + message.text("id") + " is not what was received or sent");
      }
    }
    return found;
  }

  private static void waits(List<String> found, String who, Row row, boolean should) {
    if (row.number("waiting") != (should ? 1 : 0)) {
      found.add(
          "%s is %s, but %d messages of it wait in the outbox"
              .formatted(who, row.text("state"), row.number("waiting")));
    }
  }

  private static void once(List<String> found, String who, Row row) {
    if (row.number("lines") != 1) {
      found.add(who + " began " + row.number("lines") + " times by the journal, instead of once");
    }
  }

  private List<String> live() throws IOException {
    return ledger
        .rows(
            """
            SELECT d.serial_number AS device, e.profile, count(*) AS many FROM enrollment e
            JOIN device d ON d.id = e.device WHERE e.state NOT IN ('REFUSED', 'SUPERSEDED', 'WITHDRAWN')
            GROUP BY e.device, e.profile HAVING count(*) > 1
            """)
        .stream()
        .map(
            row ->
                "registrar: device %s has %d live enrollments of profile %s"
                    .formatted(row.text("device"), row.number("many"), row.text("profile")))
        .toList();
  }

  /** What is waited for, in words; nobody waits for an audit log that came too late. */
  List<String> waiting() throws IOException {
    return ledger
        .rows(
            """
            SELECT d.serial_number AS device, o.destination, o.attempts FROM outbox o
            JOIN device d ON d.id = o.device WHERE o.state = 'WAITING' AND o.asks IS NULL
            """)
        .stream()
        .map(
            row ->
                "registrar: a message for %s still waits for %s, after %d attempts"
                    .formatted(row.text("device"), row.text("destination"), row.number("attempts")))
        .toList();
  }

  boolean knowsTransaction(String transactionId) throws IOException {
    return !ledger
        .rows("SELECT id FROM enrollment WHERE transaction_id = ?", transactionId)
        .isEmpty();
  }

  boolean knowsRequest(String sha256) throws IOException {
    return !ledger.rows("SELECT id FROM imprint WHERE pvr_sha256 = ?", sha256).isEmpty();
  }

  /** How the enrollment that ended with a certificate is, if there is one. */
  Optional<String> enrolled(String certificateSha256) throws IOException {
    return ledger
        .rows(
            "SELECT state, enrolled, enrolled_matched FROM enrollment WHERE certificate = ?",
            certificateSha256)
        .stream()
        .map(
            row ->
                row.text("state").equals("CONFIRMED")
                        && row.number("enrolled") == 1
                        && row.number("enrolled_matched") == 1
                    ? "enrolled"
                    : row.text("state") + ", not enrolled")
        .findFirst();
  }

  /** The vouchers that were handed on. */
  List<byte[]> vouchers() throws IOException {
    return ledger
        .rows("SELECT m.content FROM imprint i JOIN message m ON m.id = i.voucher")
        .stream()
        .map(row -> row.octets("content"))
        .toList();
  }

  /** The SHA-256 of every certificate that came from the authority. */
  List<String> certificates() throws IOException {
    return ledger.rows("SELECT certificate FROM enrollment WHERE certificate IS NOT NULL").stream()
        .map(row -> row.text("certificate"))
        .toList();
  }
}
