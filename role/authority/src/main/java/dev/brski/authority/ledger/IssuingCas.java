package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.SortedMap;

/** The issuing CAs that an authority has worked with, by which its revocations are told apart. */
public final class IssuingCas {

  private static final int FIRST = 1;

  private static final GenerationTable TABLE =
      new GenerationTable(
          "issuing_ca",
          "issuing-ca.entered",
          (transaction, generation, certificate, since) ->
              transaction.updateOne(
                  "INSERT INTO issuing_ca (generation, subject, certificate, since)"
                      + " VALUES (?, ?, ?, ?)",
                  generation,
                  certificate.getSubjectX500Principal().getEncoded(),
                  Certificates.encoded(certificate),
                  since));

  private IssuingCas() {}

  /**
   * Those that are known, by generation.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   */
  public static SortedMap<Integer, X509Certificate> known(Store store) {
    return store.read(TABLE::known);
  }

  /** The same, as it is read. */
  public static SortedMap<Integer, X509Certificate> known(Reading reading) {
    return TABLE.known(reading);
  }

  /**
   * Makes the issuing CA of a generation known, durably, with a line in the journal if it is new.
   *
   * @param generation 1 for the first
   * @throws dev.brski.store.Conflict when the generation or the name is known with another
   *     certificate
   */
  public static void enter(
      Store store, int generation, X509Certificate certificate, InstantSource clock) {
    TABLE.enter(store, generation, certificate, clock);
  }

  /** Which issuing CA a certificate is of, by its issuer; the first if it has another name. */
  static int generationOf(Reading reading, X509Certificate certificate) {
    return reading
        .one(
            "SELECT generation FROM issuing_ca WHERE subject = ?",
            row -> Math.toIntExact(row.number("generation")),
            certificate.getIssuerX500Principal().getEncoded())
        .orElse(FIRST);
  }
}
