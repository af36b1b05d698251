package dev.brski.authority.issuing;

import dev.brski.authority.ledger.Contents;
import dev.brski.authority.ledger.Enrollment;
import dev.brski.authority.ledger.EnrollmentState;
import dev.brski.authority.ledger.Enrollments;
import dev.brski.authority.ledger.LedgerCheck;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Grant;
import dev.brski.cmp.ReplyTo;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/** From a durable decision to a durable answer. */
public final class Issuing {

  private final CryptoSuite suite;
  private final Enrollments enrollments;
  private final CertificateIssuer issuer;
  private final Credential issuingCa;
  private final CmpComposer responder;
  private final Duration confirmWait;
  private final StatusPlaces statusPlaces;
  private final InstantSource clock;

  /**
   * Issuing as an authority's folder has it.
   *
   * @param responder what answers are protected with
   * @param statusPlaces where certificates say that their status is told
   */
  public static Issuing of(
      CryptoSuite suite,
      Enrollments enrollments,
      Credential issuingCa,
      Credential responder,
      Duration confirmWait,
      StatusPlaces statusPlaces,
      InstantSource clock) {
    return new Issuing(
        suite,
        enrollments,
        new CertificateIssuer(suite),
        issuingCa,
        new CmpComposer(responder, suite, Clock.known(clock)),
        confirmWait,
        statusPlaces,
        clock);
  }

  /**
   * Issues with a CA and answers with a responder.
   *
   * @param confirmWait how long a certConf is waited for where one is needed
   * @param statusPlaces where certificates say that their status is told
   */
  public Issuing(
      CryptoSuite suite,
      Enrollments enrollments,
      CertificateIssuer issuer,
      Credential issuingCa,
      CmpComposer responder,
      Duration confirmWait,
      StatusPlaces statusPlaces,
      InstantSource clock) {
    this.suite = suite;
    this.enrollments = enrollments;
    this.issuer = issuer;
    this.issuingCa = issuingCa;
    this.responder = responder;
    this.confirmWait = confirmWait;
    this.statusPlaces = statusPlaces;
    this.clock = clock;
  }

  /**
   * The answer of an enrollment that is not held any more: the one that is stored, or else a new
   * one, stored before it is returned. Signing again after a crash signs the same serial number,
   * name, key and dates.
   */
  public byte[] answer(Enrollment enrollment) {
    return enrollments.response(enrollment).orElseGet(() -> make(enrollment));
  }

  private byte[] make(Enrollment enrollment) {
    return switch (enrollment.state().stage()) {
      case ISSUING -> issue(enrollment);
      case DENIED ->
          reject(enrollment, CmpCheck.REQUEST_AUTHORIZED.refusal("an operator denied it"));
      case SUPERSEDED ->
          reject(
              enrollment,
              Refusal.of(
                  LedgerCheck.SUPERSEDED,
                  "a newer request of the device came while this one was held",
                  "Nothing to do: the newer one goes on."));
      case PENDING, ISSUED, AWAITING_CONFIRMATION, CONFIRMED, REJECTED, UNCONFIRMED ->
          throw new IllegalStateException(
              "enrollment " + enrollment.id() + " is " + enrollment.state().word());
    };
  }

  private byte[] reject(Enrollment enrollment, Refusal refusal) {
    return enrollments.keepRejection(
        enrollment, responder.refused(ReplyTo.of(request(enrollment)), refusal).encoded());
  }

  /** Finishes what a crash left between decision and answer, and says how many there were. */
  public int resume() {
    var unfinished = enrollments.unfinished();
    unfinished.forEach(this::answer);
    return unfinished.size();
  }

  private byte[] issue(Enrollment enrollment) {
    var decision = enrollment.decision();
    var reserved =
        enrollment
            .reservation()
            .orElseThrow(() -> new IllegalStateException("issuing without a serial number"));
    var certificate =
        issuer.issue(
            issuingCa,
            publicKey(decision.publicKey()),
            statusPlaces
                .naming(enrollment.contents().listed())
                .in(
                    profile(
                        X500Name.getInstance(decision.subject().getEncoded()),
                        enrollment.contents(),
                        new Validity(reserved.notBefore(), reserved.notAfter()))),
            reserved.serialNumber());
    var deadline = clock.instant().plus(confirmWait).truncatedTo(ChronoUnit.SECONDS);
    return decision.implicitConfirm()
        ? settle(
            enrollment,
            certificate,
            new Grant.Confirmation.Implicit(),
            new EnrollmentState.Issued())
        : settle(
            enrollment,
            certificate,
            new Grant.Confirmation.Until(deadline),
            new EnrollmentState.AwaitingConfirmation(deadline));
  }

  static CertificateProfile profile(X500Name subject, Contents contents, Validity validity) {
    return new CertificateProfile(
        subject,
        validity,
        Optional.empty(),
        contents.keyUsage(),
        contents.extendedKeyUsages(),
        contents.alternativeNames(),
        List.of());
  }

  private byte[] settle(
      Enrollment enrollment,
      X509Certificate certificate,
      Grant.Confirmation confirmation,
      EnrollmentState next) {
    var response =
        responder.granted(
            ReplyTo.of(request(enrollment)),
            new Grant(
                certificate,
                issuingCa.chain(),
                enrollment.decision().modified(),
                confirmation,
                List.of()));
    return enrollments.settle(enrollment, certificate, response.encoded(), next);
  }

  private PublicKey publicKey(byte[] info) {
    try {
      return suite.publicKey(info);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was accepted cannot be decoded", e);
    }
  }

  private CmpMessage request(Enrollment enrollment) {
    return switch (CmpMessage.parse(enrollments.request(enrollment), CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var request) -> request;
      case Verdict.Refused<CmpMessage>(var refusal) ->
          throw new IllegalStateException("a request in the ledger is not one: " + refusal);
    };
  }
}
