package dev.brski.authority.issuing;

import dev.brski.authority.intake.Received;
import dev.brski.authority.ledger.Confirmations;
import dev.brski.authority.ledger.Enrollment;
import dev.brski.authority.ledger.EnrollmentState;
import dev.brski.authority.ledger.Enrollments;
import dev.brski.authority.ledger.RegistrarUpdate;
import dev.brski.authority.ledger.RegistrarUpdates;
import dev.brski.cmp.Authenticated;
import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CertHash;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.SignerTrust;
import dev.brski.time.Clock;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What follows on a certConf (RFC 9483 section 5.1.2).
 *
 * <p>Whoever has not proven to be the one whose transaction it is learns what he would learn of one
 * that does not exist, after the same checks of his message.
 */
public final class Confirming {

  /**
   * An operation that was answered with a certificate, with what a certConf has to fit.
   *
   * @param device the serial number of the device, if it is one's
   * @param holder whose it is, for the log
   * @param signer what it was asked with
   */
  private record Open(
      Optional<String> device,
      String holder,
      X509Certificate signer,
      CmpMessage request,
      CmpMessage response,
      X509Certificate issued,
      Ledger ledger) {}

  /** Where the certConf of one operation is kept. */
  private interface Ledger {

    Optional<Confirmations.Outcome> earlier(byte[] certConf);

    Confirmations.Outcome conclude(EnrollmentState to, byte[] certConf, byte[] pkiConf);
  }

  private final CryptoSuite suite;
  private final MessageValidation validation;
  private final SignerTrust trust;
  private final Enrollments enrollments;
  private final Confirmations confirmations;
  private final RegistrarUpdates updates;
  private final Revoking revoking;
  private final CmpComposer responder;
  private final Clock clock;

  /**
   * Confirmations for enrollments, and for updates of registrars.
   *
   * @param trust whose protection is trusted on a device's or registrar's message
   * @param revoking what a registrar rejects is revoked
   */
  public Confirming(
      CryptoSuite suite,
      MessageValidation validation,
      SignerTrust trust,
      Enrollments enrollments,
      Confirmations confirmations,
      RegistrarUpdates updates,
      Revoking revoking,
      CmpComposer responder,
      Clock clock) {
    this.suite = suite;
    this.validation = validation;
    this.trust = trust;
    this.enrollments = enrollments;
    this.confirmations = confirmations;
    this.updates = updates;
    this.revoking = revoking;
    this.responder = responder;
    this.clock = clock;
  }

  /** The octets of the pkiConf, durable, or the reason why there is none. */
  public Verdict<byte[]> conclude(Received.Confirmation received) {
    var message = received.message();
    var open = open(message);
    var known = open.map(found -> found.request().extraCertsFor(message)).orElseGet(List::of);
    return validation
        .validate(message, expectation(received.layer(), known), clock.now())
        .mapRefusal(Confirming::unlessOfTheBody)
        .flatMap(authentic -> own(authentic, open))
        .flatMap(
            own ->
                continued(own, message)
                    .flatMap(_ -> concluded(own, message))
                    .mapRefusal(refusal -> own.device().map(refusal::withDevice).orElse(refusal)));
  }

  private Optional<Open> open(CmpMessage message) {
    var transactionId = message.transactionId().octets();
    return enrollments
        .byTransaction(transactionId)
        .flatMap(this::open)
        .or(() -> updates.byTransaction(transactionId).flatMap(this::open));
  }

  private Optional<Open> open(Enrollment enrollment) {
    var serialNumber = enrollment.device().serialNumber();
    return enrollments
        .answered(enrollment)
        .map(
            answered ->
                open(
                    Optional.of(serialNumber),
                    "device " + serialNumber,
                    enrollment.signer(),
                    answered,
                    new Ledger() {
                      @Override
                      public Optional<Confirmations.Outcome> earlier(byte[] certConf) {
                        return confirmations.earlier(enrollment, certConf);
                      }

                      @Override
                      public Confirmations.Outcome conclude(
                          EnrollmentState to, byte[] certConf, byte[] pkiConf) {
                        return confirmations.conclude(enrollment, to, certConf, pkiConf);
                      }
                    }));
  }

  private Optional<Open> open(RegistrarUpdate update) {
    return updates
        .answered(update)
        .map(
            answered ->
                open(
                    Optional.empty(),
                    "registrar " + update.registrar().name(),
                    update.registrar().certificate(),
                    answered,
                    new Ledger() {
                      @Override
                      public Optional<Confirmations.Outcome> earlier(byte[] certConf) {
                        return updates.earlier(update, certConf);
                      }

                      @Override
                      public Confirmations.Outcome conclude(
                          EnrollmentState to, byte[] certConf, byte[] pkiConf) {
                        var outcome = updates.conclude(update, to, certConf, pkiConf);
                        if (to instanceof EnrollmentState.Rejected
                            || outcome instanceof Confirmations.Outcome.NotExpected) {
                          revoking.publish();
                        }
                        return outcome;
                      }
                    }));
  }

  private static Open open(
      Optional<String> device,
      String holder,
      X509Certificate signer,
      Enrollments.Answered answered,
      Ledger ledger) {
    return new Open(
        device,
        holder,
        signer,
        parsed(answered.request()),
        parsed(answered.response()),
        answered.certificate(),
        ledger);
  }

  private Expectation expectation(Expectation.Layer layer, List<X509Certificate> known) {
    return Expectation.of(Set.of(BodyType.certConf), new Expectation.RecipNonce.Ignored(), trust)
        .in(layer)
        .knowing(known);
  }

  /** The fault of a body shows after all else is proven, and it has nothing of the transaction. */
  private static Refusal unlessOfTheBody(Refusal refusal) {
    return refusal.check() == CmpCheck.CERT_CONF_BODY
        ? refusal
        : CmpCheck.UNKNOWN_TRANSACTION.refusal(refusal.cause());
  }

  private static Verdict<Open> own(Authenticated authentic, Optional<Open> open) {
    return open.filter(found -> found.signer().equals(authentic.signer()))
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                CmpCheck.UNKNOWN_TRANSACTION.refused(
                    "a "
                        + authentic.message()
                        + open.map(other -> " of somebody else than " + other.holder())
                            .orElse(" in no transaction that was answered")));
  }

  /** The device itself is told that its nonce is wrong; nobody else comes this far. */
  private static Verdict<Open> continued(Open own, CmpMessage certConf) {
    return certConf.recipNonce().equals(own.response().senderNonce())
        ? Verdict.accepted(own)
        : CmpCheck.RECIP_NONCE.refused(
            "the recipNonce of a " + certConf + " is not the senderNonce of the answer");
  }

  private Verdict<byte[]> concluded(Open open, CmpMessage message) {
    var earlier = open.ledger().earlier(message.encoded());
    if (earlier.isPresent()) {
      return verdict(earlier.get());
    }
    var certConf = (Body.CertConfirm) message.body();
    if (!isForIssued(open, certConf)) {
      return CmpCheck.CERT_HASH.refused("the certHash is not that of what was issued");
    }
    return verdict(
        open.ledger()
            .conclude(
                certConf.rejects()
                    ? new EnrollmentState.Rejected()
                    : new EnrollmentState.Confirmed(),
                message.encoded(),
                responder.pkiConf(ReplyTo.of(message)).encoded()));
  }

  /** A certConf without a CertStatus has no hash: it rejects whatever came (RFC 9810 5.3.18). */
  private boolean isForIssued(Open open, Body.CertConfirm certConf) {
    if (certConf.statuses().isEmpty()) {
      return true;
    }
    var status = certConf.only();
    try {
      var expected =
          status.hashAlg().isPresent()
              ? CertHash.of(open.issued(), status.hashAlg().get(), suite)
              : CertHash.of(open.issued(), suite);
      return MessageDigest.isEqual(expected, status.certHash());
    } catch (NoSuchAlgorithmException _) {
      return false;
    }
  }

  private static Verdict<byte[]> verdict(Confirmations.Outcome outcome) {
    return switch (outcome) {
      case Confirmations.Outcome.Concluded(byte[] pkiConf) -> Verdict.accepted(pkiConf);
      case Confirmations.Outcome.AlreadyConcluded() ->
          CmpCheck.CERT_CONFIRMED.refused("it differs from the certConf that was answered");
      case Confirmations.Outcome.NotExpected(var state) ->
          Verdict.refused(
              Refusal.of(
                  ConfirmationCheck.NOT_EXPECTED,
                  "the operation is " + state.word(),
                  "The device must enroll again if it has no certificate that it can use."));
    };
  }

  private static CmpMessage parsed(byte[] octets) {
    return switch (CmpMessage.parse(octets, CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var message) -> message;
      case Verdict.Refused<CmpMessage>(var refusal) ->
          throw new IllegalStateException("a message in the ledger is not one: " + refusal);
    };
  }
}
