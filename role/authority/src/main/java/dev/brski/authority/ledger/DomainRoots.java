package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.SortedMap;

/** The roots that an authority has worked under. */
public final class DomainRoots {

  private static final GenerationTable TABLE =
      new GenerationTable(
          "domain_root",
          "root.entered",
          (transaction, generation, certificate, since) ->
              transaction.updateOne(
                  "INSERT INTO domain_root (generation, certificate, since) VALUES (?, ?, ?)",
                  generation,
                  Certificates.encoded(certificate),
                  since));

  private DomainRoots() {}

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
   * Makes the root of a generation known, durably, with a line in the journal if it is new.
   *
   * @param generation 1 for the first
   * @throws dev.brski.store.Conflict when the generation is known with another certificate
   */
  public static void enter(
      Store store, int generation, X509Certificate certificate, InstantSource clock) {
    TABLE.enter(store, generation, certificate, clock);
  }
}
