package dev.brski.masa.ownership;

import dev.brski.store.Ids;
import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.SignedArtifact;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The customers and their certificates, in the ledger. */
final class Customers {

  private static final int LONGEST_NAME = 64;

  private Customers() {}

  static Verdict<String> nameable(String name) {
    return name.isBlank()
            || name.codePointCount(0, name.length()) > LONGEST_NAME
            || !name.equals(name.strip())
            || !name.equals(Description.printable(name))
        ? Verdict.refused(
            OwnershipCheck.CUSTOMER,
            "a customer cannot be named '" + Description.printable(name) + "'",
            "A name has 1 to " + LONGEST_NAME + " visible characters, and no space around them.")
        : Verdict.accepted(name);
  }

  /** The id of a customer. */
  static Optional<String> id(Reading reading, String name) {
    return reading.one("SELECT id FROM customer WHERE name = ?", row -> row.text("id"), name);
  }

  static Verdict<String> existing(Reading reading, String name) {
    return id(reading, name)
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    OwnershipCheck.CUSTOMER,
                    "there is no customer " + Description.printable(name),
                    "See brski masa customer ls, or add it: brski masa customer add."));
  }

  static String name(Reading reading, String id) {
    return reading
        .one("SELECT name FROM customer WHERE id = ?", row -> row.text("name"), id)
        .orElseThrow();
  }

  /** Whose a certificate's key is, as one that a customer is known by. */
  static Optional<String> knownBy(Reading reading, byte[] key) {
    return reading.one(
        "SELECT c.name FROM customer_certificate m JOIN customer c ON c.id = m.customer"
            + " WHERE m.spki_sha256 = ? AND m.kind <> 'issuer'",
        row -> row.text("name"),
        key);
  }

  /** Adds a customer that has no certificate yet, with its journal line. */
  static String add(
      Transaction transaction, Ids ids, String name, boolean onFirstUse, String by, Instant now) {
    var id = ids.next();
    transaction.updateOne(
        "INSERT INTO customer (id, name, on_first_use, added_at) VALUES (?, ?, ?, ?)",
        id,
        name,
        onFirstUse,
        now);
    transaction.journal(
        "customer added",
        Optional.empty(),
        Map.of("customer", name, "on first use", Boolean.toString(onFirstUse), "by", by));
    return id;
  }

  /**
   * Gives a customer certificates, with their journal lines.
   *
   * @return how many of them are new or were only learnt before; refused if one is another's
   */
  static Verdict<Integer> give(
      Transaction transaction, String customer, List<NewMark> marks, String by, Instant now) {
    var name = name(transaction, customer);
    int news = 0;
    for (var mark : marks) {
      var other =
          mark.kind().identifies()
              ? knownBy(transaction, mark.key()).filter(known -> !known.equals(name))
              : Optional.<String>empty();
      if (other.isPresent()) {
        return Verdict.refused(
            OwnershipCheck.CERTIFICATE,
            SignedArtifact.name(mark.certificate()) + " is what " + other.get() + " is known by",
            "A certificate tells customers apart: give one that is this customer's alone.");
      }
      if (isNews(transaction, customer, mark)) {
        insert(transaction, customer, mark, false, now);
        transaction.journal("customer certificate added", Optional.empty(), told(name, mark, by));
        news++;
      }
    }
    return Verdict.accepted(news);
  }

  /** Lets a customer have vouchers without a nonce, or no more of them; with its journal line. */
  static void letNonceless(
      Transaction transaction, String customer, boolean allowed, Map<String, String> details) {
    int changed =
        transaction.update(
            "UPDATE customer SET nonceless = ? WHERE id = ? AND nonceless <> ?",
            allowed,
            customer,
            allowed);
    if (changed > 0) {
      var all = new LinkedHashMap<>(details);
      all.put("customer", name(transaction, customer));
      transaction.journal(
          allowed ? "customer nonceless allowed" : "customer nonceless withdrawn",
          Optional.empty(),
          all);
    }
  }

  private static Map<String, String> told(String customer, NewMark mark, String by) {
    return Map.of(
        "customer",
        customer,
        "kind",
        mark.kind().word(),
        "subject",
        Certificates.nameText(mark.certificate().getSubjectX500Principal()),
        "sha256",
        Certificates.fingerprint(mark.certificate()),
        "by",
        by);
  }

  private static boolean isNews(Reading reading, String customer, NewMark mark) {
    record Known(MarkKind kind, boolean learnt) {}
    return reading
        .one(
            "SELECT kind, learnt FROM customer_certificate WHERE customer = ? AND spki_sha256 = ?",
            row -> new Known(MarkKind.of(row.text("kind")), row.flag("learnt")),
            customer,
            mark.key())
        .map(known -> mark.kind().identifies() && (known.learnt() || !known.kind().identifies()))
        .orElse(true);
  }

  /** Keeps a certificate of a customer; one of the same key gives way. */
  static void insert(
      Transaction transaction, String customer, NewMark mark, boolean learnt, Instant now) {
    transaction.updateOne(
        """
        INSERT INTO customer_certificate
          (customer, kind, spki_sha256, subject, learnt, added_at, certificate)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (customer, spki_sha256) DO UPDATE SET
          kind = excluded.kind, subject = excluded.subject, learnt = excluded.learnt, added_at = excluded.added_at,
          certificate = excluded.certificate
        """,
        customer,
        mark.kind().word(),
        mark.key(),
        mark.subject(),
        learnt,
        now,
        Certificates.encoded(mark.certificate()));
  }

  /**
   * Takes what a customer is known by, with the journal lines; how many it had. With its last
   * registrar go the CAs above registrars.
   */
  static int take(Transaction transaction, String customer, List<NewMark> marks, Reason reason) {
    var name = name(transaction, customer);
    int taken = 0;
    for (var mark : marks.stream().filter(one -> one.kind().identifies()).toList()) {
      int gone =
          transaction.update(
              "DELETE FROM customer_certificate WHERE customer = ? AND spki_sha256 = ?",
              customer,
              mark.key());
      if (gone > 0) {
        var details = new LinkedHashMap<>(told(name, mark, reason.by()));
        details.put("reason", reason.text());
        transaction.journal("customer certificate removed", Optional.empty(), details);
      }
      taken += gone;
    }
    transaction.update(
        """
        DELETE FROM customer_certificate WHERE customer = ? AND kind = 'issuer' AND NOT EXISTS (
          SELECT 1 FROM customer_certificate m WHERE m.customer = ? AND m.kind = 'registrar')
        """,
        customer,
        customer);
    return taken;
  }

  /** Removes a customer that owns nothing. */
  static void remove(Transaction transaction, String customer, Reason reason) {
    var name = name(transaction, customer);
    transaction.update("DELETE FROM customer_certificate WHERE customer = ?", customer);
    transaction.updateOne("DELETE FROM customer WHERE id = ?", customer);
    transaction.journal(
        "customer removed",
        Optional.empty(),
        Map.of("customer", name, "reason", reason.text(), "by", reason.by()));
  }

  /** All of them by name, or the one of a name. */
  static List<CustomerView> list(Reading reading, Optional<String> name) {
    return reading.query(
        """
        SELECT id, name, on_first_use, nonceless, added_at,
          (SELECT COUNT(*) FROM owned_device o WHERE o.customer = customer.id) AS devices
        FROM customer WHERE ? IS NULL OR name = ? ORDER BY name
        """,
        row ->
            new CustomerView(
                row.text("name"),
                row.flag("on_first_use"),
                row.flag("nonceless"),
                row.instant("added_at"),
                row.number("devices"),
                certificates(reading, row.text("id"))),
        name,
        name);
  }

  private static List<CustomerView.KnownBy> certificates(Reading reading, String customer) {
    return reading.query(
        "SELECT kind, certificate, learnt, added_at FROM customer_certificate WHERE customer = ?"
            + " ORDER BY kind, added_at",
        row -> {
          var certificate = certificate(row.bytes("certificate"));
          return new CustomerView.KnownBy(
              row.text("kind"),
              Certificates.nameText(certificate.getSubjectX500Principal()),
              Certificates.fingerprint(certificate),
              row.flag("learnt"),
              row.instant("added_at"));
        },
        customer);
  }

  /** A certificate that was kept. */
  static X509Certificate certificate(byte[] der) {
    try {
      return Certificates.parse(der);
    } catch (CertificateException e) {
      throw new IllegalStateException("what was kept was a certificate", e);
    }
  }
}
