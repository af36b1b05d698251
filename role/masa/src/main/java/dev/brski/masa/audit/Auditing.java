package dev.brski.masa.audit;

import dev.brski.masa.intake.Cleared;
import dev.brski.masa.intake.Intake;
import dev.brski.masa.intake.KnownRequest;
import dev.brski.masa.intake.Reception;
import dev.brski.masa.ledger.AuditLinks;
import dev.brski.masa.ledger.DeviceLogs;
import dev.brski.masa.ledger.DeviceLogs.DeviceLog;
import dev.brski.masa.ownership.SerialNumber;
import dev.brski.store.StoreUnavailable;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.VoucherCheck;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the audit log of a device to whoever was ever its owner (RFC 8995 section 5.8). */
public final class Auditing {

  private static final Logger LOG = LoggerFactory.getLogger(Auditing.class);

  private final Intake intake;
  private final LogAccess access;
  private final DeviceLogs logs;
  private final LogForm form;
  private final AuditLinks links;
  private final InstantSource clock;

  /**
   * @param form how logs are handed out
   */
  public Auditing(
      Intake intake,
      LogAccess access,
      DeviceLogs logs,
      LogForm form,
      AuditLinks links,
      InstantSource clock) {
    this.intake = intake;
    this.access = access;
    this.logs = logs;
    this.form = form;
    this.links = links;
    this.clock = clock;
  }

  /**
   * The log that a registrar's voucher-request asks for. It has every voucher that was returned
   * before.
   *
   * @param from the address that the request came from
   * @param client the certificates that the TLS client showed, its own first
   */
  public LogAnswer answer(byte[] body, String from, List<X509Certificate> client) {
    var now = now();
    return switch (intake.forLog(body, from, now)) {
      case Reception.Taken<Cleared<KnownRequest>>(var taken) ->
          answer(taken.request(), client, now);
      case Reception.Refused<Cleared<KnownRequest>>(var refusal) ->
          new LogAnswer.Refused(
              refusal.check() == VoucherCheck.RVR_DEVICE
                  ? refusal.under(AuditCheck.NEVER_OWNER)
                  : refusal);
      case Reception.Later<Cleared<KnownRequest>>(var refusal, var retryAfter) ->
          new LogAnswer.Later(refusal, retryAfter);
    };
  }

  /** The log that was prepared under a name, for this client, if its life is not over. */
  public Optional<AuditLinks.Link> prepared(String slug, List<X509Certificate> client) {
    var now = now();
    return links.find(slug, now).filter(link -> access.mayFetch(link.domain(), client, now));
  }

  private LogAnswer answer(KnownRequest request, List<X509Certificate> shown, Instant now) {
    return switch (access.judge(request, shown, now)) {
      case Verdict.Refused<KnownRequest>(var refusal) ->
          new LogAnswer.Refused(refusal.withDevice(request.serialNumber()));
      case Verdict.Accepted<KnownRequest> _ ->
          logs.find(
                  request.serialNumber(),
                  new SerialNumber(request.serialNumber()).key(),
                  request.idevidIssuer(),
                  request.keys())
              .map(found -> found(found, request, shown, now))
              .orElseGet(() -> neverOwner(request));
    };
  }

  private LogAnswer found(
      DeviceLog found, KnownRequest request, List<X509Certificate> shown, Instant now) {
    LOG.info(
        "device {}: its audit log, {} entries, for the registrar {}",
        request.serialNumber(),
        found.log().events().size(),
        request.registrar());
    var content = found.log().toJson();
    return switch (form) {
      case INLINE -> new LogAnswer.Inline(content);
      case LINK -> {
        var domain = request.withKey(found.domainKey());
        yield access.mayFetch(domain, shown, now)
            ? linked(found.device(), domain, content, now)
            : new LogAnswer.Inline(content);
      }
    };
  }

  /** A log that cannot be kept to be fetched can be told at once. */
  private LogAnswer linked(String device, X509Certificate domain, byte[] content, Instant now) {
    try {
      return links
          .make(device, domain, content, now)
          .<LogAnswer>map(LogAnswer.Linked::new)
          .orElseGet(() -> new LogAnswer.Inline(content));
    } catch (StoreUnavailable _) {
      return new LogAnswer.Inline(content);
    }
  }

  private static LogAnswer neverOwner(KnownRequest request) {
    return new LogAnswer.Refused(
        Refusal.of(
                AuditCheck.NEVER_OWNER,
                "no voucher for it pins a key of the chain of " + request.registrar(),
                "See who its owners were: brski masa log")
            .withDevice(request.serialNumber()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
