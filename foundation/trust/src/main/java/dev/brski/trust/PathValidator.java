package dev.brski.trust;

import dev.brski.time.Moment;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Certification path validation (RFC 5280 section 6), strict, bounded, and with the constraints
 * inside a trust anchor applied. Revocation is not asked for here.
 *
 * <p>Instances are immutable and safe for concurrent use.
 */
public final class PathValidator {

  private final CryptoSuite suite;
  private final AlgorithmPolicy algorithms;
  private final ValidationLimits limits;

  /** A validator that checks signatures with the suite, under the policy, within the limits. */
  public PathValidator(CryptoSuite suite, AlgorithmPolicy algorithms, ValidationLimits limits) {
    this.suite = suite;
    this.algorithms = algorithms;
    this.limits = limits;
  }

  /** A validator with the standard policy and limits. */
  public static PathValidator standard(CryptoSuite suite) {
    return new PathValidator(suite, AlgorithmPolicy.standard(), ValidationLimits.standard());
  }

  /**
   * Finds a path from the target to an anchor and validates it.
   *
   * @param candidates what came with the target, in any order, useful or not
   * @return the path, or a refusal with a {@link PathCheck}
   */
  public Verdict<TrustedPath> validate(
      X509Certificate target,
      Collection<X509Certificate> candidates,
      Anchors anchors,
      Purpose purpose,
      Moment now) {
    var rules = new CertificateRules(algorithms, purpose, now);
    return PathCertificate.read(target)
        .flatMap(read -> unless(read, rules.objectionToTarget(read)))
        .flatMap(
            read ->
                anchors.certificates().contains(target)
                    ? Verdict.accepted(new TrustedPath(List.of(target), target, 0))
                    : search(read, candidates, anchors, rules));
  }

  /**
   * Validates against a certificate whose public key is the only trust anchor (RFC 8366 section
   * 5.3, RFC 8995 section 5.6.2). A target with that very key is accepted without an extended key
   * usage.
   *
   * @return the path, or a refusal with a {@link PathCheck}
   */
  public Verdict<TrustedPath> validateAgainstPin(
      X509Certificate target,
      Collection<X509Certificate> candidates,
      X509Certificate pin,
      Purpose purpose,
      Moment now) {
    return validateAgainstPins(target, candidates, List.of(pin), purpose, now);
  }

  /**
   * The same with several: what a voucher pinned, and roots that have followed on it since (RFC
   * 9810 section 4.4.2).
   *
   * @param pins one at least
   * @return the path, or a refusal with a {@link PathCheck}
   */
  public Verdict<TrustedPath> validateAgainstPins(
      X509Certificate target,
      Collection<X509Certificate> candidates,
      List<X509Certificate> pins,
      Purpose purpose,
      Moment now) {
    var key = Certificates.spkiSha256(target);
    var own =
        pins.stream().filter(pin -> Arrays.equals(key, Certificates.spkiSha256(pin))).findFirst();
    return own.map(PathCertificate::read)
        .map(
            read ->
                read.flatMap(
                    pin ->
                        acceptPinnedKey(
                            target, pin, new CertificateRules(algorithms, purpose, now))))
        .orElseGet(
            () ->
                readable(pins)
                    .flatMap(all -> validate(target, candidates, Anchors.of(all), purpose, now)));
  }

  private static Verdict<List<X509Certificate>> readable(List<X509Certificate> pins) {
    Verdict<?> all = Verdict.accepted(pins);
    for (var pin : pins) {
      all = all.flatMap(_ -> PathCertificate.read(pin));
    }
    return all.map(_ -> pins);
  }

  /**
   * Whether a chain holds together by itself: each certificate signed by the next, a self-issued
   * last one by itself, unless it is a link from one key of an authority to another (RFC 8995
   * section 5.1, RFC 9810 section 4.4). Nothing is said about trust, dates or usages.
   *
   * @return the chain, or a refusal with a {@link PathCheck}
   */
  public Verdict<List<X509Certificate>> internallyConsistent(List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      return Verdict.refused(
          PathCheck.UNTRUSTED, "the chain is empty", "Have the peer send its certificate");
    }
    if (chain.size() > limits.depth() + 1) {
      return Verdict.refused(
          PathSearch.tooComplex("the chain has " + chain.size() + " certificates"));
    }
    var ledger = new SignatureLedger(suite, limits.signatureChecks());
    Verdict<PathCertificate> linked = PathCertificate.read(chain.getFirst());
    for (var certificate : chain.subList(1, chain.size())) {
      linked =
          linked.flatMap(
              signed ->
                  PathCertificate.read(certificate)
                      .flatMap(issuer -> link(signed, issuer, ledger).map(_ -> issuer)));
    }
    return linked
        .flatMap(
            last ->
                last.isSelfIssued() && !last.isLink()
                    ? link(last, last, ledger)
                    : Verdict.accepted(last))
        .map(_ -> chain);
  }

  private Verdict<PathCertificate> link(
      PathCertificate signed, PathCertificate issuer, SignatureLedger ledger) {
    if (!signed.issuer().equals(issuer.subject())) {
      return Verdict.refused(
          PathCheck.UNTRUSTED,
          issuer.describe() + " follows " + signed.describe() + " but is not its issuer",
          "Have the peer send its chain in order");
    }
    return algorithms
        .accepts(signed.signatureAlgorithm(), issuer.certificate().getPublicKey())
        .flatMap(
            _ ->
                ledger.isSignedBy(signed, issuer)
                    ? Verdict.accepted(signed)
                    : Verdict.refused(PathSearch.wrongSignature(signed, issuer)));
  }

  private Verdict<TrustedPath> acceptPinnedKey(
      X509Certificate target, PathCertificate pin, CertificateRules rules) {
    return PathCertificate.read(target)
        .flatMap(
            read ->
                unless(read, rules.objectionToUsage(read).or(() -> rules.objectionToDates(pin))))
        .map(_ -> new TrustedPath(List.of(target), pin.certificate(), 0));
  }

  private Verdict<TrustedPath> search(
      PathCertificate target,
      Collection<X509Certificate> candidates,
      Anchors anchors,
      CertificateRules rules) {
    var distinct = new LinkedHashSet<>(candidates);
    if (distinct.size() > limits.candidates()) {
      return Verdict.refused(
          PathSearch.tooComplex(distinct.size() + " certificates came with " + target.describe()));
    }
    var ledger = new SignatureLedger(suite, limits.signatureChecks());
    var readable = PathCertificate.readable(distinct);
    return new PathSearch(ledger, rules, limits, anchors, readable).from(target);
  }

  private static <T> Verdict<T> unless(T value, Optional<Refusal> objection) {
    return objection.map(Verdict::<T>refused).orElseGet(() -> Verdict.accepted(value));
  }
}
