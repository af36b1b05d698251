package dev.brski.cmp;

import dev.brski.time.Moment;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How an end entity judges responses with the pinned certificate as its only trust anchor (RFC 9733
 * section 5.1, RFC 9483 sections 3.5, 4.1.1 and 4.4).
 *
 * <p>A refused response ends the operation with failure, and nothing is sent (section 3.6.1).
 */
public final class ResponseValidation {

  private static final Purpose NEW_CERTIFICATE =
      new Purpose("LDevID", Set.of(), false, Purpose.Validity.RESPECTED);

  private final MessageValidation messages;
  private final PathValidator paths;

  /** A validation under the policy. */
  public ResponseValidation(CryptoSuite suite, AlgorithmPolicy algorithms, PathValidator paths) {
    this.messages = new MessageValidation(suite, algorithms);
    this.paths = paths;
  }

  /**
   * What a response means, or the first check that it fails.
   *
   * @param pin the pinned-domain-cert of the voucher
   */
  public Verdict<Answer> validate(
      CmpMessage response, AwaitedResponse awaited, X509Certificate pin, Moment now) {
    return validate(response, awaited, List.of(pin), now);
  }

  /**
   * The same for whoever has taken a root that follows on the pinned one (RFC 9810 section 4.4).
   *
   * @param pins the pinned-domain-cert of the voucher, and the roots since; one at least
   */
  public Verdict<Answer> validate(
      CmpMessage response, AwaitedResponse awaited, List<X509Certificate> pins, Moment now) {
    if (!response.transactionId().equals(awaited.transactionId())) {
      return CmpCheck.RESPONSE_TRANSACTION.refused(
          "transactionID " + response.transactionId() + " for " + awaited.transactionId());
    }
    if (response.body() instanceof Body.ErrorBody(var status)
        && response.protection().isEmpty()
        && awaited.unprotectedErrors()
        && status.status() == PkiStatus.rejection) {
      return Verdict.accepted(new Answer.Rejected(status, false));
    }
    var expected =
        Expectation.of(
                awaited.types(),
                new Expectation.RecipNonce.OneOf(awaited.nonces()),
                SignerTrust.pinned(paths, pins, Purpose.CMP_SIGNER))
            .knowing(awaited.known());
    return messages
        .validate(response, expected, now)
        .flatMap(ResponseValidation::authorized)
        .flatMap(authenticated -> answer(authenticated, awaited, pins, now));
  }

  /**
   * The same of an authority whose answers do not verify under the pins. A certificate that it
   * issues must lead to one of them all the same, and trust anchors in its caPubs count for
   * nothing.
   *
   * @param trust whose protection is believed
   * @param pins what a new certificate must lead to
   */
  public Verdict<Answer> validate(
      CmpMessage response,
      AwaitedResponse awaited,
      SignerTrust trust,
      List<X509Certificate> pins,
      Moment now) {
    return authentic(response, awaited, trust, now)
        .flatMap(authenticated -> answer(authenticated, awaited, pins, now));
  }

  /**
   * A response that its sender may give, as far as protection, transaction and nonces tell; what it
   * means is not looked at. For those whose answers do not go under the pin.
   *
   * @param trust whose protection is believed
   */
  public Verdict<Authenticated> authentic(
      CmpMessage response, AwaitedResponse awaited, SignerTrust trust, Moment now) {
    if (!response.transactionId().equals(awaited.transactionId())) {
      return CmpCheck.RESPONSE_TRANSACTION.refused(
          "transactionID " + response.transactionId() + " for " + awaited.transactionId());
    }
    var expected =
        Expectation.of(awaited.types(), new Expectation.RecipNonce.OneOf(awaited.nonces()), trust)
            .knowing(awaited.known());
    return messages.validate(response, expected, now).flatMap(ResponseValidation::authorized);
  }

  private static Verdict<Authenticated> authorized(Authenticated response) {
    var type = response.message().type();
    return response.role().mayProtect(type)
        ? Verdict.accepted(response)
        : CmpCheck.RESPONDER_AUTHORIZED.refused(
            "the certificate "
                + Certificates.nameText(response.signer().getSubjectX500Principal())
                + " may not protect a "
                + type
                + ": it has neither cmcRA nor cmcCA and is not a certification authority");
  }

  private Verdict<Answer> answer(
      Authenticated response, AwaitedResponse awaited, List<X509Certificate> pins, Moment now) {
    return switch (response.message().body()) {
      case Body.Response body -> certificateAnswer(response, body, awaited, pins, now);
      case Body.PollResponse body -> pollAnswer(body.only(), awaited);
      case Body.PkiConfirm() -> Verdict.accepted(new Answer.Confirmed());
      case Body.ErrorBody(var status) ->
          Verdict.accepted(
              status.status() == PkiStatus.waiting
                  ? new Answer.Waiting(-1, status.text())
                  : new Answer.Rejected(status, true));
      case Body.RevocationResponse body ->
          Verdict.accepted(
              body.only().status() == PkiStatus.accepted
                  ? new Answer.Revoked()
                  : new Answer.Rejected(body.only(), true));
      case Body.GeneralMessage _ -> information(response.message(), awaited.wanted());
      case Body.CertificationRequest _,
          Body.Pkcs10Request _,
          Body.PollRequest _,
          Body.CertConfirm _,
          Body.RevocationRequest _,
          Body.Nested _,
          Body.Other _ ->
          CmpCheck.BODY_TYPE.refused("a " + response.message().type() + " is no response");
    };
  }

  private static Verdict<Answer> information(CmpMessage genp, AwaitedResponse.Wanted wanted) {
    return switch (wanted) {
      case AwaitedResponse.Wanted.Information(var inquiry) ->
          Information.of(genp, inquiry).map(Answer.Informed::new);
      case AwaitedResponse.Wanted.Certificate _, AwaitedResponse.Wanted.Revocation _ ->
          CmpCheck.BODY_TYPE.refused("a " + genp.type() + " where nothing was asked");
    };
  }

  private static Verdict<Answer> pollAnswer(Body.PollAnswer answer, AwaitedResponse awaited) {
    boolean refersToPoll =
        awaited.poll().map(poll -> poll.certReqId() == answer.certReqId()).orElse(false);
    return refersToPoll
        ? Verdict.accepted(
            new Answer.PollAgain(
                answer.certReqId(), Duration.ofSeconds(answer.checkAfter()), answer.reason()))
        : CmpCheck.CERT_REQ_ID_ANSWERED.refused("a pollRep for certReqId " + answer.certReqId());
  }

  private Verdict<Answer> certificateAnswer(
      Authenticated response,
      Body.Response body,
      AwaitedResponse awaited,
      List<X509Certificate> pins,
      Moment now) {
    var only = body.only();
    if (only.certReqId() != awaited.request().certReqId()) {
      return CmpCheck.CERT_REQ_ID_ANSWERED.refused("certReqId " + only.certReqId());
    }
    return switch (only.status().status()) {
      case accepted, grantedWithMods ->
          Verdict.accepted(
              issued(response, body, only.certificate().orElseThrow(), awaited, pins, now));
      case waiting -> Verdict.accepted(new Answer.Waiting(only.certReqId(), only.status().text()));
      case rejection -> Verdict.accepted(new Answer.Rejected(only.status(), true));
      case revocationWarning, revocationNotification, keyUpdateWarning ->
          CmpCheck.RESPONSE_BODY.refused("status " + only.status().status());
    };
  }

  /** The checks on a new certificate: its key is the requested one, its path leads to the pin. */
  private Answer issued(
      Authenticated response,
      Body.Response body,
      X509Certificate certificate,
      AwaitedResponse awaited,
      List<X509Certificate> pins,
      Moment now) {
    boolean confirm = !(awaited.implicitConfirmRequested() && response.message().implicitConfirm());
    boolean ofRequestedKey =
        switch (awaited.wanted()) {
          case AwaitedResponse.Wanted.Certificate(var key) ->
              Arrays.equals(certificate.getPublicKey().getEncoded(), key.getEncoded());
          case AwaitedResponse.Wanted.Revocation _, AwaitedResponse.Wanted.Information _ -> false;
        };
    if (!ofRequestedKey) {
      return new Answer.Unacceptable(
          certificate,
          CmpCheck.CERTIFICATE_KEY.refusal("the certificate has another public key"),
          confirm);
    }
    var candidates = new LinkedHashSet<>(response.message().extraCerts());
    candidates.addAll(awaited.known());
    return switch (paths.validateAgainstPins(certificate, candidates, pins, NEW_CERTIFICATE, now)) {
      case Verdict.Accepted<TrustedPath>(var path) ->
          new Answer.Issued(
              certificate,
              path,
              awaited.request() == BodyType.cr || awaited.request() == BodyType.kur
                  ? List.of()
                  : CaPubs.acceptable(body.caPubs(), response.path(), pins),
              body.only().status().status() == PkiStatus.grantedWithMods,
              confirm);
      case Verdict.Refused<TrustedPath>(Refusal why) ->
          new Answer.Unacceptable(certificate, why.under(CmpCheck.CERTIFICATE_PATH), confirm);
    };
  }
}
