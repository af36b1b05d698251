package dev.brski.trust;

import dev.brski.time.Moment;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What a certificate must be by itself to stand on a path; no rule here costs a signature check.
 */
final class CertificateRules {

  private static final Set<String> UNDERSTOOD =
      Set.of(
          Extension.basicConstraints.getId(),
          Extension.keyUsage.getId(),
          Extension.extendedKeyUsage.getId(),
          Extension.subjectAlternativeName.getId(),
          Extension.nameConstraints.getId(),
          Extension.certificatePolicies.getId(),
          Extension.policyMappings.getId(),
          Extension.policyConstraints.getId(),
          Extension.inhibitAnyPolicy.getId());

  private final AlgorithmPolicy algorithms;
  private final Purpose purpose;
  private final Moment now;

  CertificateRules(AlgorithmPolicy algorithms, Purpose purpose, Moment now) {
    this.algorithms = algorithms;
    this.purpose = purpose;
    this.now = now;
  }

  Optional<Refusal> objectionToTarget(PathCertificate target) {
    return objectionToUsage(target).or(() -> objectionToExtendedUsage(target));
  }

  /** The rules for a target whose key alone is trusted: it needs no extended key usage. */
  Optional<Refusal> objectionToUsage(PathCertificate target) {
    return objectionToCriticals(target)
        .or(() -> objectionToKey(target))
        .or(() -> objectionToDates(target))
        .or(
            () ->
                purpose.digitalSignature() && !target.hasKeyUsage(KeyUsage.digitalSignature)
                    ? refusal(
                        PathCheck.KEY_USAGE,
                        target.describe() + " has a keyUsage without digitalSignature",
                        "Have it issued with digitalSignature: it is used as " + purpose.name())
                    : Optional.empty());
  }

  /**
   * The rules for an authority on the path, the anchor included.
   *
   * @param below how many authorities that are not self-issued stand between it and the target
   */
  Optional<Refusal> objectionToIssuer(PathCertificate issuer, int below) {
    return objectionToAuthority(issuer, below)
        .or(() -> objectionToCriticals(issuer))
        .or(() -> objectionToKey(issuer))
        .or(() -> objectionToDates(issuer));
  }

  /** The dates that count, as far as the time is known (RFC 8995 section 2.6.1). */
  Optional<Refusal> objectionToDates(PathCertificate certificate) {
    return switch (purpose.validity()) {
      case RESPECTED -> notYetValid(certificate).or(() -> expired(certificate));
      case LIFETIME_IGNORED -> notYetValid(certificate);
    };
  }

  /** Whether the algorithm of the signature on a certificate counts, and fits the issuer's key. */
  Optional<Refusal> objectionToSignatureAlgorithm(PathCertificate signed, PathCertificate issuer) {
    return refusalOf(
            algorithms.accepts(signed.signatureAlgorithm(), issuer.certificate().getPublicKey()))
        .map(refusal -> naming(refusal, signed));
  }

  private Optional<Refusal> objectionToAuthority(PathCertificate issuer, int below) {
    if (issuer.certificationAuthority().isEmpty()) {
      return refusal(
          PathCheck.NOT_A_CA,
          issuer.describe()
              + " is asked to be an issuer but has no basicConstraints with cA (version "
              + issuer.certificate().getVersion()
              + ")",
          "Use an issuer with a version 3 CA certificate");
    }
    if (!issuer.hasKeyUsage(KeyUsage.keyCertSign)) {
      return refusal(
          PathCheck.KEY_USAGE,
          issuer.describe() + " has a keyUsage without keyCertSign",
          "Use an issuer whose key may sign certificates");
    }
    int allowed = issuer.certificationAuthority().get().pathLength();
    if (allowed < below) {
      return refusal(
          PathCheck.PATH_LENGTH,
          issuer.describe() + " allows " + allowed + " authorities below it, not " + below,
          "Use a shorter chain, or have the authority's certificate issued with more room");
    }
    return Optional.empty();
  }

  private Optional<Refusal> objectionToExtendedUsage(PathCertificate target) {
    var listed = target.extendedKeyUsages().orElse(Set.of());
    var missing = new TreeSet<>(purpose.requiredExtendedKeyUsages());
    if (target.extendedKeyUsages().isPresent()) {
      missing.addAll(purpose.permittedExtendedKeyUsages());
    }
    missing.removeAll(listed);
    return missing.isEmpty()
        ? Optional.empty()
        : refusal(
            PathCheck.EXTENDED_KEY_USAGE,
            target.describe() + " lacks the extended key usage " + String.join(", ", missing),
            "Have it issued with that usage if it is meant to be a " + purpose.name());
  }

  private static Optional<Refusal> objectionToCriticals(PathCertificate certificate) {
    var unknown = new TreeSet<>(certificate.criticalExtensions());
    unknown.removeAll(UNDERSTOOD);
    return unknown.isEmpty()
        ? Optional.empty()
        : refusal(
            PathCheck.CRITICAL_EXTENSION,
            certificate.describe() + " has the critical extension " + String.join(", ", unknown),
            "Have it issued without, or with the extension marked not critical");
  }

  private Optional<Refusal> objectionToKey(PathCertificate certificate) {
    return refusalOf(algorithms.accepts(certificate.certificate().getPublicKey()))
        .map(refusal -> naming(refusal, certificate));
  }

  private Optional<Refusal> notYetValid(PathCertificate certificate) {
    var from = certificate.certificate().getNotBefore().toInstant();
    return now.isBefore(from)
        ? refusal(
            PathCheck.NOT_YET_VALID,
            certificate.describe() + " is valid from " + from + ", and it is " + now,
            "Check the clock here and at the issuer")
        : Optional.empty();
  }

  private Optional<Refusal> expired(PathCertificate certificate) {
    var until = certificate.certificate().getNotAfter().toInstant();
    return now.isAfter(until)
        ? refusal(
            PathCheck.EXPIRED,
            certificate.describe() + " was valid until " + until + ", and it is " + now,
            "Renew it; check the clock here")
        : Optional.empty();
  }

  private static <T> Optional<Refusal> refusalOf(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T> _ -> Optional.empty();
      case Verdict.Refused<T>(Refusal refusal) -> Optional.of(refusal);
    };
  }

  private static Refusal naming(Refusal refusal, PathCertificate certificate) {
    return Refusal.of(
        refusal.check(), certificate.describe() + ": " + refusal.cause(), refusal.remedy());
  }

  private static Optional<Refusal> refusal(PathCheck check, String cause, String remedy) {
    return Optional.of(Refusal.of(check, cause, remedy));
  }
}
