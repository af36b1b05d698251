package dev.brski.masa.endpoint;

import dev.brski.masa.audit.AuditCheck;
import dev.brski.masa.audit.Auditing;
import dev.brski.masa.audit.LogAnswer;
import dev.brski.masa.ledger.AuditLinks;
import dev.brski.masa.status.StatusCheck;
import dev.brski.store.StoreUnavailable;
import dev.brski.verdict.Refusal;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Paths;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherLimits;
import dev.brski.wire.Complaints;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import dev.brski.wire.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The operation requestauditlog (RFC 8995 section 5.8), and the logs that it has prepared: each
 * stands, unchanged, under a name that only those who were told it know.
 */
public final class RequestAuditLog {

  private static final Logger LOG = LoggerFactory.getLogger(RequestAuditLog.class);
  private static final String PREPARED = "/auditlog/";

  private final Auditing auditing;
  private final InstantSource clock;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /** Answers with what the auditing finds. */
  public RequestAuditLog(Auditing auditing, InstantSource clock) {
    this.auditing = auditing;
    this.clock = clock;
  }

  /** The route of RFC 8995 section 8.3.2, and that of the prepared logs. */
  public List<Route> routes() {
    return List.of(
        Route.post(
            Paths.REQUEST_AUDIT_LOG,
            MediaTypes.VOUCHER_CMS_JSON,
            VoucherLimits.standard().mostOctets(),
            this::requested),
        Route.get(PREPARED + "*", this::prepared));
  }

  private Response requested(Request request) {
    try {
      return switch (auditing.answer(request.body(), request.peerAddress(), request.peerChain())) {
        case LogAnswer.Inline(var content) ->
            Response.of(200, MediaTypes.JSON, content).withHeader("Cache-Control", "no-store");
        case LogAnswer.Linked(var link) ->
            Response.empty(201)
                .withHeader("Location", PREPARED + link.slug())
                .withHeader("Cache-Control", "no-store");
        case LogAnswer.Refused(var refusal) -> refused(request, refusal, status(refusal));
        case LogAnswer.Later(var refusal, var retryAfter) ->
            refused(request, refusal, 429)
                .withHeader("Retry-After", Long.toString(retryAfter.toSeconds() + 1));
      };
    } catch (StoreUnavailable e) {
      throw new Unavailable("the audit log cannot be read now; ask again later", e);
    }
  }

  private Response prepared(Request request) {
    try {
      var slug = request.path().substring(PREPARED.length());
      return auditing
          .prepared(slug, request.peerChain())
          .map(this::found)
          .orElseGet(
              () -> Response.text(404, "There is no audit log under this name, or no more."));
    } catch (StoreUnavailable e) {
      throw new Unavailable("the audit log cannot be read now; ask again later", e);
    }
  }

  private Response found(AuditLinks.Link link) {
    long seconds = Math.max(0, Duration.between(clock.instant(), link.endsAt()).toSeconds());
    return Response.of(200, MediaTypes.JSON, link.content())
        .withHeader("Cache-Control", "private, max-age=" + seconds + ", immutable");
  }

  private static int status(Refusal refusal) {
    return switch (refusal.check()) {
      case AuditCheck check -> check.status();
      case StatusCheck _ -> 403;
      default -> VoucherCheck.status(refusal);
    };
  }

  private Response refused(Request request, Refusal refusal, int status) {
    complaints.told(
        Complaints.who(request),
        Level.WARN,
        "refused %d to %s, audit log: %s".formatted(status, request.peerAddress(), refusal));
    return Response.text(status, refusal.check().id() + ": " + refusal.told());
  }
}
