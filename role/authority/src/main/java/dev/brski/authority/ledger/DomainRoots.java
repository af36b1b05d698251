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

/** The roots that an authority has worked under. */
public final class DomainRoots {

  private DomainRoots() {}

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
                    "SELECT generation, certificate FROM domain_root",
                    row ->
                        Map.entry(
                            Math.toIntExact(row.number("generation")),
                            Stored.certificate(row.bytes("certificate")))))
        .forEach(each -> known.put(each.getKey(), each.getValue()));
    return known;
  }

  /**
   * Makes the root of a generation known, durably, with a line in the journal if it is new.
   *
   * @param generation 1 for the first
   * @throws dev.brski.store.Conflict when the generation is known with another certificate
   */
  public static void enter(
      Store store, int generation, X509Certificate certificate, InstantSource clock) {
    if (store.read(reading -> isKnown(reading, generation, certificate))) {
      return;
    }
    store.change(
        transaction -> {
          transaction.updateOne(
              "INSERT INTO domain_root (generation, certificate, since) VALUES (?, ?, ?)",
              generation,
              Certificates.encoded(certificate),
              clock.instant());
          transaction.journal(
              "root.entered",
              Optional.empty(),
              Map.of(
                  "generation",
                  Integer.toString(generation),
                  "subject",
                  Certificates.nameText(certificate.getSubjectX500Principal()),
                  "fingerprint",
                  Certificates.fingerprint(certificate)));
        });
  }

  private static boolean isKnown(Reading reading, int generation, X509Certificate certificate) {
    return reading
        .one(
            "SELECT certificate FROM domain_root WHERE generation = ?",
            row -> row.bytes("certificate"),
            generation)
        .filter(known -> Arrays.equals(known, Certificates.encoded(certificate)))
        .isPresent();
  }
}
