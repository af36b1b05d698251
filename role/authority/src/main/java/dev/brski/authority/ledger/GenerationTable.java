package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A table with a certificate for each generation of a certification authority.
 *
 * @param name of the table
 * @param entered what the journal calls it when a generation is new
 * @param insertion how its row is written, with the columns that this table alone has
 */
record GenerationTable(String name, String entered, Insertion insertion) {

  /** Writes a row. */
  interface Insertion {
    void into(Transaction transaction, int generation, X509Certificate certificate, Instant since);
  }

  /** What is known, by generation. */
  SortedMap<Integer, X509Certificate> known(Reading reading) {
    var known = new TreeMap<Integer, X509Certificate>();
    reading
        .query(
            "SELECT generation, certificate FROM " + name,
            row ->
                Map.entry(
                    Math.toIntExact(row.number("generation")),
                    Stored.certificate(row.bytes("certificate"))))
        .forEach(each -> known.put(each.getKey(), each.getValue()));
    return known;
  }

  /** Makes a generation known, durably, with a line in the journal if it is new. */
  void enter(Store store, int generation, X509Certificate certificate, InstantSource clock) {
    if (store.read(reading -> isKnown(reading, generation, certificate))) {
      return;
    }
    store.change(
        transaction -> {
          insertion.into(transaction, generation, certificate, clock.instant());
          transaction.journal(
              entered,
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

  private boolean isKnown(Reading reading, int generation, X509Certificate certificate) {
    return reading
        .one(
            "SELECT certificate FROM " + name + " WHERE generation = ?",
            row -> row.bytes("certificate"),
            generation)
        .filter(known -> Arrays.equals(known, Certificates.encoded(certificate)))
        .isPresent();
  }
}
