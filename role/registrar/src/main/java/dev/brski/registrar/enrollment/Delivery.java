package dev.brski.registrar.enrollment;

import dev.brski.cmp.Answer.Confirmed;
import dev.brski.cmp.Answer.Issued;
import dev.brski.cmp.Answer.PollAgain;
import dev.brski.cmp.Answer.Rejected;
import dev.brski.cmp.Answer.Unacceptable;
import dev.brski.cmp.Answer.Waiting;
import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.NestedMessage;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestValidation.Requester;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.cmp.ResponseValidation;
import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.onboarding.Confirmations;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollments;
import dev.brski.registrar.onboarding.Message.Party;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what the authority answers: checked as the pledge will check it, kept byte for byte, and
 * handed to whoever waits (RFC 9483 section 5.2). An authority in trouble is waited for.
 */
public final class Delivery implements Addressee {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final String PKIX_CMP = "application/pkixcmp";
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final Enrollments enrollments;
  private final Confirmations confirmations;
  private final ResponseValidation validation;
  private final RequestValidation requests;
  private final Answers answers;
  private final X509Certificate domainCa;
  private final Clock clock;

  /**
   * @param answers composes the errors that the registrar must send by itself
   * @param domainCa what the authority's answers must verify with, as they must for the pledge
   */
  public Delivery(
      Enrollments enrollments,
      Confirmations confirmations,
      ResponseValidation validation,
      RequestValidation requests,
      Answers answers,
      X509Certificate domainCa,
      Clock clock) {
    this.enrollments = enrollments;
    this.confirmations = confirmations;
    this.validation = validation;
    this.requests = requests;
    this.answers = answers;
    this.domainCa = domainCa;
    this.clock = clock;
  }

  @Override
  public Disposition receive(Parcel parcel, Answer answer) {
    if (answer.mediaType().equals(PKIX_CMP)) {
      return pkiMessage(parcel, answer);
    }
    return switch (answer.status()) {
      case 408, 425, 429, 500, 502, 503, 504 ->
          again(
              "the authority "
                  + answer.peer()
                  + " answered "
                  + answer.status()
                  + " "
                  + answer.explanation(),
              answer.retryAfter());
      default -> unexpectedStatus(parcel, answer);
    };
  }

  private Disposition pkiMessage(Parcel parcel, Answer answer) {
    var request = inner(parcel);
    var enrollment = enrollments.get(parcel.exchange()).orElseThrow();
    var verdict =
        CmpMessage.parse(answer.content(), CmpLimits.standard())
            .flatMap(
                response ->
                    validation
                        .validate(
                            response,
                            AwaitedResponse.to(request, requestedKey(request, enrollment)),
                            domainCa,
                            clock.now())
                        .map(meaning -> settle(parcel, response, meaning)));
    return switch (verdict) {
      case Verdict.Accepted<Disposition>(Disposition disposition) -> disposition;
      case Verdict.Refused<Disposition>(Refusal refusal) ->
          again(
              "the answer of the authority " + answer.peer() + " is not believed: " + refusal,
              answer.retryAfter());
    };
  }

  private Disposition settle(Parcel parcel, CmpMessage response, dev.brski.cmp.Answer meaning) {
    return switch (meaning) {
      case Issued issued -> issued(parcel, response, issued.certificate(), issued.confirm());
      case Unacceptable unacceptable -> {
        LOG.error(
            "device {}: the authority's certificate will not be acceptable to the device: {}",
            parcel.serialNumber(),
            unacceptable.refusal());
        yield issued(parcel, response, unacceptable.certificate(), unacceptable.confirm());
      }
      case Rejected rejected -> {
        var text =
            Description.printable(rejected.status().failInfo() + " " + rejected.status().text());
        LOG.warn("device {}: the authority refuses: {}", parcel.serialNumber(), text);
        yield refused(parcel, response, Party.AUTHORITY, text);
      }
      case Confirmed() -> {
        confirmations.answered(parcel, response.encoded(), true);
        LOG.info("device {}: its certificate is confirmed", parcel.serialNumber());
        yield new Disposition.Settled();
      }
      case Waiting(long _, String text) ->
          again("the authority has taken it and has not decided: " + text, Optional.of(ASK_AGAIN));
      case PollAgain(long _, Duration checkAfter, String reason) ->
          again("the authority has not decided: " + reason, Optional.of(checkAfter));
    };
  }

  private Disposition issued(
      Parcel parcel, CmpMessage response, X509Certificate certificate, boolean confirm) {
    enrollments.answered(
        parcel,
        new Enrollments.Answer(
            response.encoded(),
            Party.AUTHORITY,
            nonce(response),
            Optional.of(
                new Enrollments.Issued(
                    Certificates.fingerprint(certificate),
                    Certificates.serialNumber(certificate),
                    !confirm)),
            Optional.empty()));
    LOG.info(
        "device {}: its certificate {} is here",
        parcel.serialNumber(),
        Certificates.serialNumber(certificate));
    return new Disposition.Settled();
  }

  private Disposition refused(Parcel parcel, CmpMessage response, Party by, String text) {
    if (inner(parcel).type() == BodyType.certConf) {
      confirmations.answered(parcel, response.encoded(), false);
    } else {
      enrollments.answered(
          parcel,
          new Enrollments.Answer(
              response.encoded(), by, nonce(response), Optional.empty(), Optional.of(text)));
    }
    return new Disposition.Settled();
  }

  /** An unexpected status becomes an error message downstream (RFC 9483 section 6.1). */
  private Disposition unexpectedStatus(Parcel parcel, Answer answer) {
    var enrollment = enrollments.get(parcel.exchange()).orElseThrow();
    var refusal =
        CmpCheck.SYSTEM_FAILURE
            .refusal(
                "the authority "
                    + answer.peer()
                    + " answered "
                    + answer.status()
                    + " "
                    + answer.mediaType()
                    + ": "
                    + answer.explanation())
            .withDevice(parcel.serialNumber());
    LOG.error("{}", refusal);
    var error = answers.refused(enrollment.generation(), ReplyTo.of(inner(parcel)), refusal);
    return refused(parcel, error, Party.REGISTRAR, refusal.told());
  }

  private PublicKey requestedKey(CmpMessage request, Enrollment enrollment) {
    return request.type() == BodyType.certConf
        ? issuedKey(enrollment)
        : accepted(
            requests
                .validate(request, request.extraCerts().getFirst(), Requester.END_ENTITY)
                .map(RequestedCertificate::publicKey));
  }

  private static PublicKey issuedKey(Enrollment enrollment) {
    var response =
        accepted(CmpMessage.parse(enrollment.response().orElseThrow(), CmpLimits.standard()));
    if (response.body() instanceof Body.Response body) {
      return body.only().certificate().orElseThrow().getPublicKey();
    }
    throw new IllegalStateException("a certConf refers to a " + response.type());
  }

  private static CmpMessage inner(Parcel parcel) {
    var nested =
        accepted(
            CmpMessage.parse(parcel.content(), CmpLimits.batch())
                .flatMap(NestedMessage::ofRequests));
    return switch (nested) {
      case NestedMessage.Single single -> single.inner();
      case NestedMessage.Batch _ ->
          throw new IllegalStateException("our own stored message is a batch");
    };
  }

  private static String nonce(CmpMessage response) {
    return response.senderNonce().map(Nonce::hex).orElse("");
  }

  private static <T> T accepted(Verdict<T> own) {
    return switch (own) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) ->
          throw new IllegalStateException("our own stored message is unusable: " + refusal);
    };
  }

  private static Disposition again(String reason, Optional<Duration> after) {
    return new Disposition.Again(Description.printable(reason), after);
  }
}
