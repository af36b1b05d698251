package dev.brski.masa.intake;

import dev.brski.masa.status.Clearance;
import dev.brski.masa.status.RegistrarStatus;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.VoucherLimits;
import dev.brski.voucher.check.ConsistentRequest;
import dev.brski.voucher.check.RegistrarVoucherRequestValidation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and judges the requests of registrars, for a voucher or for the audit log, and counts those
 * that each registrar sends: by the certificate that signs them, once the signature is verified, so
 * that nobody is charged for what others send in its name. Whether its certificates are revoked is
 * asked last, each time anew.
 */
public final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final VoucherCodec codec;
  private final RegistrarVoucherRequestValidation validation;
  private final Quota registrars;
  private final KnownRequests known;
  private final RegistrarStatus status;

  /**
   * @param registrars how many requests of one registrar are taken
   * @param known those that were verified
   * @param status whether certificates are revoked
   */
  public Intake(
      VoucherCodec codec,
      RegistrarVoucherRequestValidation validation,
      Quota registrars,
      KnownRequests known,
      RegistrarStatus status) {
    this.codec = codec;
    this.validation = validation;
    this.registrars = registrars;
    this.known = known;
    this.status = status;
  }

  /**
   * A request for a voucher (RFC 8995 section 5.5).
   *
   * @param from the address that it came from
   */
  public Reception<Cleared<ConsistentRequest>> forVoucher(byte[] body, String from, Instant now) {
    return inForce(
        judge(body, request -> validation.validate(request, now)),
        request ->
            status.judge(
                request.chain(),
                request.request().artifact().revocationLists(),
                Network.of(from),
                now),
        ConsistentRequest::serialNumber);
  }

  /**
   * A request for the audit log (RFC 8995 section 5.8), of any age. Octets whose signatures this
   * process has verified already are not verified again, as long as the certificates are valid.
   *
   * @param from the address that it came from
   */
  public Reception<Cleared<KnownRequest>> forLog(byte[] body, String from, Instant now) {
    return inForce(
        known
            .find(body, now)
            .map(before -> charged(before, before.signer()))
            .orElseGet(() -> judgedForLog(body, now)),
        request -> status.judge(request.chain(), brought(request, body), Network.of(from), now),
        KnownRequest::serialNumber);
  }

  /** A request is of no use to a registrar whose certificates are revoked. */
  private static <T> Reception<Cleared<T>> inForce(
      Reception<T> reception,
      Function<T, Verdict<Clearance>> judgement,
      Function<T, String> serialNumber) {
    return switch (reception) {
      case Reception.Taken<T>(var request) ->
          switch (judgement.apply(request)) {
            case Verdict.Accepted<Clearance>(var clearance) ->
                new Reception.Taken<>(new Cleared<>(request, clearance));
            case Verdict.Refused<Clearance>(var refusal) ->
                new Reception.Refused<>(
                    refusal.withDevice(Description.printable(serialNumber.apply(request))));
          };
      case Reception.Refused<T>(var refusal) -> new Reception.Refused<>(refusal);
      case Reception.Later<T>(var refusal, var retryAfter) ->
          new Reception.Later<>(refusal, retryAfter);
    };
  }

  /** They are read again, so that nothing of them has to be remembered. */
  private static List<byte[]> brought(KnownRequest request, byte[] body) {
    return request.brings()
            && SignedArtifact.parse(body, VoucherLimits.standard())
                instanceof Verdict.Accepted<SignedArtifact>(var artifact)
        ? artifact.revocationLists()
        : List.of();
  }

  private Reception<KnownRequest> judgedForLog(byte[] body, Instant now) {
    return switch (judge(body, request -> validation.validateOfAnyAge(request, now))) {
      case Reception.Taken<ConsistentRequest>(var request) ->
          new Reception.Taken<>(KnownRequest.of(request));
      case Reception.Refused<ConsistentRequest>(var refusal) -> new Reception.Refused<>(refusal);
      case Reception.Later<ConsistentRequest>(var refusal, var retryAfter) ->
          new Reception.Later<>(refusal, retryAfter);
    };
  }

  private Reception<ConsistentRequest> judge(
      byte[] body,
      Function<Signed<RegistrarVoucherRequest>, Verdict<ConsistentRequest>> validated) {
    return switch (codec.readRegistrarVoucherRequest(body)) {
      case Verdict.Refused<Signed<RegistrarVoucherRequest>>(var refusal) ->
          new Reception.Refused<>(refusal);
      case Verdict.Accepted<Signed<RegistrarVoucherRequest>>(var request) ->
          delay(request)
              .<Reception<ConsistentRequest>>map(Intake::later)
              .orElseGet(() -> judged(body, validated.apply(request)));
    };
  }

  /** Who has had enough is told so before anything is verified, whoever asks in its name. */
  private Optional<Duration> delay(Signed<RegistrarVoucherRequest> request) {
    return request.artifact().signer().map(Certificates::fingerprint).flatMap(registrars::delay);
  }

  private Reception<ConsistentRequest> judged(byte[] body, Verdict<ConsistentRequest> verdict) {
    return switch (verdict) {
      case Verdict.Refused<ConsistentRequest>(var refusal) -> new Reception.Refused<>(refusal);
      case Verdict.Accepted<ConsistentRequest>(var request) -> {
        known.add(body, KnownRequest.of(request));
        if (!request.tolerances().isEmpty()) {
          LOG.info("device {}: tolerated: {}", request.serialNumber(), request.tolerances());
        }
        yield charged(request, Certificates.fingerprint(request.registrar()));
      }
    };
  }

  private <T> Reception<T> charged(T request, String signer) {
    return registrars
        .take(signer)
        .<Reception<T>>map(Intake::later)
        .orElseGet(() -> new Reception.Taken<>(request));
  }

  private static <T> Reception<T> later(Duration retryAfter) {
    return new Reception.Later<>(
        Refusal.of(
            QuotaCheck.REGISTRAR,
            "it has sent as many requests within an hour as are taken of one registrar",
            "Look at that registrar's log for what it asks again and again;"
                + " registrar-requests-per-hour in brski.yaml is the limit"),
        retryAfter);
  }
}
