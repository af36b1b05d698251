package dev.brski.registrar.enrollment;

import dev.brski.cmp.Authenticated;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.Expectation.RecipNonce;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestValidation.Requester;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.cmp.SignerTrust;
import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollment.WaitingOwner;
import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the local RA demands of a pledge's message before it adds its protection (RFC 9483 sections
 * 3.5 and 5.2): the generic checks, and that TLS client and signer are one (RFC 9733 section 4.1).
 */
public final class Intake {

  private final PathValidator paths;
  private final MessageValidation messages;
  private final RequestValidation requests;
  private final Supplier<Anchors> manufacturers;
  private final Answers answers;
  private final Clock clock;

  /**
   * @param manufacturers what anchors the IDevIDs that are taken now
   * @param answers recognises the nonces that were given out
   */
  public Intake(
      PathValidator paths,
      MessageValidation messages,
      RequestValidation requests,
      Supplier<Anchors> manufacturers,
      Answers answers,
      Clock clock) {
    this.paths = paths;
    this.messages = messages;
    this.requests = requests;
    this.manufacturers = manufacturers;
    this.answers = answers;
    this.clock = clock;
  }

  /** An ir of a device that has shown its IDevID in TLS. */
  public Verdict<Admission.Known> certificationRequest(CmpMessage message, Admission.Known device) {
    var expected =
        Expectation.of(
            Set.of(BodyType.ir),
            new RecipNonce.Absent(),
            SignerTrust.anchored(paths, device.manufacturer().idevid(), Purpose.IDEVID));
    return messages
        .validate(message, expected, clock.now())
        .flatMap(authenticated -> isBy(authenticated, device))
        .flatMap(
            authenticated ->
                requests.validate(message, authenticated.signer(), Requester.END_ENTITY))
        .flatMap(requested -> identifies(requested, device))
        .map(_ -> device)
        .mapRefusal(refusal -> refusal.withDevice(device.serialNumber()));
  }

  /**
   * A certConf in an operation of the TLS client. After a waiting of the authority, which may have
   * answered several polls, only the authority knows which of its answers it follows.
   */
  public Verdict<CmpMessage> certificateConfirm(
      CmpMessage message, List<X509Certificate> client, Enrollment enrollment) {
    var nonce = enrollment.responseNonce();
    boolean expectsConfirmation =
        enrollment.certificate().isPresent() && !enrollment.implicitConfirm();
    if (nonce.isEmpty() || !expectsConfirmation) {
      return CmpCheck.BODY_TYPE.refused(
          "a certConf in an operation that is " + enrollment.state() + " and expects none");
    }
    boolean another =
        enrollment
            .confirmSha256()
            .filter(sent -> !sent.equals(HexFormat.of().formatHex(message.sha256())))
            .isPresent();
    if (another) {
      return CmpCheck.CERT_CONFIRMED.refused("another certConf was sent before");
    }
    boolean judgedElsewhere =
        enrollment.waitingOwner() == WaitingOwner.AUTHORITY
            || enrollment.confirmSha256().isPresent();
    return authentic(
        message,
        client,
        BodyType.certConf,
        judgedElsewhere
            ? new RecipNonce.Ignored()
            : new RecipNonce.OneOf(Set.of(Nonce.ofHex(nonce.get()))));
  }

  /** A pollReq in an operation of the TLS client. */
  public Verdict<CmpMessage> poll(CmpMessage message, List<X509Certificate> client) {
    return authentic(
        message,
        client,
        BodyType.pollReq,
        new RecipNonce.Recognised(nonce -> answers.isOwnNonce(message.transactionId(), nonce)));
  }

  /**
   * A pollReq that the authority will answer, and whose recipNonce only the authority can judge.
   */
  public Verdict<CmpMessage> pollOfAuthority(CmpMessage message, List<X509Certificate> client) {
    return authentic(message, client, BodyType.pollReq, new RecipNonce.Ignored());
  }

  private Verdict<CmpMessage> authentic(
      CmpMessage message, List<X509Certificate> client, BodyType type, RecipNonce recipNonce) {
    var expected =
        Expectation.of(
                Set.of(type),
                recipNonce,
                SignerTrust.anchored(paths, manufacturers.get(), Purpose.IDEVID))
            .knowing(client)
            .signedBy(client.getFirst());
    return messages.validate(message, expected, clock.now()).map(Authenticated::message);
  }

  private static Verdict<Authenticated> isBy(Authenticated message, Admission.Known device) {
    return message.signer().equals(device.idevid())
        ? Verdict.accepted(message)
        : CmpCheck.AUTHORIZED.refused(
            "the request is signed by "
                + message.signer().getSubjectX500Principal().getName()
                + " but came over a connection of "
                + device.idevid().getSubjectX500Principal().getName());
  }

  private static Verdict<RequestedCertificate> identifies(
      RequestedCertificate requested, Admission.Known device) {
    if (!requested.identifies(device.idevid(), device.serialNumber())) {
      return CmpCheck.SUBJECT_IDENTIFIES_SIGNER.refused(
          "the certTemplate asks for " + requested.subject());
    }
    return requested.isForKeyOf(device.idevid())
        ? CmpCheck.PROTECTION_KEY_REQUESTED.refused("the IDevID's own key is to be certified")
        : Verdict.accepted(requested);
  }
}
