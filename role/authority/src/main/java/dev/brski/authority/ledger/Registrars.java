package dev.brski.authority.ledger;

import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The registrars that this authority made, which alone may bring it requests. */
public final class Registrars {

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
    var registrar = new Registrar(store.ids().next(), name, certificate, Optional.empty());
    store.change(
        transaction -> {
          transaction.updateOne(
              """
              INSERT INTO registrar
                (id, name, certificate, certificate_sha256, public_key_sha256, key_data_sha256, issued,
                  version)
              VALUES (?, ?, ?, ?, ?, ?, ?, 1)
              """,
              registrar.id(),
              name,
              Certificates.encoded(certificate),
              CryptoSuite.sha256(Certificates.encoded(certificate)),
              Certificates.spkiSha256(certificate),
              KeyData.sha256(certificate.getPublicKey().getEncoded()),
              clock.instant());
          transaction.journal(
              "registrar.issued",
              Optional.empty(),
              Map.of(
                  "registrar",
                  registrar.id(),
                  "name",
                  name,
                  "serial",
                  Certificates.serialNumber(certificate)));
        });
    return registrar;
  }

  /** The registrar with exactly this certificate. */
  public Optional<Registrar> byCertificate(X509Certificate certificate) {
    return store.read(
        reading ->
            reading.one(
                "SELECT id, name, certificate, revoked FROM registrar WHERE certificate_sha256 = ?",
                Registrars::read,
                CryptoSuite.sha256(Certificates.encoded(certificate))));
  }

  private static Registrar read(Row row) {
    return new Registrar(
        row.text("id"),
        row.text("name"),
        Stored.certificate(row.bytes("certificate")),
        row.optionalInstant("revoked"));
  }
}
