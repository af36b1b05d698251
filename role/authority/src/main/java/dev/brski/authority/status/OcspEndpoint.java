package dev.brski.authority.status;

import dev.brski.ocsp.OcspCheck;
import dev.brski.ocsp.OcspError;
import dev.brski.ocsp.OcspRequest;
import dev.brski.store.StoreUnavailable;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Complaints;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * OCSP over HTTP (RFC 6960 appendix A.1): POST, and GET with the request in the path. What OCSP
 * refuses is told in OCSP, with status 200. Caches may keep what is for everybody (RFC 5019 section
 * 6): answers without a nonce.
 */
public final class OcspEndpoint {

  /** The most octets of a request line with its fields, a GET's path among them. */
  public static final int MOST_HEADER_OCTETS = 8 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(OcspEndpoint.class);
  private static final String REQUEST = "application/ocsp-request";
  private static final String RESPONSE = "application/ocsp-response";
  private static final int ETAG_OCTETS = 16;

  /** RFC 9110 section 5.6.7, which wants two digits for every day. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final StatusDesk desk;
  private final String path;
  private final InstantSource clock;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /**
   * An endpoint for a desk.
   *
   * @param path the path of the URL that certificates name, without a slash at its end; a server
   *     before this one may pass it on or not
   */
  public OcspEndpoint(StatusDesk desk, String path, InstantSource clock) {
    this.desk = desk;
    this.path = path;
    this.clock = clock;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.post("/*", REQUEST, OcspRequest.MOST_OCTETS, this::posted),
        Route.get("/*", this::gotten));
  }

  private Response posted(Request request) throws InterruptedException {
    return answer(request, request.body());
  }

  private Response gotten(Request request) throws InterruptedException {
    var inside = request.path();
    if (!path.isEmpty() && inside.startsWith(path + "/")) {
      inside = inside.substring(path.length());
    }
    try {
      return answer(request, Base64.getDecoder().decode(inside.replaceFirst("^/+", "")));
    } catch (IllegalArgumentException e) {
      return refused(
          request,
          Refusal.of(
              OcspCheck.SYNTAX,
              "the path is no base64: " + e.getMessage(),
              "Nothing to do here: whoever asks has to ask differently"));
    }
  }

  private Response answer(Request request, byte[] asked) throws InterruptedException {
    try {
      return switch (desk.answer(asked)) {
        case Verdict.Accepted<StatusDesk.Answer>(var answer) -> answered(request, answer);
        case Verdict.Refused<StatusDesk.Answer>(var refusal) -> refused(request, refusal);
      };
    } catch (StoreUnavailable e) {
      complaints.told(
          Complaints.who(request),
          Level.ERROR,
          "no status can be told, the store is away: " + e.getMessage());
      return error(OcspError.TRY_LATER);
    } catch (RuntimeException e) {
      LOG.error("a fault in an answer about a certificate's status", e);
      return error(OcspError.INTERNAL_ERROR);
    }
  }

  private Response refused(Request request, Refusal refusal) {
    complaints.told(request, refusal);
    return error(
        refusal.check() instanceof OcspCheck check ? check.error() : OcspError.INTERNAL_ERROR);
  }

  private static Response error(OcspError error) {
    return Response.of(200, RESPONSE, error.encoded()).withHeader("Cache-Control", "no-store");
  }

  private Response answered(Request request, StatusDesk.Answer answer) {
    var octets = answer.octets();
    if (!answer.shared()) {
      return Response.of(200, RESPONSE, octets).withHeader("Cache-Control", "no-store");
    }
    var tag = "\"" + HexFormat.of().formatHex(CryptoSuite.sha256(octets), 0, ETAG_OCTETS) + "\"";
    boolean known =
        request.method().equals("GET")
            && request.header("if-none-match").filter(tags -> lists(tags, tag)).isPresent();
    var response = known ? Response.empty(304) : Response.of(200, RESPONSE, octets);
    return response
        .withHeader("Last-Modified", date(answer.thisUpdate()))
        .withHeader("Expires", date(answer.nextUpdate()))
        .withHeader("ETag", tag)
        .withHeader(
            "Cache-Control",
            "max-age=" + seconds(answer) + ", public, no-transform, must-revalidate");
  }

  private long seconds(StatusDesk.Answer answer) {
    return Math.max(0, Duration.between(clock.instant(), answer.renewal()).toSeconds());
  }

  /** RFC 9110 section 13.1.2: any of them, weak or not. */
  private static boolean lists(String tags, String tag) {
    return Stream.of(tags.split(",", -1))
        .map(String::strip)
        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
  }

  private static String date(Instant instant) {
    return HTTP_DATE.format(instant);
  }
}
