package dev.brski.authority.setup;

import dev.brski.authority.issuing.IssuingCa;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Whether a folder has the roots and the issuing CAs that its ledger knows; a restored one may lack
 * some.
 */
public final class Completeness {

  private static final String REMEDY =
      "Put the file and its key back from the backup: an issuing CA signs the revocation list of"
          + " what it issued.";
  private static final String ROOT_REMEDY =
      "Put the file back from the backup, and that of its links beside it; the root's key is not"
          + " needed.";

  private Completeness() {}

  /**
   * What keeps an authority from working: what is {@link #missing}, or else a responder or a TLS
   * credential that whoever trusts the newest root alone does not accept.
   *
   * @param knownRoots what the ledger knows of roots, by generation
   * @param known what the ledger knows of issuing CAs, by generation
   */
  public static Optional<Refusal> objection(
      Holdings holdings,
      SortedMap<Integer, X509Certificate> knownRoots,
      SortedMap<Integer, X509Certificate> known,
      Instant now) {
    return missing(holdings, knownRoots, known, now).or(() -> unfinished(holdings));
  }

  private static Optional<Refusal> unfinished(Holdings holdings) {
    var root = holdings.root().certificate();
    if (!isUnder(holdings.issuingCa().credential(), root)) {
      return Optional.empty();
    }
    var cause =
        !isUnder(holdings.responder(), root)
            ? Optional.of("the responder")
            : isUnder(holdings.tls(), root)
                ? Optional.<String>empty()
                : Optional.of("the TLS credential");
    return cause.map(
        what ->
            Refusal.of(
                SetupCheck.FILE,
                what
                    + " does not stand under root "
                    + holdings.root().generation()
                    + ", as issuing CA "
                    + holdings.issuingCa().generation()
                    + " does",
                "Put its newest file and key back from the backup; or, if the rollover was cut"
                    + " short, do it again, which makes what it lacks: brski authority roll root"
                    + " --dir DIR."));
  }

  /** Whether a credential stands under what a root has signed, links aside. */
  static boolean isUnder(Credential credential, X509Certificate root) {
    return isUnder(credential.chain(), root);
  }

  /** Whether a chain has a certificate that a root has signed, links aside. */
  static boolean isUnder(List<X509Certificate> chain, X509Certificate root) {
    return chain.stream()
        .filter(one -> !Certificates.isLink(one))
        .anyMatch(one -> Certificates.isSignedBy(one, root, CryptoSuite.standard()));
  }

  /**
   * What of the roots and the issuing CAs is missing or is another, oldest first. An issuing CA
   * that is expired may be missing; of the roots, reading needs every one.
   *
   * @param knownRoots what the ledger knows of roots, by generation
   * @param known what the ledger knows of issuing CAs, by generation
   */
  public static Optional<Refusal> missing(
      Holdings holdings,
      SortedMap<Integer, X509Certificate> knownRoots,
      SortedMap<Integer, X509Certificate> known,
      Instant now) {
    return roots(holdings, knownRoots, now)
        .map(cause -> Refusal.of(SetupCheck.FILE, cause, ROOT_REMEDY))
        .or(
            () ->
                issuingCas(holdings, known, now)
                    .map(cause -> Refusal.of(SetupCheck.FILE, cause, REMEDY)))
        .or(
            () ->
                holdings.issuingCas().stream()
                    .filter(each -> !now.isAfter(each.end()))
                    .flatMap(each -> rootless(holdings, each).stream())
                    .findFirst()
                    .map(cause -> Refusal.of(SetupCheck.FILE, cause, ROOT_REMEDY)));
  }

  private static Optional<String> roots(
      Holdings holdings, SortedMap<Integer, X509Certificate> known, Instant now) {
    return known.entrySet().stream()
        .flatMap(
            each ->
                objection(
                    new Known("root", each.getKey(), each.getValue()),
                    holdings::rootFile,
                    holdings.roots().stream()
                        .filter(root -> root.generation() == each.getKey())
                        .map(root -> root.certificate())
                        .findFirst(),
                    now)
                    .stream())
        .findFirst();
  }

  private static Optional<String> issuingCas(
      Holdings holdings, SortedMap<Integer, X509Certificate> known, Instant now) {
    return Stream.concat(
            known.entrySet().stream()
                .flatMap(
                    each ->
                        objection(
                            new Known("issuing CA", each.getKey(), each.getValue()),
                            holdings::issuingCaFile,
                            holdings.issuingCas().stream()
                                .filter(held -> held.generation() == each.getKey())
                                .map(IssuingCa::certificate)
                                .findFirst(),
                            now)
                            .stream()),
            holdings.issuingCas().stream().flatMap(each -> namesake(each, known).stream()))
        .findFirst();
  }

  private record Known(String what, int generation, X509Certificate certificate) {

    @Override
    public String toString() {
      return what + " " + generation;
    }
  }

  private static Optional<String> objection(
      Known known, IntFunction<Path> files, Optional<X509Certificate> held, Instant now) {
    var file = files.apply(known.generation());
    if (held.isPresent()) {
      return held.get().equals(known.certificate())
          ? Optional.empty()
          : Optional.of(file + " has another certificate than " + known + " has in the ledger");
    }
    var end = known.certificate().getNotAfter().toInstant();
    return now.isAfter(end)
        ? Optional.empty()
        : Optional.of(
            file + " is missing: the ledger knows " + known + ", which is valid until " + end);
  }

  /** A root that was never entered, because its authority was not started since, may be missing. */
  private static Optional<String> rootless(Holdings holdings, IssuingCa issuingCa) {
    return holdings.rootCertificates().stream()
            .anyMatch(root -> isUnder(issuingCa.credential(), root))
        ? Optional.empty()
        : Optional.of(
            holdings.issuingCaFile(issuingCa.generation())
                + " stands under no root that is here: "
                + holdings.rootFile(holdings.root().generation() + 1)
                + " may be missing");
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
