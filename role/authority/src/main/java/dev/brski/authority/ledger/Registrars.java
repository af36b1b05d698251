package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;

/** The registrars that this authority made, which alone may bring it requests. */
public final class Registrars {

  private static final String SELECT =
      """
      SELECT g.id, g.name, g.certificate, g.revoked, u.state_until AS confirm_by
      FROM registrar g LEFT JOIN registrar_update u ON u.successor = g.id
      """;

  private final Store store;
  private final InstantSource clock;

  /** The registrars of one store. */
  public Registrars(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Makes a registrar known, durably.
   *
   * @throws dev.brski.store.Conflict when its key or certificate is known already
   */
  public Registrar add(String name, X509Certificate certificate) {
    var registrar =
        new Registrar(store.ids().next(), name, certificate, Optional.empty(), Optional.empty());
    store.change(transaction -> insert(transaction, registrar, Optional.empty(), clock.instant()));
    return registrar;
  }

  /**
   * Enters a credential, with its line in the journal.
   *
   * @param renews the one before it, if it is the next of a registrar
   */
  static void insert(
      Transaction transaction, Registrar registrar, Optional<Registrar> renews, Instant now) {
    var certificate = registrar.certificate();
    transaction.updateOne(
        """
        INSERT INTO registrar
          (id, name, certificate, certificate_sha256, public_key_sha256, key_data_sha256, issued,
            version)
        VALUES (?, ?, ?, ?, ?, ?, ?, 1)
        """,
        registrar.id(),
        registrar.name(),
        Certificates.encoded(certificate),
        CryptoSuite.sha256(Certificates.encoded(certificate)),
        Certificates.spkiSha256(certificate),
        KeyData.sha256(certificate.getPublicKey().getEncoded()),
        now);
    var details = new TreeMap<String, String>();
    details.put("registrar", registrar.id());
    details.put("name", registrar.name());
    details.put("serial", Certificates.serialNumber(certificate));
    renews.ifPresent(old -> details.put("renews", Certificates.serialNumber(old.certificate())));
    transaction.journal("registrar.issued", Optional.empty(), details);
  }

  /** The registrar with exactly this certificate. */
  public Optional<Registrar> byCertificate(X509Certificate certificate) {
    return store.read(
        reading ->
            reading.one(
                SELECT + "WHERE g.certificate_sha256 = ?",
                Registrars::read,
                CryptoSuite.sha256(Certificates.encoded(certificate))));
  }

  /** Why nothing is taken now that is signed with a registrar's credential, if that is so. */
  public Optional<String> objection(Registrar registrar) {
    return registrar.objection(clock.instant());
  }

  static Registrar byId(Reading reading, String id) {
    return reading.one(SELECT + "WHERE g.id = ?", Registrars::read, id).orElseThrow();
  }

  private static Registrar read(Row row) {
    return new Registrar(
        row.text("id"),
        row.text("name"),
        Stored.certificate(row.bytes("certificate")),
        row.optionalInstant("revoked"),
        row.optionalInstant("confirm_by"));
  }
}
