package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The issuing CAs that an authority has worked with, by which its revocations are told apart. */
public final class IssuingCas {

  private static final int FIRST = 1;

  private IssuingCas() {}

  /**
   * Makes the issuing CA of a generation known, durably, with a line in the journal if it is new.
   *
   * @param generation 1 for the first
   */
  public static void enter(
      Store store, int generation, X509Certificate certificate, InstantSource clock) {
    if (store.read(reading -> isKnown(reading, generation, certificate))) {
      return;
    }
    store.change(
        transaction -> {
          transaction.update(
              "DELETE FROM issuing_ca WHERE generation = ? OR subject = ?",
              generation,
              certificate.getSubjectX500Principal().getEncoded());
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
