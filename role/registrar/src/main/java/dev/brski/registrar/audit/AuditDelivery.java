package dev.brski.registrar.audit;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Review;
import dev.brski.registrar.onboarding.Reviews;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AcceptedTolerances;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.VoucherLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what a MASA answers to the question for an audit log (RFC 8995 sections 5.8 to 5.8.3),
 * and lets the policy decide. A MASA in trouble with it delays no voucher of anybody else.
 */
public final class AuditDelivery implements Addressee {

  private static final Logger LOG = LoggerFactory.getLogger(AuditDelivery.class);

  private final Onboarding onboarding;
  private final Function<String, AuditPolicy> policies;
  private final Function<String, AcceptedTolerances> tolerances;
  private final Supplier<Set<DomainId>> own;
  private final InstantSource clock;

  /**
   * @param policies the policy on the devices of a manufacturer
   * @param tolerances which deviations are accepted of a manufacturer's MASA
   * @param own the domainIDs of the certificates that this registrar has now
   */
  public AuditDelivery(
      Onboarding onboarding,
      Function<String, AuditPolicy> policies,
      Function<String, AcceptedTolerances> tolerances,
      Supplier<Set<DomainId>> own,
      InstantSource clock) {
    this.onboarding = onboarding;
    this.policies = policies;
    this.tolerances = tolerances;
    this.own = own;
    this.clock = clock;
  }

  @Override
  public Disposition receive(Parcel parcel, Answer answer) {
    return onboarding
        .reviews()
        .of(parcel.exchange())
        .map(review -> receive(parcel, review, answer))
        .orElseGet(Disposition.Settled::new);
  }

  /** A MASA that breaks off or says nothing is as good as one that answers: later. */
  @Override
  public Disposition failed(Parcel parcel, String reason) {
    return onboarding
        .reviews()
        .of(parcel.exchange())
        .map(
            review ->
                later(
                    parcel,
                    review,
                    policies.apply(review.manufacturer()),
                    reason,
                    Optional.empty()))
        .orElseGet(Disposition.Settled::new);
  }

  private Disposition receive(Parcel parcel, Review review, Answer answer) {
    var policy = policies.apply(review.manufacturer());
    var masa = "the MASA " + answer.peer();
    return switch (answer.status()) {
      case 200 -> log(parcel, review, policy, answer);
      case 400, 403, 404, 405, 406, 410, 415, 501 ->
          without(
              parcel,
              review,
              policy,
              AuditCheck.NO_LOG,
              Optional.empty(),
              masa + " gives no audit log: it answered " + answer.status() + said(answer));
      case 401 ->
          later(
              parcel,
              review,
              policy,
              masa
                  + " wants this registrar to authenticate itself before it gives an audit log; ask"
                  + " the manufacturer for access and write it into the manufacturer's file"
                  + " (masa-access)",
              answer.retryAfter());
      case 202, 408, 425, 429, 500, 502, 503, 504 ->
          later(
              parcel,
              review,
              policy,
              masa + " answered " + answer.status() + said(answer),
              answer.retryAfter());
      case 201 ->
          without(
              parcel,
              review,
              policy,
              AuditCheck.READABLE,
              Optional.empty(),
              masa
                  + " prepared the audit log at "
                  + answer.location().map(Description::printable).orElse("no place")
                  + ", which is not a path of itself over https");
      default ->
          without(
              parcel,
              review,
              policy,
              AuditCheck.READABLE,
              Optional.empty(),
              masa + " answered " + answer.status() + said(answer) + ", which is not understood");
    };
  }

  private Disposition log(Parcel parcel, Review review, AuditPolicy policy, Answer answer) {
    var accepted = tolerances.apply(review.manufacturer());
    var read =
        AuditLog.parse(answer.content(), VoucherLimits.auditLog())
            .flatMap(log -> accepted.hold(log, log.tolerances()));
    return switch (read) {
      case Verdict.Refused<AuditLog>(Refusal refusal) ->
          without(
              parcel,
              review,
              policy,
              AuditCheck.READABLE,
              Optional.of(answer.content())
                  .filter(body -> body.length > 0)
                  .filter(body -> body.length <= VoucherLimits.auditLog().mostOctets()),
              "the audit log of the MASA "
                  + answer.peer()
                  + " is not understood: "
                  + (answer.explanation().isEmpty() ? refusal.cause() : answer.explanation()));
      case Verdict.Accepted<AuditLog>(AuditLog log) -> {
        if (!log.tolerances().isEmpty()) {
          LOG.info("device {}: tolerated: {}", parcel.serialNumber(), log.tolerances());
        }
        var memory = onboarding.reviews().memory(review.device());
        var findings = new Judge(policy, memory, own.get()).judge(log);
        onboarding.reviews().judged(parcel, answer.content(), findings.judgement());
        tell(review, findings, log.events().size());
        yield new Disposition.Settled();
      }
    };
  }

  private void tell(Review review, Findings findings, int entries) {
    var device = review.serialNumber();
    switch (findings.ruling()) {
      case ALLOW ->
          LOG.info(
              "device {}: its audit log has {} entries; nothing is held against it{}",
              device,
              entries,
              findings.all().isEmpty() ? "" : ", though " + findings.remarks());
      case HOLD ->
          LOG.warn(
              "device {}: held because of its audit log: {}. Decide with: brski registrar audit"
                  + " accept|refuse --serial {}",
              device,
              findings.reason(),
              device);
      case REFUSE ->
          LOG.warn(
              "device {}: refused because of its audit log: {}{}",
              device,
              findings.reason(),
              certificate(review));
    }
  }

  /** What a person has to do about a certificate that is out already. */
  private String certificate(Review review) {
    return onboarding
        .enrollments()
        .latest(review.device())
        .filter(enrollment -> enrollment.imprint().filter(review.imprint()::equals).isPresent())
        .flatMap(Enrollment::certificate)
        .map(
            _ ->
                ". The authority has issued a certificate for it: find it with `brski authority"
                    + " certificates`; no command revokes it yet.")
        .orElse("");
  }

  private Disposition without(
      Parcel parcel,
      Review review,
      AuditPolicy policy,
      AuditCheck check,
      Optional<byte[]> answer,
      String reason) {
    var mark = mark(check, answer);
    var accepted = onboarding.reviews().memory(review.device()).accepted().contains(mark);
    var findings =
        Findings.of(
            new Finding(
                check.id(),
                policy.ruling(check),
                Optional.empty(),
                Description.printable(reason),
                mark,
                accepted));
    var judgement = findings.judgement();
    onboarding
        .reviews()
        .withoutLog(
            parcel,
            answer,
            new Reviews.Judgement(
                judgement.outcome(), judgement.findings(), Description.printable(reason)));
    tellWithout(review.serialNumber(), findings, Description.printable(reason));
    return new Disposition.Settled();
  }

  private static void tellWithout(String device, Findings findings, String reason) {
    switch (findings.ruling()) {
      case ALLOW -> LOG.info("device {}: goes on without an audit log: {}", device, reason);
      case HOLD ->
          LOG.warn(
              "device {}: held: {}. Decide with: brski registrar audit accept|refuse --serial {}",
              device,
              reason,
              device);
      case REFUSE -> LOG.warn("device {}: refused: {}", device, reason);
    }
  }

  private Disposition later(
      Parcel parcel,
      Review review,
      AuditPolicy policy,
      String reason,
      Optional<Duration> retryAfter) {
    var told = Description.printable(reason);
    if (policy.goesOnWithoutLog()) {
      if (review.state() == Review.State.AWAITED) {
        var _ = onboarding.reviews().passOver(review.imprint(), told, Duration.ZERO);
      } else if (isOver(parcel, policy)) {
        return without(parcel, review, policy, AuditCheck.NO_LOG, Optional.empty(), reason);
      }
    }
    return new Disposition.Again(told, retryAfter);
  }

  private boolean isOver(Parcel parcel, AuditPolicy policy) {
    return !clock.instant().isBefore(parcel.created().plus(policy.logWithin()));
  }

  private static String mark(AuditCheck check, Optional<byte[]> answer) {
    var octets = answer.orElse(new byte[0]);
    return check.id()
        + ":"
        + HexFormat.of()
            .formatHex(CryptoSuite.sha256(octets.length == 0 ? none() : octets))
            .substring(0, 32);
  }

  private static byte[] none() {
    return "none".getBytes(StandardCharsets.US_ASCII);
  }

  private static String said(Answer answer) {
    return answer.explanation().isEmpty() ? "" : ": " + answer.explanation();
  }
}
