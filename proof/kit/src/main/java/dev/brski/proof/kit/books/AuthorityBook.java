package dev.brski.proof.kit.books;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The authority's ledger: what was accepted has an answer, and nobody has too much. */
record AuthorityBook(LedgerCopy ledger) {

  /** The states in which a certificate counts. */
  private static final Set<String> LIVE = Set.of("issued", "awaiting-confirmation", "confirmed");

  /** The states that nothing but an answer leads to. */
  private static final Set<String> ANSWERED =
      Set.of("issued", "awaiting-confirmation", "confirmed", "rejected", "unconfirmed");

  private static final String ENROLLMENTS =
      """
      SELECT e.id, e.state, e.profile,
        d.serial_number AS device, c.serial_number AS serial, c.octets,
        (SELECT count(*) FROM message m WHERE m.enrollment = e.id AND m.kind = 'REQUEST') AS asked,
        (SELECT count(*) FROM message m WHERE m.enrollment = e.id AND m.kind = 'RESPONSE')
          AS answered,
        (SELECT count(*) FROM message m WHERE m.enrollment = e.id AND m.kind = 'PKI_CONF')
          AS confirmed
      FROM enrollment e LEFT JOIN device d ON d.id = e.device
      LEFT JOIN certificate c ON c.enrollment = e.id ORDER BY e.ordinal
      """;

  List<String> violations() throws IOException {
    var found = new ArrayList<>(Ledger.violations("authority", ledger));
    ledger.find("message", "enrollment, kind");
    ledger.find("certificate", "enrollment");
    var live = new HashMap<String, String>();
    for (var row : ledger.rows(ENROLLMENTS)) {
      var who = "authority: enrollment " + row.text("id") + " of " + row.text("device");
      boolean issued = row.optional("serial").isPresent();
      if (row.number("asked") != 1) {
        found.add(who + " has lost its request");
      }
      if (ANSWERED.contains(row.text("state")) && row.number("answered") != 1) {
        found.add(who + " is " + row.text("state") + ", but has no answer");
      }
      if (LIVE.contains(row.text("state"))) {
        if (!issued) {
          found.add(who + " is " + row.text("state") + ", but has no certificate");
        }
        // One that is still to be confirmed stands beside the one that it may replace.
        var kind = row.text("state").equals("awaiting-confirmation") ? " open " : " in use ";
        var other = live.put(row.text("device") + kind + row.text("profile"), row.text("id"));
        if (other != null) {
          found.add(
              "authority: device %s has two live certificates of profile %s, by enrollments %s and %s"
                  .formatted(row.text("device"), row.text("profile"), other, row.text("id")));
        }
      }
      if (row.text("state").equals("confirmed") && row.number("confirmed") != 1) {
        found.add(who + " is confirmed, but was not answered with a pkiConf");
      }
    }
    found.addAll(certificates());
    for (var message : ledger.rows("SELECT id, sha256, octets FROM message")) {
      if (!HexFormat.of()
          .formatHex(message.octets("sha256"))
          .equals(Digest.of(message.octets("octets")))) {
        found.add("authority: message " + message.text("id") + " is not what was received or sent");
      }
    }
    return found;
  }

  private List<String> certificates() throws IOException {
    var found = new ArrayList<String>();
    var numbers = new HashMap<String, String>();
    for (var row : ledger.rows("SELECT serial_number AS serial, octets FROM certificate")) {
      try {
        var certificate = Digest.certificate(row.octets("octets"));
        var number = certificate.getSerialNumber();
        if (!new BigInteger(row.text("serial"), 16).equals(number)) {
          found.add(
              "authority: the certificate in the row of serial number "
                  + row.text("serial")
                  + " has "
                  + number.toString(16));
        }
        var other =
            numbers.put(certificate.getIssuerX500Principal() + " " + number, row.text("serial"));
        if (other != null) {
          found.add("authority: serial number " + number.toString(16) + " is used twice");
        }
      } catch (CertificateException e) {
        found.add("authority: certificate " + row.text("serial") + " cannot be read: " + e);
      }
    }
    return found;
  }

  /** The state of the enrollment that issued a certificate, by the certificate's SHA-256. */
  Map<String, String> states() throws IOException {
    var states = new HashMap<String, String>();
    for (var row : ledger.rows(ENROLLMENTS)) {
      states.putIfAbsent(Digest.of(row.octets("octets")), row.text("state"));
    }
    return states;
  }

  /** The SHA-256 of every certificate that was issued. */
  List<String> fingerprints() throws IOException {
    return ledger.rows("SELECT octets FROM certificate").stream()
        .map(row -> Digest.of(row.octets("octets")))
        .toList();
  }
}
