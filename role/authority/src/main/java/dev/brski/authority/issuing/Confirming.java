package dev.brski.authority.issuing;

import dev.brski.authority.intake.Received;
import dev.brski.authority.ledger.Confirmations;
import dev.brski.authority.ledger.Enrollment;
import dev.brski.authority.ledger.EnrollmentState;
import dev.brski.authority.ledger.Enrollments;
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
 * <p>Whoever has not proven to be the device whose transaction it is learns what he would learn of
 * one that does not exist, after the same checks of his message.
 */
public final class Confirming {

  /** An enrollment that was answered, with what a certConf has to fit. */
  private record Open(
      Enrollment enrollment, CmpMessage request, CmpMessage response, X509Certificate issued) {}

  private final CryptoSuite suite;
  private final MessageValidation validation;
  private final SignerTrust trust;
  private final Enrollments enrollments;
  private final Confirmations confirmations;
  private final CmpComposer responder;
  private final Clock clock;

  /**
   * Confirmations for enrollments.
   *
   * @param trust whose protection is trusted on a device's message
   */
  public Confirming(
      CryptoSuite suite,
      MessageValidation validation,
      SignerTrust trust,
      Enrollments enrollments,
      Confirmations confirmations,
      CmpComposer responder,
      Clock clock) {
    this.suite = suite;
    this.validation = validation;
    this.trust = trust;
    this.enrollments = enrollments;
    this.confirmations = confirmations;
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
                    .mapRefusal(
                        refusal -> refusal.withDevice(own.enrollment().device().serialNumber())));
  }

  private Optional<Open> open(CmpMessage message) {
    return enrollments
        .byTransaction(message.transactionId().octets())
        .flatMap(
            enrollment ->
                enrollments
                    .answered(enrollment)
                    .map(
                        answered ->
                            new Open(
                                enrollment,
                                parsed(answered.request()),
                                parsed(answered.response()),
                                answered.certificate())));
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
    return open.filter(found -> found.enrollment().signer().equals(authentic.signer()))
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                CmpCheck.UNKNOWN_TRANSACTION.refused(
                    "a "
                        + authentic.message()
                        + open.map(
                                other ->
                                    " of another device than "
                                        + other.enrollment().device().serialNumber())
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
    var earlier = confirmations.earlier(open.enrollment(), message.encoded());
    if (earlier.isPresent()) {
      return verdict(earlier.get());
    }
    var certConf = (Body.CertConfirm) message.body();
    if (!isForIssued(open, certConf)) {
      return CmpCheck.CERT_HASH.refused("the certHash is not that of what was issued");
    }
    return verdict(
        confirmations.conclude(
            open.enrollment(),
            certConf.rejects() ? new EnrollmentState.Rejected() : new EnrollmentState.Confirmed(),
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
                  "the enrollment is " + state.word(),
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
