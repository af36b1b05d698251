package dev.brski.masa.endpoint;

import dev.brski.masa.issuing.Decision;
import dev.brski.masa.issuing.Issuing;
import dev.brski.masa.issuing.IssuingCheck;
import dev.brski.masa.ownership.OwnershipCheck;
import dev.brski.masa.status.StatusCheck;
import dev.brski.store.StoreUnavailable;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The operation requestvoucher (RFC 8995 sections 5.5 and 5.6): a refusal is a line of plain text
 * for the registrar, and the whole reason in the log.
 */
public final class RequestVoucher {

  private static final Logger LOG = LoggerFactory.getLogger(RequestVoucher.class);

  private final Issuing issuing;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /** Answers with what the issuing decides. */
  public RequestVoucher(Issuing issuing) {
    this.issuing = issuing;
  }

  /** The route of RFC 8995 section 8.3.2. */
  public Route route() {
    return Route.post(
        Paths.REQUEST_VOUCHER,
        MediaTypes.VOUCHER_CMS_JSON,
        VoucherLimits.standard().mostOctets(),
        this::handle);
  }

  private Response handle(Request request) {
    if (!request.accepts(MediaTypes.VOUCHER_CMS_JSON)) {
      complaints.told(
          Complaints.who(request),
          Level.WARN,
          "refused 406 to %s: its Accept is %s. Only %s is issued."
              .formatted(
                  request.peerAddress(),
                  Description.printable(request.header("accept").orElse("")),
                  MediaTypes.VOUCHER_CMS_JSON));
      return Response.text(406, "only " + MediaTypes.VOUCHER_CMS_JSON + " is issued here");
    }
    try {
      return switch (issuing.issue(request.body(), request.peerAddress())) {
        case Decision.Issued(var issued) ->
            Response.of(200, MediaTypes.VOUCHER_CMS_JSON, issued.voucher());
        case Decision.Refused(var refusal) -> refused(request, refusal, status(refusal));
        case Decision.Later(var refusal, var retryAfter) ->
            refused(request, refusal, 429)
                .withHeader("Retry-After", Long.toString(retryAfter.toSeconds() + 1));
      };
    } catch (StoreUnavailable e) {
      throw new Unavailable("no voucher can be recorded now; ask again later", e);
    }
  }

  private static int status(Refusal refusal) {
    return switch (refusal.check()) {
      case IssuingCheck _, OwnershipCheck _, StatusCheck _ -> 403;
      default -> VoucherCheck.status(refusal);
    };
  }

  private Response refused(Request request, Refusal refusal, int status) {
    var client =
        request
            .peer()
            .map(peer -> ", TLS client " + Certificates.fingerprint(peer).substring(0, 16))
            .orElse("");
    complaints.told(
        Complaints.who(request),
        Level.WARN,
        "refused %d to %s%s: %s".formatted(status, request.peerAddress(), client, refusal));
    return Response.text(status, refusal.check().id() + ": " + refusal.told());
  }
}
