package dev.brski.registrar.renewal;

import dev.brski.cmp.Answer;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether a certificate can take the place of the registrar's present one. */
final class Replacement {

  private final PathValidator paths;
  private final Supplier<List<X509Certificate>> domainCa;
  private final Clock clock;

  Replacement(PathValidator paths, Supplier<List<X509Certificate>> domainCa, Clock clock) {
    this.paths = paths;
    this.domainCa = domainCa;
    this.clock = clock;
  }

  /** The same, unless it cannot; its key and its path have been looked at already. */
  Answer judge(Answer.Issued issued, X509Certificate present) {
    return objection(issued.certificate(), present)
        .or(() -> uses(issued, present))
        .<Answer>map(
            cause ->
                new Answer.Unacceptable(
                    issued.certificate(),
                    Refusal.of(
                        RenewalCheck.CERTIFICATE,
                        cause,
                        "Ask the operator of the authority what it certified in this registrar's"
                            + " place."),
                    issued.confirm()))
        .orElse(issued);
  }

  private static Optional<String> objection(X509Certificate certificate, X509Certificate present) {
    if (!Certificates.haveSameNames(certificate, present)) {
      return Optional.of(
          "the certificate is for another subject or subjectAltName than the one before");
    }
    if (certificate.getBasicConstraints() >= 0) {
      return Optional.of("the certificate is that of a certification authority");
    }
    var end = certificate.getNotAfter().toInstant();
    return end.isAfter(present.getNotAfter().toInstant())
        ? Optional.empty()
        : Optional.of(
            "the certificate is valid until %s, no longer than the present one".formatted(end));
  }

  /** It must allow what the present one does, and what a registrar needs in any case. */
  private Optional<String> uses(Answer.Issued issued, X509Certificate present) {
    var purpose = new Purpose("registrar", usages(present), true, Purpose.Validity.RESPECTED);
    return switch (paths.validateAgainstPins(
        issued.certificate(), issued.path().chain(), domainCa.get(), purpose, clock.now())) {
      case Verdict.Accepted<?> _ -> Optional.empty();
      case Verdict.Refused<?>(Refusal refusal) -> Optional.of(refusal.cause());
    };
  }

  private static Set<String> usages(X509Certificate present) {
    var usages = new HashSet<>(Set.of(Oids.CMC_RA));
    try {
      usages.addAll(Optional.ofNullable(present.getExtendedKeyUsage()).orElseGet(List::of));
    } catch (CertificateParsingException e) {
      throw new IllegalStateException("this registrar's own certificate is malformed", e);
    }
    return Set.copyOf(usages);
  }
}
