package dev.brski.masa.issuing;

import dev.brski.masa.intake.Cleared;
import dev.brski.masa.intake.Intake;
import dev.brski.masa.intake.Reception;
import dev.brski.masa.ledger.IssuedVoucher;
import dev.brski.masa.ledger.Ledger;
import dev.brski.masa.ledger.Standing;
import dev.brski.masa.ownership.Asking;
import dev.brski.masa.ownership.Entitlement;
import dev.brski.masa.ownership.Ownership;
import dev.brski.masa.ownership.SerialNumber;
import dev.brski.masa.ownership.Superseded;
import dev.brski.masa.status.Clearance;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.check.ConsistentRequest;
import dev.brski.voucher.check.ConsistentRequest.Nonced;
import dev.brski.voucher.check.ConsistentRequest.Nonceless;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues vouchers for requests in which everything agrees, to domains that may have one: with a
 * nonce, asserting what is known of the owner, or else proximity (RFC 8995 sections 5.5 and 5.6);
 * by policy also without, to owners that may have such (RFC 8995 section 7.4.1).
 */
public final class Issuing {

  /** Roots follow on each other once in years. */
  private static final int MOST_LINKS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);
  private static final int MOST_ATTEMPTS = 3;

  private final Intake intake;
  private final PinPolicy pins;
  private final Ownership ownership;
  private final Credential signer;
  private final NoncelessPolicy nonceless;
  private final Renewals renewals;
  private final Ledger ledger;
  private final CryptoSuite suite;
  private final InstantSource clock;

  /**
   * @param ownership says which domain may have a voucher, and what that may claim
   * @param signer under the voucher anchor that the devices have; its chain goes into vouchers
   * @param nonceless whether and how vouchers without a nonce are issued
   * @param renewals whether such a voucher may be renewed
   */
  public Issuing(
      Intake intake,
      PinPolicy pins,
      Ownership ownership,
      Credential signer,
      NoncelessPolicy nonceless,
      Renewals renewals,
      Ledger ledger,
      CryptoSuite suite,
      InstantSource clock) {
    this.intake = intake;
    this.pins = pins;
    this.ownership = ownership;
    this.signer = signer;
    this.nonceless = nonceless;
    this.renewals = renewals;
    this.ledger = ledger;
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * The voucher for a registrar's request. It is in the audit log, durably, before it is returned;
   * the same request of the pledge for the same domain gets the same voucher again, as long as it
   * still deserves one.
   *
   * @param from the address that the request came from
   * @throws dev.brski.store.StoreUnavailable if the disk refuses, or has no room for a new voucher
   */
  public Decision issue(byte[] body, String from) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return switch (intake.forVoucher(body, from, now)) {
      case Reception.Taken<Cleared<ConsistentRequest>>(var taken) ->
          ask(taken.request(), taken.clearance(), from, now);
      case Reception.Refused<Cleared<ConsistentRequest>>(var refusal) ->
          new Decision.Refused(refusal);
      case Reception.Later<Cleared<ConsistentRequest>>(var refusal, var retryAfter) ->
          new Decision.Later(refusal, retryAfter);
    };
  }

  private Decision ask(ConsistentRequest request, Clearance clearance, String from, Instant now) {
    return switch (draft(request)) {
      case Verdict.Accepted<Draft>(var draft) -> ask(draft, clearance, from, now);
      case Verdict.Refused<Draft>(var refusal) ->
          new Decision.Refused(refusal.withDevice(Description.printable(request.serialNumber())));
    };
  }

  private Verdict<Draft> draft(ConsistentRequest request) {
    return switch (request) {
      case Nonced nonced -> Verdict.accepted(new Draft.WithNonce(nonced, pins, signer));
      case Nonceless plain ->
          nonceless
              .signer()
              .map(other -> new Draft.WithoutNonce(plain, nonceless, renewals, other));
    };
  }

  private Decision ask(Draft draft, Clearance clearance, String from, Instant now) {
    var request = draft.request();
    var asking =
        new Asking(
            new SerialNumber(request.serialNumber()),
            request.chain(),
            draft.proposedPin(),
            draft.proximity(),
            from,
            request.request().artifact().certificates().stream()
                .filter(Certificates::isLink)
                .limit(MOST_LINKS)
                .toList());
    for (int attempt = 1; ; attempt++) {
      try {
        return ask(draft, clearance, asking, now);
      } catch (Superseded e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Decision ask(Draft draft, Clearance clearance, Asking asking, Instant now) {
    return switch (ownership.ask(asking, now)) {
      case Verdict.Accepted<Entitlement>(var entitlement) ->
          switch (draft.fits(entitlement, now)) {
            case Verdict.Accepted<X509Certificate> _ ->
                issue(draft, clearance, asking, entitlement, now);
            case Verdict.Refused<X509Certificate>(var refusal) ->
                new Decision.Refused(refusal.withDevice(asking.serialNumber().printable()));
          };
      case Verdict.Refused<Entitlement>(var refusal) -> new Decision.Refused(refusal);
    };
  }

  private Decision issue(
      Draft draft, Clearance clearance, Asking asking, Entitlement entitlement, Instant now) {
    var request = draft.request();
    var occasion = draft.occasion(entitlement, now);
    return switch (ledger.standing(occasion, now)) {
      case Standing.Free _ -> {
        ledger.requireRoom();
        var voucher = make(draft, entitlement, now);
        var condition = ownership.condition(asking, entitlement, now);
        yield decision(
            ledger.record(occasion, voucher, clearance.unknown(), condition), request, now);
      }
      case Standing.Issued(var voucher) ->
          switch (ownership.again(asking, entitlement, voucher, now)) {
            case Verdict.Accepted<IssuedVoucher> _ -> issued(voucher, request);
            case Verdict.Refused<IssuedVoucher>(var refusal) -> new Decision.Refused(refusal);
          };
      case Standing standing -> decision(standing, request, now);
    };
  }

  private static Decision decision(Standing standing, ConsistentRequest request, Instant now) {
    return switch (standing) {
      case Standing.Issued(var voucher) -> issued(voucher, request);
      case Standing.Spent _ ->
          new Decision.Refused(
              Refusal.of(
                      IssuingCheck.OUTSTANDING,
                      "what it signed has led to vouchers for several other domains",
                      "The device must ask again, with a new nonce. If it does not know those"
                          + " domains, somebody near it collects its requests")
                  .withDevice(request.serialNumber()));
      case Standing.Exhausted(var until) ->
          new Decision.Later(
              Refusal.of(
                      IssuingCheck.BUDGET,
                      "it has had as many vouchers within 24 hours as it may, and gets none until "
                          + until,
                      "Look at its audit log for who asks; vouchers-per-day in brski.yaml is the"
                          + " limit")
                  .withDevice(request.serialNumber()),
              Duration.between(now, until));
      case Standing.Free _ -> throw new IllegalStateException("what is free is recorded");
    };
  }

  private static Decision issued(IssuedVoucher voucher, ConsistentRequest request) {
    LOG.info(
        "device {}: voucher {}{} for the domain {}, registrar {}",
        voucher.serialNumber(),
        voucher.id(),
        voucher.nonce().isPresent() ? "" : " without a nonce",
        voucher.domainId(),
        SignedArtifact.name(request.registrar()));
    return new Decision.Issued(voucher);
  }

  private IssuedVoucher make(Draft draft, Entitlement entitlement, Instant now) {
    var request = draft.request();
    var voucher = draft.voucher(entitlement, now);
    var signed =
        SignedArtifact.sign(
            voucher.toJson(), draft.signer(), draft.signer().chain(), Optional.of(now), suite);
    return new IssuedVoucher(
        ledger.nextId(),
        request.serialNumber(),
        draft.issuer(),
        now,
        voucher.expiresOn(),
        AuditLog.domainId(entitlement.pin()),
        draft.nonce(),
        entitlement.assertion(),
        request.request().artifact().encoded(),
        signed.encoded());
  }
}
