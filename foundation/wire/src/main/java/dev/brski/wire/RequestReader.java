package dev.brski.wire;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Reads a request to its end, within the limits of its route and a deadline of its own. */
final class RequestReader {

  private static final int MOST_DISCARDED = 1 << 20;
  private static final int FIRST_OCTETS = 2048;

  private final RouteTable routes;
  private final Duration bodyDeadline;

  RequestReader(RouteTable routes, Duration bodyDeadline) {
    this.routes = routes;
    this.bodyDeadline = bodyDeadline;
  }

  /** What to hand over, and to whom. */
  record Ready(dev.brski.wire.Request request, Handler handler) {}

  /**
   * @param share what the content is taken from; the caller gives it back
   */
  Ready read(Request request, String connection, ContentBudget.Share share)
      throws Rejected, IOException {
    var late = new AtomicBoolean();
    var deadline =
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () -> {
                  late.set(true);
                  request.fail(new TimeoutException("content not within " + bodyDeadline));
                },
                bodyDeadline.toMillis(),
                TimeUnit.MILLISECONDS);
    try (var content = Content.Source.asInputStream(request)) {
      return read(request, content, connection, share);
    } catch (IOException e) {
      if (late.get()) {
        throw new Rejected(tooLate());
      }
      throw e;
    } finally {
      deadline.cancel();
    }
  }

  private Ready read(
      Request request, InputStream content, String connection, ContentBudget.Share share)
      throws Rejected, IOException {
    var headers = headers(request);
    var method = request.getMethod();
    var path = request.getHttpURI().getDecodedPath();
    var mediaType = MediaType.of(Optional.ofNullable(headers.get("content-type")));
    try {
      var route = route(method, path, mediaType);
      return new Ready(
          new dev.brski.wire.Request(
              method,
              path,
              query(request),
              headers,
              body(request, content, route.maxBody(), share),
              peerChain(request),
              localChain(request),
              Request.getRemoteAddr(request),
              connection),
          route.handler());
    } catch (Rejected e) {
      share.close();
      if (!request.getHeaders().contains(HttpHeader.EXPECT)) {
        // A connection closed on octets that nobody read may lose the answer with them.
        var _ = content.skip(MOST_DISCARDED);
      }
      throw e;
    }
  }

  private Route route(String method, String path, Optional<String> mediaType) throws Rejected {
    return switch (routes.find(method, path, mediaType)) {
      case RouteTable.Found.Match(var route) -> route;
      case RouteTable.Found.None(var response) -> throw new Rejected(response);
    };
  }

  private static Map<String, String> headers(Request request) {
    var headers = new HashMap<String, String>();
    for (var field : request.getHeaders()) {
      var value = field.getValue() == null ? "" : field.getValue();
      headers.merge(
          field.getName().toLowerCase(Locale.ROOT), value, (first, next) -> first + ", " + next);
    }
    return headers;
  }

  private static Map<String, String> query(Request request) throws Rejected {
    var query = new HashMap<String, String>();
    for (var parameter : Request.extractQueryParameters(request)) {
      if (parameter.hasMultipleValues()) {
        throw new Rejected(Response.text(400, "The query names a parameter twice."));
      }
      query.put(parameter.getName(), parameter.getValue() == null ? "" : parameter.getValue());
    }
    return query;
  }

  private static byte[] body(
      Request request, InputStream content, int limit, ContentBudget.Share share)
      throws Rejected, IOException {
    if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > limit) {
      throw new Rejected(tooLarge(limit));
    }
    var body = new byte[0];
    int length = 0;
    for (int octet = content.read(); octet >= 0; octet = content.read()) {
      if (length == limit) {
        throw new Rejected(tooLarge(limit));
      }
      if (length == body.length) {
        int room = (int) Math.min(limit, Math.max(FIRST_OCTETS, 2L * length));
        if (!share.hold(room)) {
          throw new Rejected(tooMuch());
        }
        body = Arrays.copyOf(body, room);
      }
      body[length++] = (byte) octet;
      length += content.readNBytes(body, length, body.length - length);
    }
    share.hold(length);
    return Arrays.copyOf(body, length);
  }

  private static Response tooMuch() {
    return Response.text(503, "Too much content comes in at once; try again later.")
        .withHeader("Retry-After", Faults.RETRY_SECONDS)
        .closing();
  }

  private static Response tooLarge(int limit) {
    return Response.text(413, "This path takes at most " + limit + " octets of content.").closing();
  }

  private Response tooLate() {
    var seconds = bodyDeadline.toSeconds();
    return Response.text(408, "The content did not come within " + seconds + " s.").closing();
  }

  private static List<X509Certificate> peerChain(Request request) {
    return session(request)
        .map(EndPoint.SslSessionData::peerCertificates)
        .map(Arrays::asList)
        .orElse(List.of());
  }

  private static List<X509Certificate> localChain(Request request) {
    return session(request)
        .flatMap(data -> Optional.ofNullable(data.sslSession().getLocalCertificates()))
        .map(RequestReader::x509)
        .orElse(List.of());
  }

  private static List<X509Certificate> x509(@Nullable Certificate[] chain) {
    return Stream.of(chain).map(X509Certificate.class::cast).toList();
  }

  private static Optional<EndPoint.SslSessionData> session(Request request) {
    return Optional.ofNullable(
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData());
  }
}
