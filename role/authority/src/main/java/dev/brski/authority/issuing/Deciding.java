package dev.brski.authority.issuing;

import dev.brski.authority.intake.Received;
import dev.brski.authority.ledger.Decision;
import dev.brski.authority.ledger.Evidence;
import dev.brski.authority.ledger.Submission;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.inventory.Inventory;
import dev.brski.inventory.UnknownDevices;
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
  private final Inventory inventory;

  /** Decisions under a policy, which the inventory serves. */
  public Deciding(IssuingPolicy policy, Reserving reserving, Inventory inventory) {
    this.policy = policy;
    this.reserving = reserving;
    this.inventory = inventory;
  }

  /** What to hand to the ledger, or the reason why nothing is issued on it. */
  public Verdict<Submission> decide(Received.Certification received) {
    var device = received.signer();
    boolean named = inventory.names(device.manufacturer(), device.serialNumber());
    return objection(received)
        .or(() -> named ? Optional.empty() : strange(received))
        .map(refusal -> Verdict.<Submission>refused(refusal.withDevice(device.serialNumber())))
        .orElseGet(() -> Verdict.accepted(submission(received, named)));
  }

  private Optional<Refusal> strange(Received.Certification received) {
    return policy.unknown() == UnknownDevices.REFUSE
        ? Optional.of(
            CmpCheck.REQUEST_AUTHORIZED.refusal(
                "the inventory does not name device "
                    + Description.printable(received.signer().serialNumber())
                    + " of "
                    + received.signer().manufacturer()
                    + " (or not any more); if it may have a certificate: brski authority inventory"
                    + " import"))
        : Optional.empty();
  }

  /**
   * A person is asked of every device, but not of what a device has already; or of those that the
   * inventory does not name, whatever they have.
   */
  private boolean isHeld(Received.Certification received, boolean named) {
    boolean asked =
        switch (policy.approval()) {
          case MANUAL ->
              received.requested().type() != BodyType.kur
                  || policy.keyUpdates() == KeyUpdatePolicy.MANUAL;
          case AUTOMATIC -> false;
        };
    return asked || (!named && policy.unknown() == UnknownDevices.HOLD);
  }

  private Optional<Refusal> objection(Received.Certification received) {
    var profile = received.message().header().certProfile();
    if (profile.filter(name -> !name.equals(PROFILE)).isPresent()) {
      return Optional.of(
          TemplateCheck.PROFILE.refusal("certProfile " + Description.printable(profile.get())));
    }
    return received
        .requested()
        .extensions()
        .flatMap(wanted -> TemplatePolicy.objection(wanted, profile(subject(received))))
        .or(
            () ->
                KeyStrength.objection(
                    policy.strongerKeys(),
                    received.requested().publicKey(),
                    received.signer().certificate()));
  }

  private Submission submission(Received.Certification received, boolean named) {
    var message = received.message();
    return new Submission(
        received.signer().manufacturer(),
        received.signer().serialNumber(),
        received.registrar().id(),
        PROFILE,
        received.signer().certificate(),
        message.transactionId().octets(),
        message.encoded(),
        received.nested(),
        received.consent().map(consent -> new Evidence(consent.imprint(), consent.sequence())),
        decision(received),
        isHeld(received, named) ? Optional.empty() : Optional.of(reserving.reserve()));
  }

  private Decision decision(Received.Certification received) {
    var requested = received.requested();
    var subject = subject(received);
    return new Decision(
        subject,
        requested.publicKey().getEncoded(),
        TemplatePolicy.isModified(requested, subject, profile(subject)),
        policy.confirmation() == ConfirmationPolicy.IMPLICIT
            && received.message().implicitConfirm());
  }

  /** A key update keeps the name (RFC 9483 section 4.1.3), whatever is configured since. */
  private X500Principal subject(Received.Certification received) {
    return received.message().type() == BodyType.kur
        ? received.signer().certificate().getSubjectX500Principal()
        : policy.subjects().subjectOf(received.signer().serialNumber());
  }

  private CertificateProfile profile(X500Principal subject) {
    return CertificateProfile.ldevid(
        X500Name.getInstance(subject.getEncoded()), reserving.validity());
  }
}
