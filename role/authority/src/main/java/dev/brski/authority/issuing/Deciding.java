package dev.brski.authority.issuing;

import dev.brski.authority.intake.Received;
import dev.brski.authority.intake.Signer;
import dev.brski.authority.ledger.Approval;
import dev.brski.authority.ledger.Contents;
import dev.brski.authority.ledger.Decision;
import dev.brski.authority.ledger.Enrollment;
import dev.brski.authority.ledger.Enrollments;
import dev.brski.authority.ledger.Evidence;
import dev.brski.authority.ledger.Reservation;
import dev.brski.authority.ledger.Submission;
import dev.brski.authority.profile.Profile;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.inventory.UnknownDevices;
import dev.brski.issuance.CertificateProfile;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/** What is to be issued on a request that passed the intake. */
public final class Deciding {

  private final IssuingPolicy policy;
  private final Profiling profiling;
  private final Reserving reserving;
  private final Enrollments enrollments;

  /**
   * Decisions under a policy.
   *
   * @param enrollments what was decided before
   */
  public Deciding(
      IssuingPolicy policy, Profiling profiling, Reserving reserving, Enrollments enrollments) {
    this.policy = policy;
    this.profiling = profiling;
    this.reserving = reserving;
    this.enrollments = enrollments;
  }

  /**
   * What to hand to the ledger, or the reason why nothing is issued on it. What was decided on a
   * transaction stays decided, whatever profile and inventory say by now; whether the inventory
   * names the device is asked again.
   */
  public Verdict<Submission> decide(Received.Certification received) {
    var device = received.signer();
    boolean named = profiling.isNamed(device);
    var strange = named ? Optional.<Refusal>empty() : strange(received);
    return enrollments
        .byTransaction(received.message().transactionId().octets())
        .map(
            known ->
                strange
                    .map(Verdict::<Submission>refused)
                    .orElseGet(() -> Verdict.accepted(again(received, known))))
        .orElseGet(() -> decide(received, strange, named))
        .mapRefusal(refusal -> refusal.withDevice(device.serialNumber()));
  }

  private Verdict<Submission> decide(
      Received.Certification received, Optional<Refusal> strange, boolean named) {
    return profiling
        .of(received)
        .flatMap(
            profile ->
                objection(received, profile)
                    .or(() -> strange)
                    .map(Verdict::<Submission>refused)
                    .orElseGet(
                        () ->
                            profiling
                                .make(received, profile)
                                .map(made -> submission(received, profile, made, named))));
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

  private Optional<Refusal> objection(Received.Certification received, Profile profile) {
    return received
        .requested()
        .extensions()
        .flatMap(wanted -> TemplatePolicy.objection(wanted, profile.extendedKeyUsages()))
        .or(
            () ->
                KeyStrength.objection(
                    policy.strongerKeys(),
                    received.requested().publicKey(),
                    received.signer().certificate()));
  }

  private Submission submission(
      Received.Certification received, Profile profile, Profiling.Made made, boolean named) {
    return submission(
        received,
        profile.name(),
        decision(received, made),
        made.contents(),
        isHeld(received, named)
            ? Optional.empty()
            : Optional.of(reserving.reserve(made.contents())));
  }

  /** The ledger compares the octets, and finds what it has. */
  private static Submission again(Received.Certification received, Enrollment known) {
    return submission(
        received, known.profile(), known.decision(), known.contents(), known.reservation());
  }

  private static Submission submission(
      Received.Certification received,
      String profile,
      Decision decision,
      Contents contents,
      Optional<Reservation> reservation) {
    var message = received.message();
    return new Submission(
        received.signer().manufacturer(),
        received.signer().serialNumber(),
        received.registrar().id(),
        profile,
        received.signer().certificate(),
        message.transactionId().octets(),
        message.encoded(),
        approval(received),
        decision,
        contents,
        reservation);
  }

  private static Approval approval(Received.Certification received) {
    return switch (received.signer()) {
      case Signer.OnBehalf device ->
          new Approval.Replaced(device.shown(), received.requested().raVerified());
      case Signer.ByIdevid _, Signer.ByLdevid _ ->
          new Approval.Nested(
              received.nested().orElseThrow(),
              received
                  .consent()
                  .map(consent -> new Evidence(consent.imprint(), consent.sequence())));
    };
  }

  private Decision decision(Received.Certification received, Profiling.Made made) {
    var requested = received.requested();
    return new Decision(
        made.subject(),
        requested.publicKey().getEncoded(),
        TemplatePolicy.isModified(requested, made.subject(), profile(made)),
        policy.confirmation() == ConfirmationPolicy.IMPLICIT
            && received.message().implicitConfirm());
  }

  private CertificateProfile profile(Profiling.Made made) {
    return Issuing.profile(
        X500Name.getInstance(made.subject().getEncoded()),
        made.contents(),
        reserving.validity(made.contents()));
  }
}
