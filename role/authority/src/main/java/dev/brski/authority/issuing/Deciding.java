package dev.brski.authority.issuing;

import dev.brski.authority.intake.Received;
import dev.brski.authority.ledger.Decision;
import dev.brski.authority.ledger.Evidence;
import dev.brski.authority.ledger.Submission;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.issuance.CertificateProfile;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;

/** What is to be issued on a request that passed the intake. */
public final class Deciding {

  /** The one certificate profile. */
  public static final String PROFILE = "ldevid";

  private final IssuingPolicy policy;
  private final Reserving reserving;

  /** Decisions under a policy. */
  public Deciding(IssuingPolicy policy, Reserving reserving) {
    this.policy = policy;
    this.reserving = reserving;
  }

  /** What to hand to the ledger, or the reason why nothing is issued on it. */
  public Verdict<Submission> decide(Received.Certification received) {
    return objection(received)
        .map(refusal -> Verdict.<Submission>refused(refusal.withDevice(received.serialNumber())))
        .orElseGet(() -> Verdict.accepted(submission(received)));
  }

  private static Optional<Refusal> objection(Received.Certification received) {
    var profile = received.message().header().certProfile();
    if (profile.filter(name -> !name.equals(PROFILE)).isPresent()) {
      return Optional.of(
          TemplateCheck.PROFILE.refusal("certProfile " + Description.printable(profile.get())));
    }
    return received.requested().extensions().flatMap(TemplatePolicy::objection);
  }

  private Submission submission(Received.Certification received) {
    var message = received.message();
    return new Submission(
        received.manufacturer(),
        received.serialNumber(),
        received.registrar().id(),
        PROFILE,
        received.idevid(),
        message.transactionId().octets(),
        message.encoded(),
        received.nested(),
        received.consent().map(consent -> new Evidence(consent.imprint(), consent.sequence())),
        decision(received),
        switch (policy.approval()) {
          case AUTOMATIC -> Optional.of(reserving.reserve());
          case MANUAL -> Optional.empty();
        });
  }

  private Decision decision(Received.Certification received) {
    var requested = received.requested();
    var subject = policy.subjects().subjectOf(received.serialNumber());
    var profile =
        CertificateProfile.ldevid(X500Name.getInstance(subject.getEncoded()), reserving.validity());
    return new Decision(
        subject,
        requested.publicKey().getEncoded(),
        isModified(requested, subject, profile),
        policy.confirmation() == ConfirmationPolicy.IMPLICIT
            && received.message().implicitConfirm());
  }

  private static boolean isModified(
      RequestedCertificate requested, X500Principal subject, CertificateProfile profile) {
    return !requested.subject().equals(subject)
        || requested
            .extensions()
            .filter(asked -> !TemplatePolicy.isCovered(asked, profile))
            .isPresent();
  }
}
