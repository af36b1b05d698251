package dev.brski.registrar.endpoint;

import dev.brski.cmp.CmpMessage;
import dev.brski.store.StoreUnavailable;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Paths;
import dev.brski.wire.Handler;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import dev.brski.wire.Unavailable;
import java.util.List;
import java.util.regex.Pattern;

/** Every path that pledges reach, with its limits (RFC 8995 section 5, RFC 9483 section 6.1). */
public final class Endpoints {

  private static final int MOST_OCTETS = 64 * 1024;
  private static final String CMP = "/.well-known/cmp";
  private static final Pattern SERVED =
      Pattern.compile(
          "(/p/[A-Za-z0-9._~-]{1,64})?(/(initialization|certification|keyupdate|pkcs10|revocation"
              + "|getcacerts|getrootupdate|getcertreqtemplate|getcrls))?");

  private final VoucherRequests vouchers;
  private final Telemetry telemetry;
  private final Cmp cmp;

  /** Over the three kinds of endpoint. */
  public Endpoints(VoucherRequests vouchers, Telemetry telemetry, Cmp cmp) {
    this.vouchers = vouchers;
    this.telemetry = telemetry;
    this.cmp = cmp;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        post(Paths.REQUEST_VOUCHER, MediaTypes.VOUCHER_CMS_JSON, vouchers::handle),
        post(Paths.VOUCHER_STATUS, MediaTypes.JSON, telemetry::voucherStatus),
        post(Paths.ENROLL_STATUS, MediaTypes.JSON, telemetry::enrollStatus),
        post(CMP, CmpMessage.MEDIA_TYPE, cmp::handle),
        post(CMP + "/*", CmpMessage.MEDIA_TYPE, this::labelled));
  }

  private Response labelled(Request request) throws InterruptedException {
    return SERVED.matcher(request.path().substring(CMP.length())).matches()
        ? cmp.handle(request)
        : Response.text(404, "no such operation here; initialization is, and keyupdate");
  }

  private static Route post(String path, String mediaType, Handler handler) {
    return Route.post(path, mediaType, MOST_OCTETS, request -> whileStored(handler, request));
  }

  private static Response whileStored(Handler handler, Request request)
      throws InterruptedException {
    try {
      return handler.handle(request);
    } catch (StoreUnavailable e) {
      throw new Unavailable("this registrar cannot store anything now; come back later", e);
    }
  }
}
