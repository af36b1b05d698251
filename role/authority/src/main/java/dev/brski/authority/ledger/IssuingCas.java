package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The issuing CAs that an authority has worked with, by which its revocations are told apart. */
public final class IssuingCas {

  private static final int FIRST = 1;

  private IssuingCas() {}

  /**
   * Those that are known, by generation.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   */
  public static SortedMap<Integer, X509Certificate> known(Store store) {
    var known = new TreeMap<Integer, X509Certificate>();
    store
        .read(
            reading ->
                reading.query(
                    "SELECT generation, certificate FROM issuing_ca",
                    row ->
                        Map.entry(
                            Math.toIntExact(row.number("generation")),
                            Stored.certificate(row.bytes("certificate")))))
        .forEach(each -> known.put(each.getKey(), each.getValue()));
    return known;
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
    if (store.read(reading -> isKnown(reading, generation, certificate))) {
      return;
    }
    store.change(
        transaction -> {
          transaction.updateOne(
              "INSERT INTO issuing_ca (generation, subject, certificate, since)"
                  + " VALUES (?, ?, ?, ?)",
              generation,
              certificate.getSubjectX500Principal().getEncoded(),
              Certificates.encoded(certificate),
              clock.instant());
          transaction.journal(
              "issuing-ca.entered",
              Optional.empty(),
              Map.of(
                  "generation",
                  Integer.toString(generation),
                  "subject",
                  Certificates.nameText(certificate.getSubjectX500Principal()),
                  "serial",
                  Certificates.serialNumber(certificate)));
        });
  }

  private static boolean isKnown(Reading reading, int generation, X509Certificate certificate) {
    return reading
        .one(
            "SELECT certificate FROM issuing_ca WHERE generation = ?",
            row -> row.bytes("certificate"),
            generation)
        .filter(known -> Arrays.equals(known, Certificates.encoded(certificate)))
        .isPresent();
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
