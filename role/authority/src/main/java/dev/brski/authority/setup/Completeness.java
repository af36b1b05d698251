package dev.brski.authority.setup;

import dev.brski.authority.issuing.IssuingCa;
import dev.brski.verdict.Refusal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Whether a folder has the issuing CAs that its ledger knows; a restored one may lack some. */
public final class Completeness {

  private static final String REMEDY =
      "Put the file and its key back from the backup: an issuing CA signs the revocation list of"
          + " what it issued.";

  private Completeness() {}

  /**
   * What of the issuing CAs is missing or is another, oldest first. One that is expired may be
   * missing.
   *
   * @param known what the ledger knows, by generation
   */
  public static Optional<Refusal> objection(
      Holdings holdings, SortedMap<Integer, X509Certificate> known, Instant now) {
    return Stream.concat(
            known.entrySet().stream()
                .flatMap(each -> objection(holdings, each.getKey(), each.getValue(), now).stream()),
            holdings.issuingCas().stream().flatMap(each -> namesake(each, known).stream()))
        .findFirst()
        .map(cause -> Refusal.of(SetupCheck.FILE, cause, REMEDY));
  }

  private static Optional<String> objection(
      Holdings holdings, int generation, X509Certificate known, Instant now) {
    var held =
        holdings.issuingCas().stream().filter(each -> each.generation() == generation).findFirst();
    var file = holdings.issuingCaFile(generation);
    if (held.isPresent()) {
      return held.get().certificate().equals(known)
          ? Optional.empty()
          : Optional.of(
              file
                  + " has another certificate than issuing CA "
                  + generation
                  + " has in the ledger");
    }
    var end = known.getNotAfter().toInstant();
    return now.isAfter(end)
        ? Optional.empty()
        : Optional.of(
            file
                + " is missing: the ledger knows issuing CA "
                + generation
                + ", which is valid until "
                + end);
  }

  private static Optional<String> namesake(
      IssuingCa held, SortedMap<Integer, X509Certificate> known) {
    return known.entrySet().stream()
        .filter(each -> each.getKey() != held.generation())
        .filter(each -> each.getValue().getSubjectX500Principal().equals(held.name()))
        .map(Map.Entry::getKey)
        .findFirst()
        .map(
            other ->
                "issuing CA "
                    + held.generation()
                    + " has the name that issuing CA "
                    + other
                    + " has in the ledger");
  }
}
