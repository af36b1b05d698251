package dev.brski.authority.endpoint;

import dev.brski.cmp.CmpMessage;
import dev.brski.store.StoreUnavailable;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import dev.brski.wire.Unavailable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * CMP over HTTP (RFC 9811 section 3.4, RFC 9483 section 6.1). The operation is seen from the body,
 * the label need not be there; and since one authority with one profile is here, every name after
 * {@code /p/} leads to it. What CMP refuses is told in CMP, with status 200.
 */
public final class CmpEndpoint {

  private static final String PATH = "/.well-known/cmp";
  private static final int MOST_OCTETS = 1 << 20;
  private static final int MOST_OCTETS_OF_A_BATCH = 8 << 20;
  private static final Pattern SERVED =
      Pattern.compile(
          "(/p/[A-Za-z0-9._~-]{1,64})?"
              + "(/(initialization|certification|keyupdate|pkcs10|revocation|getcacerts"
              + "|getrootupdate|getcertreqtemplate|getcrls|nested))?");

  private final Responder responder;

  /** An endpoint for a responder. */
  public CmpEndpoint(Responder responder) {
    this.responder = responder;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.post(PATH, CmpMessage.MEDIA_TYPE, MOST_OCTETS, this::handle),
        Route.post(PATH + "/nested", CmpMessage.MEDIA_TYPE, MOST_OCTETS_OF_A_BATCH, this::handle),
        Route.post(PATH + "/*", CmpMessage.MEDIA_TYPE, MOST_OCTETS, this::handle));
  }

  private Response handle(Request request) {
    if (!SERVED.matcher(request.path().substring(PATH.length())).matches()) {
      return Response.text(
          404, "There is no CMP operation here; use " + PATH + " or " + PATH + "/initialization.");
    }
    try {
      return Response.of(200, CmpMessage.MEDIA_TYPE, responder.answer(request));
    } catch (StoreUnavailable e) {
      throw new Unavailable("The authority cannot store anything now; send the same again.", e);
    }
  }
}
