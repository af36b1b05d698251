package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The table of registrars' requests for their next credential, one statement each. */
final class RegistrarUpdateRow {

  private RegistrarUpdateRow() {}

  static Optional<RegistrarUpdate> byTransaction(Reading reading, byte[] transactionId) {
    return reading.one(
        "SELECT * FROM registrar_update WHERE transaction_id = ?",
        row -> read(reading, row),
        transactionId);
  }

  static RegistrarUpdate byId(Reading reading, String id) {
    return reading
        .one("SELECT * FROM registrar_update WHERE id = ?", row -> read(reading, row), id)
        .orElseThrow();
  }

  static List<RegistrarUpdate> unfinished(Reading reading) {
    return reading.query(
        "SELECT * FROM registrar_update WHERE state = ? ORDER BY received, id",
        row -> read(reading, row),
        Stage.ISSUING.word());
  }

  /** Those whose certConf is waited for in vain, oldest first. */
  static List<RegistrarUpdate> overdue(Reading reading, Instant now) {
    return reading.query(
        "SELECT * FROM registrar_update WHERE state = ? AND state_until < ? ORDER BY received, id",
        row -> read(reading, row),
        Stage.AWAITING_CONFIRMATION.word(),
        now);
  }

  /** How many requests of registrars of a name came after an instant, up to another. */
  static long received(Reading reading, String name, Instant after, Instant upTo) {
    return reading
        .one(
            "SELECT COUNT(*) AS requests FROM registrar_update u JOIN registrar g"
                + " ON g.id = u.registrar WHERE g.name = ? AND u.received > ? AND u.received <= ?",
            row -> row.number("requests"),
            name,
            after,
            upTo)
        .orElseThrow();
  }

  static Optional<byte[]> octets(Reading reading, RegistrarUpdate update, Column column) {
    return reading
        .one(
            "SELECT " + column.word() + " AS octets FROM registrar_update WHERE id = ?",
            row -> row.optionalBytes("octets"),
            update.id())
        .orElseThrow();
  }

  /** The id of the credential that came of it, once it did. */
  static Optional<String> successor(Reading reading, RegistrarUpdate update) {
    return reading
        .one(
            "SELECT successor FROM registrar_update WHERE id = ?",
            row -> row.optionalText("successor"),
            update.id())
        .orElseThrow();
  }

  static void insert(Transaction transaction, RegistrarUpdate update, byte[] request, Instant now) {
    var decision = update.decision();
    var reserved = update.reservation();
    transaction.updateOne(
        """
        INSERT INTO registrar_update (id, registrar, transaction_id, received, request,
          request_sha256, public_key, key_data_sha256, modified, implicit_confirm, serial_number,
          not_before, not_after, state, state_until, state_since, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        update.id(),
        update.registrar().id(),
        update.transactionId(),
        now,
        request,
        CryptoSuite.sha256(request),
        decision.publicKey(),
        KeyData.sha256(decision.publicKey()),
        decision.modified(),
        decision.implicitConfirm(),
        Certificates.serialNumber(reserved.serialNumber()),
        reserved.notBefore(),
        reserved.notAfter(),
        update.state().word(),
        update.state().until(),
        now,
        update.version());
    journal(transaction, update, Optional.empty());
  }

  /** Answers it, with its line in the journal; a Conflict if somebody did before. */
  static void answer(
      Transaction transaction,
      RegistrarUpdate update,
      EnrollmentState to,
      Optional<String> successor,
      byte[] response,
      Optional<String> cause,
      Instant now) {
    var moved = move(transaction, update, to, cause, now);
    transaction.updateOne(
        "UPDATE registrar_update SET successor = ?, response = ? WHERE id = ?",
        successor,
        response,
        moved.id());
  }

  /** Keeps a certConf with its pkiConf, and a line in the journal. */
  static void conclude(
      Transaction transaction,
      RegistrarUpdate update,
      EnrollmentState to,
      byte[] certConf,
      byte[] pkiConf,
      Instant now) {
    var moved = move(transaction, update, to, Optional.empty(), now);
    transaction.updateOne(
        "UPDATE registrar_update SET cert_conf = ?, pki_conf = ? WHERE id = ?",
        certConf,
        pkiConf,
        moved.id());
  }

  static RegistrarUpdate move(
      Transaction transaction,
      RegistrarUpdate from,
      EnrollmentState to,
      Optional<String> cause,
      Instant now) {
    transaction.updateOne(
        """
        UPDATE registrar_update SET state = ?, state_until = ?, state_since = ?, version = version + 1
        WHERE id = ? AND version = ?
        """,
        to.word(),
        to.until(),
        now,
        from.id(),
        from.version());
    var moved =
        new RegistrarUpdate(
            from.id(),
            from.registrar(),
            from.transactionId(),
            from.decision(),
            from.reservation(),
            to,
            from.version() + 1);
    journal(transaction, moved, cause);
    return moved;
  }

  private static void journal(
      Transaction transaction, RegistrarUpdate update, Optional<String> cause) {
    var details = new TreeMap<String, String>();
    details.put("registrar", update.registrar().id());
    details.put("name", update.registrar().name());
    details.put("transactionID", HexFormat.of().formatHex(update.transactionId()));
    details.put("serial", Certificates.serialNumber(update.reservation().serialNumber()));
    cause.ifPresent(why -> details.put("cause", why));
    transaction.journal("registrar-update." + update.state().word(), Optional.empty(), details);
  }

  private static RegistrarUpdate read(Reading reading, Row row) {
    var registrar = Registrars.byId(reading, row.text("registrar"));
    return new RegistrarUpdate(
        row.text("id"),
        registrar,
        row.bytes("transaction_id"),
        new Decision(
            registrar.certificate().getSubjectX500Principal(),
            row.bytes("public_key"),
            row.flag("modified"),
            row.flag("implicit_confirm")),
        new Reservation(
            new BigInteger(row.text("serial_number"), 16),
            row.instant("not_before"),
            row.instant("not_after")),
        EnrollmentState.of(row.text("state"), row.optionalInstant("state_until")),
        row.number("version"));
  }

  /** Octets that are kept of one, besides its certificate. */
  enum Column {
    REQUEST("request"),
    RESPONSE("response"),
    CERT_CONF("cert_conf"),
    PKI_CONF("pki_conf");

    private final String word;

    Column(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
