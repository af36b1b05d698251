package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What of that which this authority issued is good no more, and since when. */
public final class Revocations {

  /** A certificate that might be revoked. */
  private record Candidate(
      String serial, Instant notAfter, String holder, Optional<String> registrar) {}

  private final Store store;
  private final InstantSource clock;

  /** The revocations of one store. */
  public Revocations(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Revokes, durably, with a line in the journal for each certificate: all that is named, or
   * nothing. A registrar brings no requests any more when this returns.
   *
   * @return what was revoked by this; never empty
   */
  public Verdict<List<RevokedCertificate>> revoke(RevocationOrder order) {
    var now = clock.instant();
    if (!new Ruling(order.by(), order.note(), now).isSound()) {
      return Verdict.refused(
          RevocationCheck.RULING,
          "the user's name or the note is too long or not printable",
          "Give a note of at most 500 printable characters on one line: --note TEXT.");
    }
    return store.commit(transaction -> revoke(transaction, order, now));
  }

  private static Verdict<List<RevokedCertificate>> revoke(
      Transaction transaction, RevocationOrder order, Instant now) {
    var named = named(transaction, order);
    var lasting = named.stream().filter(found -> found.notAfter().isAfter(now)).toList();
    var open = lasting.stream().filter(found -> !isRevoked(transaction, found)).toList();
    if (open.isEmpty()) {
      return lasting.isEmpty() ? unknown(order, named.isEmpty()) : settled(order);
    }
    var revoked = new ArrayList<RevokedCertificate>();
    for (var certificate : open) {
      revoked.add(revoke(transaction, certificate, order, now));
    }
    return Verdict.accepted(List.copyOf(revoked));
  }

  private static Verdict<List<RevokedCertificate>> unknown(RevocationOrder order, boolean never) {
    return Verdict.refused(
        RevocationCheck.UNKNOWN,
        never ? "nothing was issued to " + what(order) : "what " + what(order) + " had is expired",
        "brski authority certificates lists what was issued to devices.");
  }

  private static Verdict<List<RevokedCertificate>> settled(RevocationOrder order) {
    return Verdict.refused(
        RevocationCheck.SETTLED,
        "all that " + what(order) + " has is revoked already",
        "Nothing is to be done; see: brski authority crl.");
  }

  private static String what(RevocationOrder order) {
    return order.kind().name().toLowerCase(Locale.ROOT) + " " + Description.printable(order.name());
  }

  private static RevokedCertificate revoke(
      Transaction transaction, Candidate certificate, RevocationOrder order, Instant now) {
    transaction.updateOne(
        "INSERT INTO revocation (serial_number, at, not_after, reason, ruled_by, note)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        certificate.serial(),
        now,
        certificate.notAfter(),
        order.reason().word(),
        order.by(),
        order.note());
    certificate
        .registrar()
        .ifPresent(
            id ->
                transaction.updateOne(
                    "UPDATE registrar SET revoked = ?, version = version + 1 WHERE id = ?",
                    now,
                    id));
    var details = new TreeMap<>(Map.of("serial", certificate.serial()));
    details.put("reason", order.reason().word());
    details.put("by", order.by());
    order.note().ifPresent(note -> details.put("note", note));
    certificate.registrar().ifPresent(id -> details.put("registrar", certificate.holder()));
    transaction.journal(
        "certificate.revoked",
        certificate.registrar().isPresent() ? Optional.empty() : Optional.of(certificate.holder()),
        details);
    return new RevokedCertificate(
        certificate.serial(), certificate.holder(), now, order.reason().word());
  }

  private static boolean isRevoked(Reading reading, Candidate certificate) {
    return reading
        .one(
            "SELECT serial_number FROM revocation WHERE serial_number = ?",
            row -> row.text("serial_number"),
            certificate.serial())
        .isPresent();
  }

  private static List<Candidate> named(Reading reading, RevocationOrder order) {
    return switch (order.kind()) {
      case CERTIFICATE -> {
        var serial = order.name().toLowerCase(Locale.ROOT).replace(":", "");
        var found = new ArrayList<>(ofDevices(reading, "c.serial_number = ?", serial));
        registrars(reading).stream()
            .filter(registrar -> registrar.serial().equals(serial))
            .forEach(found::add);
        yield found;
      }
      case DEVICE -> ofDevices(reading, "d.serial_number = ?", order.name());
      case REGISTRAR ->
          registrars(reading).stream()
              .filter(registrar -> registrar.holder().equals(order.name()))
              .toList();
    };
  }

  private static List<Candidate> ofDevices(Reading reading, String which, String name) {
    return reading.query(
        """
        SELECT c.serial_number, e.not_after, d.serial_number AS device FROM certificate c
        JOIN enrollment e ON e.id = c.enrollment JOIN device d ON d.id = e.device
        """
            + "WHERE "
            + which
            + " ORDER BY e.ordinal",
        row ->
            new Candidate(
                row.text("serial_number"),
                row.instant("not_after"),
                row.text("device"),
                Optional.empty()),
        name);
  }

  private static List<Candidate> registrars(Reading reading) {
    return reading.query(
        "SELECT id, name, certificate FROM registrar ORDER BY id", Revocations::registrar);
  }

  private static Candidate registrar(Row row) {
    var certificate = Stored.certificate(row.bytes("certificate"));
    return new Candidate(
        Certificates.serialNumber(certificate),
        certificate.getNotAfter().toInstant(),
        row.text("name"),
        Optional.of(row.text("id")));
  }
}
