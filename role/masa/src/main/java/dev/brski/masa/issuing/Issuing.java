package dev.brski.masa.issuing;

import dev.brski.masa.intake.Intake;
import dev.brski.masa.intake.Reception;
import dev.brski.masa.ledger.IssuedVoucher;
import dev.brski.masa.ledger.Ledger;
import dev.brski.masa.ledger.Occasion;
import dev.brski.masa.ledger.Standing;
import dev.brski.masa.ownership.Asking;
import dev.brski.masa.ownership.Entitlement;
import dev.brski.masa.ownership.Ownership;
import dev.brski.masa.ownership.SerialNumber;
import dev.brski.masa.ownership.Superseded;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.check.ConsistentRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues vouchers for requests in which registrar, pledge and device agree, to domains that may
 * have one: with a nonce, asserting what is known of the owner, or else proximity (RFC 8995
 * sections 5.5 and 5.6).
 */
public final class Issuing {

  private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);
  private static final int MOST_ATTEMPTS = 3;

  private final Intake intake;
  private final PinPolicy pins;
  private final Ownership ownership;
  private final Credential signer;
  private final Ledger ledger;
  private final CryptoSuite suite;
  private final InstantSource clock;

  /**
   * @param ownership says which domain may have a voucher, and what that may claim
   * @param signer under the voucher anchor that the devices have; its chain goes into vouchers
   */
  public Issuing(
      Intake intake,
      PinPolicy pins,
      Ownership ownership,
      Credential signer,
      Ledger ledger,
      CryptoSuite suite,
      InstantSource clock) {
    this.intake = intake;
    this.pins = pins;
    this.ownership = ownership;
    this.signer = signer;
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
    return switch (intake.forVoucher(body, now)) {
      case Reception.Taken<ConsistentRequest>(var request) -> ask(request, from, now);
      case Reception.Refused<ConsistentRequest>(var refusal) -> new Decision.Refused(refusal);
      case Reception.Later<ConsistentRequest>(var refusal, var retryAfter) ->
          new Decision.Later(refusal, retryAfter);
    };
  }

  private Decision ask(ConsistentRequest request, String from, Instant now) {
    var asking =
        new Asking(
            new SerialNumber(request.serialNumber()),
            request.chain(),
            pins.choose(request.chain()),
            true,
            from);
    for (int attempt = 1; ; attempt++) {
      try {
        return ask(request, asking, now);
      } catch (Superseded e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Decision ask(ConsistentRequest request, Asking asking, Instant now) {
    return switch (ownership.ask(asking, now)) {
      case Verdict.Accepted<Entitlement>(var entitlement) ->
          issue(request, asking, entitlement, now);
      case Verdict.Refused<Entitlement>(var refusal) -> new Decision.Refused(refusal);
    };
  }

  private Decision issue(
      ConsistentRequest request, Asking asking, Entitlement entitlement, Instant now) {
    var occasion = occasion(request, entitlement.pin());
    return switch (ledger.standing(occasion, now)) {
      case Standing.Free _ -> {
        ledger.requireRoom();
        var voucher = make(request, entitlement, now);
        var condition = ownership.condition(asking, entitlement, now);
        yield decision(ledger.record(occasion, voucher, condition), request, now);
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
        "device {}: voucher {} for the domain {}, registrar {}",
        voucher.serialNumber(),
        voucher.id(),
        voucher.domainId(),
        SignedArtifact.name(request.registrar()));
    return new Decision.Issued(voucher);
  }

  private Occasion occasion(ConsistentRequest request, X509Certificate pin) {
    return new Occasion(
        request.request().artifact().sha256(),
        request.serialNumber(),
        IdevidIssuer.of(request.idevid()),
        CryptoSuite.sha256(request.prior().artifact().content()),
        CryptoSuite.sha256(Certificates.encoded(pin)));
  }

  private IssuedVoucher make(ConsistentRequest request, Entitlement entitlement, Instant now) {
    var nonce = nonce(request.request());
    var voucher =
        Voucher.nonced(
            now, entitlement.assertion(), request.serialNumber(), entitlement.pin(), nonce);
    var signed =
        SignedArtifact.sign(voucher.toJson(), signer, signer.chain(), Optional.of(now), suite);
    return new IssuedVoucher(
        ledger.nextId(),
        request.serialNumber(),
        IdevidIssuer.of(request.idevid()),
        now,
        AuditLog.domainId(entitlement.pin()),
        Optional.of(nonce),
        entitlement.assertion(),
        request.request().artifact().encoded(),
        signed.encoded());
  }

  private static Nonce nonce(Signed<RegistrarVoucherRequest> request) {
    return request
        .leaves()
        .nonce()
        .orElseThrow(() -> new IllegalStateException("the validation demands a nonce"));
  }
}
