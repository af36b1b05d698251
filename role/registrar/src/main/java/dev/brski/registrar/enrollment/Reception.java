package dev.brski.registrar.enrollment;

import dev.brski.cmp.Answer.Confirmed;
import dev.brski.cmp.Answer.Informed;
import dev.brski.cmp.Answer.Issued;
import dev.brski.cmp.Answer.PollAgain;
import dev.brski.cmp.Answer.Rejected;
import dev.brski.cmp.Answer.Revoked;
import dev.brski.cmp.Answer.Unacceptable;
import dev.brski.cmp.Answer.Waiting;
import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.AwaitedResponse.Wanted;
import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestValidation.Requester;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.cmp.ResponseValidation;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.onboarding.Confirmations;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollments;
import dev.brski.registrar.onboarding.Enrollments.Meaning;
import dev.brski.registrar.onboarding.Message.Party;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Complaints;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Judges what the authority answers as the pledge will judge it (RFC 9483 section 5.2), and makes a
 * final answer durable, byte for byte, whether it came to a parcel or to a pledge's poll.
 */
public final class Reception {

  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  /**
   * An answer that passed every check.
   *
   * @param message as the pledge gets it
   * @param original as it came, where the pledge gets it under another protection
   * @param meaning what it means to the pledge
   */
  record Received(CmpMessage message, Optional<byte[]> original, dev.brski.cmp.Answer meaning) {}

  /**
   * What an answer is to.
   *
   * @param request the device's own message
   * @param parcel what carried it, unless the pledge polls for itself
   */
  record Subject(Enrollment enrollment, CmpMessage request, Optional<Parcel> parcel) {}

  private final Enrollments enrollments;
  private final Confirmations confirmations;
  private final ResponseValidation validation;
  private final RequestValidation requests;
  private final Answers answers;
  private final Told told;
  private final Supplier<List<X509Certificate>> domainCa;
  private final AnswerTrust trust;
  private final Clock clock;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /**
   * @param answers composes the errors that the registrar must send by itself
   * @param told remembers what the authority tells
   * @param domainCa what the pledge verifies all answers with
   * @param trust whose answers are believed
   */
  public Reception(
      Onboarding onboarding,
      ResponseValidation validation,
      RequestValidation requests,
      Answers answers,
      Told told,
      Supplier<List<X509Certificate>> domainCa,
      AnswerTrust trust,
      Clock clock) {
    this.enrollments = onboarding.enrollments();
    this.confirmations = onboarding.confirmations();
    this.validation = validation;
    this.requests = requests;
    this.answers = answers;
    this.told = told;
    this.domainCa = domainCa;
    this.trust = trust;
    this.clock = clock;
  }

  /** The answer as authentic and expected, and what it means. */
  Verdict<Received> judge(Enrollment enrollment, byte[] content, AwaitedResponse awaited) {
    var limits =
        awaited.wanted() instanceof Wanted.Information ? CmpLimits.answer() : CmpLimits.standard();
    return CmpMessage.parse(content, limits)
        .flatMap(
            message ->
                switch (trust) {
                  case AnswerTrust.Pinned() -> judge(message, Optional.empty(), awaited);
                  case AnswerTrust.Foreign(var signers, var known) ->
                      validation
                          .authentic(message, awaited.knowing(known), signers, clock.now())
                          .map(_ -> answers.replaced(enrollment.generation(), message))
                          .flatMap(
                              replaced -> judge(replaced, Optional.of(message.encoded()), awaited));
                });
  }

  /** What a message means to the pledge that gets it. */
  private Verdict<Received> judge(
      CmpMessage message, Optional<byte[]> original, AwaitedResponse awaited) {
    return validation
        .validate(message, awaited, domainCa.get(), clock.now())
        .map(meaning -> new Received(message, original, meaning));
  }

  /**
   * A final answer that is here once more, to another message of the pledge; empty when it is the
   * authority's own, which only the authority can render anew.
   */
  Optional<byte[]> renewed(Enrollment enrollment, byte[] answer, CmpMessage to) {
    return switch (trust) {
      case AnswerTrust.Pinned() -> Optional.empty();
      case AnswerTrust.Foreign _ ->
          Optional.of(
              answers
                  .toPoll(
                      enrollment.generation(),
                      Stored.sound(CmpMessage.parse(answer, CmpLimits.answer())),
                      to.senderNonce().orElseThrow())
                  .encoded());
    };
  }

  /** What is awaited in answer to the pledge's request. */
  AwaitedResponse awaited(Subject subject) {
    return AwaitedResponse.to(
        subject.request(),
        switch (subject.enrollment().operation()) {
          case IR, P10CR, CR, KUR -> new Wanted.Certificate(requestedKey(subject));
          case RR -> new Wanted.Revocation();
          case GENM -> new Wanted.Information(Stored.sound(Inquiry.of(subject.request())));
        });
  }

  /**
   * Makes an answer durable if it is final.
   *
   * @return whether the pledge may have it
   */
  boolean keep(Subject subject, Received received) {
    return switch (received.meaning()) {
      case Issued issued -> issued(subject, received, issued.certificate(), issued.confirm());
      case Unacceptable unacceptable -> {
        say(
            subject,
            Level.ERROR,
            "the authority's certificate will not be acceptable to the device: "
                + unacceptable.refusal());
        yield issued(subject, received, unacceptable.certificate(), unacceptable.confirm());
      }
      case Rejected rejected -> {
        var text =
            Description.printable(rejected.status().failInfo() + " " + rejected.status().text());
        say(subject, Level.WARN, "the authority refuses: " + text);
        yield refused(subject, received.message(), received.original(), Party.AUTHORITY, text);
      }
      case Revoked() -> {
        say(subject, Level.INFO, "its certificate is revoked, as it wished");
        yield done(subject, received);
      }
      case Informed(var information) -> {
        told.keep(subject.request(), information);
        yield done(subject, received);
      }
      case Confirmed() -> {
        boolean rejects =
            subject.request().body() instanceof Body.CertConfirm confirm && confirm.rejects();
        if (rejects) {
          say(subject, Level.WARN, "it rejected its certificate, and the authority knows");
        } else {
          say(subject, Level.INFO, "its certificate is confirmed");
        }
        yield confirmations.answered(
            subject.enrollment().id(),
            subject.parcel(),
            received.message().encoded(),
            received.original(),
            !rejects);
      }
      case Waiting _, PollAgain _ -> true;
    };
  }

  /**
   * The registrar's own error in place of an answer that cannot be forwarded (RFC 9483 sections
   * 3.6.3, 5.2.2.2 and 6.1): durable, and final.
   *
   * @return the error, exact octets
   */
  byte[] fail(Subject subject, CmpCheck check, String cause) {
    var refusal = check.refusal(cause).withDevice(subject.enrollment().serialNumber());
    LOG.error("{}", refusal);
    var error =
        answers.refused(subject.enrollment().generation(), ReplyTo.of(subject.request()), refusal);
    refused(subject, error, Optional.empty(), Party.REGISTRAR, refusal.told());
    return error.encoded();
  }

  /** Why an answer that is no PKIMessage is no answer. */
  static String unexpected(Answer answer) {
    return "the authority "
        + answer.peer()
        + " answered "
        + answer.status()
        + " "
        + answer.mediaType()
        + ": "
        + answer.explanation();
  }

  private boolean issued(
      Subject subject, Received received, X509Certificate certificate, boolean confirm) {
    var response = received.message();
    say(
        subject,
        Level.INFO,
        "its certificate " + Certificates.serialNumber(certificate) + " is here");
    return enrollments.answered(
        subject.enrollment().id(),
        subject.parcel(),
        new Enrollments.Answer(
            response.encoded(),
            Party.AUTHORITY,
            nonce(response),
            new Meaning.Issued(
                Certificates.fingerprint(certificate),
                Certificates.serialNumber(certificate),
                !confirm),
            received.original()));
  }

  private boolean done(Subject subject, Received received) {
    var response = received.message();
    return enrollments.answered(
        subject.enrollment().id(),
        subject.parcel(),
        new Enrollments.Answer(
            response.encoded(),
            Party.AUTHORITY,
            nonce(response),
            new Meaning.Done(),
            received.original()));
  }

  /** A device that polls on brings the same answer again. */
  private void say(Subject subject, Level level, String what) {
    var enrollment = subject.enrollment();
    complaints.told(
        enrollment.sender(), level, "device " + enrollment.serialNumber() + ": " + what);
  }

  private boolean refused(
      Subject subject, CmpMessage response, Optional<byte[]> original, Party by, String text) {
    var id = subject.enrollment().id();
    return subject.request().type() == BodyType.certConf
        ? confirmations.answered(id, subject.parcel(), response.encoded(), original, false)
        : enrollments.answered(
            id,
            subject.parcel(),
            new Enrollments.Answer(
                response.encoded(), by, nonce(response), new Meaning.Refused(text), original));
  }

  private PublicKey requestedKey(Subject subject) {
    var request = subject.request();
    return request.type() == BodyType.certConf
        ? issuedKey(subject.enrollment())
        : Stored.sound(
            requests
                .validate(request, signer(subject), Requester.END_ENTITY)
                .map(RequestedCertificate::publicKey));
  }

  private static X509Certificate signer(Subject subject) {
    return subject.request().extraCerts().stream()
        .filter(
            certificate ->
                Certificates.fingerprint(certificate).equals(subject.enrollment().sender()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a stored request without its signer"));
  }

  private static PublicKey issuedKey(Enrollment enrollment) {
    var response = Stored.message(enrollment.response().orElseThrow());
    if (response.body() instanceof Body.Response body) {
      return body.only().certificate().orElseThrow().getPublicKey();
    }
    throw new IllegalStateException("a certConf refers to a " + response.type());
  }

  private static String nonce(CmpMessage response) {
    return response.senderNonce().map(Nonce::hex).orElse("");
  }
}
