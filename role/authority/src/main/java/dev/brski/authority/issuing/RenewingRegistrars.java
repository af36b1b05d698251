package dev.brski.authority.issuing;

import dev.brski.authority.intake.Received;
import dev.brski.authority.ledger.Decision;
import dev.brski.authority.ledger.EnrollmentState;
import dev.brski.authority.ledger.RegistrarUpdate;
import dev.brski.authority.ledger.RegistrarUpdates;
import dev.brski.authority.ledger.Reservation;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Grant;
import dev.brski.cmp.ReplyTo;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * What follows on the kur of a registrar (RFC 9483 section 4.1.3): the same certificate on a new
 * key, for as long as one that an operator makes.
 */
public final class RenewingRegistrars {

  /** The profile that a registrar may name. */
  public static final String PROFILE = "registrar";

  private final IssuingPolicy policy;
  private final RegistrarUpdates updates;
  private final RegistrarCertificates certificates;
  private final CmpComposer responder;
  private final CryptoSuite suite;
  private final InstantSource clock;

  /** Renewals under a policy, kept in a ledger. */
  public RenewingRegistrars(
      IssuingPolicy policy,
      RegistrarUpdates updates,
      RegistrarCertificates certificates,
      CmpComposer responder,
      CryptoSuite suite,
      InstantSource clock) {
    this.policy = policy;
    this.updates = updates;
    this.certificates = certificates;
    this.responder = responder;
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * The octets of the kup, durable with the credential; or the reason why there is none. What was
   * granted is answered as it was, whatever the policy is now.
   */
  public Verdict<byte[]> answer(Received.RegistrarUpdate received) {
    var message = received.message();
    return updates
        .known(message.transactionId().octets(), message.encoded())
        .orElseGet(() -> decide(received).flatMap(updates::open))
        .map(this::answer);
  }

  /** Finishes what a crash left between decision and answer, and says how many there were. */
  public int resume() {
    var unfinished = updates.unfinished();
    unfinished.forEach(this::answer);
    return unfinished.size();
  }

  /** What to hand to the ledger, or the reason why nothing is issued. */
  public Verdict<RegistrarUpdate.Submission> decide(Received.RegistrarUpdate received) {
    var message = received.message();
    var reserved = certificates.reserve();
    return objection(received, reserved)
        .map(Verdict::<RegistrarUpdate.Submission>refused)
        .orElseGet(
            () ->
                Verdict.accepted(
                    new RegistrarUpdate.Submission(
                        received.registrar(),
                        message.transactionId().octets(),
                        message.encoded(),
                        decision(received, reserved),
                        reserved)));
  }

  private Optional<Refusal> objection(Received.RegistrarUpdate received, Reservation reserved) {
    if (policy.registrarUpdates() == RegistrarUpdatePolicy.REFUSE) {
      return Optional.of(
          CmpCheck.REQUEST_AUTHORIZED.refusal(
              "registrar "
                  + received.registrar().name()
                  + " asks for its next credential, and registrar-updates in brski.yaml is refuse;"
                  + " a person makes it: brski authority registrar"));
    }
    var profile = received.message().header().certProfile();
    if (profile.filter(name -> !name.equals(PROFILE)).isPresent()) {
      return Optional.of(
          TemplateCheck.PROFILE
              .refusal("certProfile " + Description.printable(profile.get()))
              .withTold("there is no such certificate profile for a registrar here"));
    }
    var granted = certificates.profile(subject(received.registrar().certificate()), reserved);
    return received
        .requested()
        .extensions()
        .flatMap(wanted -> TemplatePolicy.objection(wanted, granted.extendedKeyUsages()))
        .map(refusal -> refusal.withTold("the requested extensions are not those of a registrar"))
        .or(
            () ->
                KeyStrength.objection(
                        policy.strongerKeys(),
                        received.requested().publicKey(),
                        received.registrar().certificate())
                    .map(refusal -> refusal.withTold("the key is stronger than what signs for it")))
        .or(() -> certificates.objection(received.registrar().certificate(), reserved));
  }

  private Decision decision(Received.RegistrarUpdate received, Reservation reserved) {
    var old = received.registrar().certificate();
    var granted = certificates.profile(subject(old), reserved);
    return new Decision(
        old.getSubjectX500Principal(),
        received.requested().publicKey().getEncoded(),
        TemplatePolicy.isModified(received.requested(), old.getSubjectX500Principal(), granted),
        policy.confirmation() == ConfirmationPolicy.IMPLICIT
            && received.message().implicitConfirm());
  }

  private static X500Name subject(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private byte[] answer(RegistrarUpdate update) {
    return updates.response(update).orElseGet(() -> issue(update));
  }

  private byte[] issue(RegistrarUpdate update) {
    var decision = update.decision();
    var replyTo = ReplyTo.of(request(update));
    var certificate =
        certificates.issue(
            subject(update.registrar().certificate()),
            publicKey(decision.publicKey()),
            update.reservation());
    var deadline = clock.instant().plus(policy.confirmWait()).truncatedTo(ChronoUnit.SECONDS);
    boolean implicit = decision.implicitConfirm();
    var grant =
        new Grant(
            certificate,
            certificates.chain(),
            decision.modified(),
            implicit ? new Grant.Confirmation.Implicit() : new Grant.Confirmation.Until(deadline),
            List.of());
    return updates.settle(
        update,
        certificate,
        responder.granted(replyTo, grant).encoded(),
        implicit
            ? new EnrollmentState.Issued()
            : new EnrollmentState.AwaitingConfirmation(deadline),
        refusal -> responder.refused(replyTo, refusal).encoded());
  }

  private PublicKey publicKey(byte[] info) {
    try {
      return suite.publicKey(info);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was accepted cannot be decoded", e);
    }
  }

  private CmpMessage request(RegistrarUpdate update) {
    return switch (CmpMessage.parse(updates.request(update), CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var request) -> request;
      case Verdict.Refused<CmpMessage>(var refusal) ->
          throw new IllegalStateException("a request in the ledger is not one: " + refusal);
    };
  }
}
