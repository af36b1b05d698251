package dev.brski.wire;

import java.io.IOException;
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

  private final RouteTable routes;
  private final Duration bodyDeadline;

  RequestReader(RouteTable routes, Duration bodyDeadline) {
    this.routes = routes;
    this.bodyDeadline = bodyDeadline;
  }

  /** What to hand over, and to whom. */
  record Ready(dev.brski.wire.Request request, Handler handler) {}

  Ready read(Request request, String connection) throws Rejected, IOException {
    var headers = headers(request);
    var method = request.getMethod();
    var path = request.getHttpURI().getDecodedPath();
    var mediaType = MediaType.of(Optional.ofNullable(headers.get("content-type")));
    return switch (routes.find(method, path, mediaType)) {
      case RouteTable.Found.None(var response) -> throw new Rejected(response);
      case RouteTable.Found.Match(var route) ->
          new Ready(
              new dev.brski.wire.Request(
                  method,
                  path,
                  query(request),
                  headers,
                  body(request, route.maxBody()),
                  peerChain(request),
                  localChain(request),
                  Request.getRemoteAddr(request),
                  connection),
              route.handler());
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

  private byte[] body(Request request, int limit) throws Rejected, IOException {
    if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > limit) {
      throw tooLarge(limit);
    }
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
      var body = content.readNBytes(limit + 1);
      if (body.length > limit) {
        throw tooLarge(limit);
      }
      return body;
    } catch (IOException e) {
      if (late.get()) {
        throw new Rejected(
            Response.text(
                    408, "The content did not come within " + bodyDeadline.toSeconds() + " s.")
                .closing());
      }
      throw e;
    } finally {
      deadline.cancel();
    }
  }

  private static Rejected tooLarge(int limit) {
    return new Rejected(
        Response.text(413, "This path takes at most " + limit + " octets of content.").closing());
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
