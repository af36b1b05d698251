package dev.brski.wire;

import dev.brski.wire.PeerFailure.Step;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Requests and replies, one after the other, on a connection that somebody else has opened. */
final class Conversation {

  private static final Timeout ONE_MOMENT = Timeout.ofMilliseconds(1);

  private final DefaultBHttpClientConnection connection;
  private final ChannelLimits limits;
  private final String peer;
  private final String host;
  private final boolean lasting;
  private final ReentrantLock turn = new ReentrantLock();

  /**
   * @param peer who it is, for messages
   * @param host the value of the Host field
   * @param lasting whether time passes between exchanges, in which the peer may end it
   */
  Conversation(
      DefaultBHttpClientConnection connection,
      ChannelLimits limits,
      String peer,
      String host,
      boolean lasting) {
    this.connection = connection;
    this.limits = limits;
    this.peer = peer;
    this.host = host;
    this.lasting = lasting;
  }

  /** A connection that is not bound to a socket yet, with the limits on what it will read. */
  static DefaultBHttpClientConnection connection(ChannelLimits limits) {
    var config =
        Http1Config.custom()
            .setMaxHeaderCount(limits.headerCount())
            .setMaxLineLength(limits.lineBytes())
            .setMaxEmptyLineCount(2)
            .build();
    return new DefaultBHttpClientConnection(
        config, null, null, null, null, null, new DefaultHttpResponseParserFactory(config));
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  void close() {
    connection.close(CloseMode.GRACEFUL);
  }

  Reply exchange(Call call) throws PeerFailure {
    turn.lock();
    try (var watchdog =
        new Watchdog(limits.exchange(), () -> connection.close(CloseMode.IMMEDIATE))) {
      if (lasting) {
        demandOpen();
      }
      return exchange(call, watchdog);
    } finally {
      turn.unlock();
    }
  }

  private Reply exchange(Call call, Watchdog watchdog) throws PeerFailure {
    var step = Step.SEND;
    try {
      var request = request(call);
      connection.sendRequestHeader(request);
      connection.sendRequestEntity(request);
      connection.flush();
      step = Step.RECEIVE;
      var response = response(request);
      var reply = reply(response);
      if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
          request, response, HttpCoreContext.create())) {
        close();
      }
      return reply;
    } catch (IOException | HttpException | RuntimeException e) {
      connection.close(CloseMode.IMMEDIATE);
      if (watchdog.bitten()) {
        throw new PeerFailure(
            Step.DEADLINE,
            peer,
            "no whole reply within " + limits.exchange().toMillis() + " ms",
            e);
      }
      throw new PeerFailure(step, peer, words(e), e);
    }
  }

  private void demandOpen() throws PeerFailure {
    @Nullable IOException cause = null;
    try {
      if (!connection.isStale() && !connection.isDataAvailable(ONE_MOMENT)) {
        return;
      }
    } catch (IOException e) {
      cause = e;
    }
    connection.close(CloseMode.IMMEDIATE);
    var why = "the peer has ended the connection; nothing was sent";
    throw cause == null
        ? new PeerFailure(Step.CLOSED, peer, why)
        : new PeerFailure(Step.CLOSED, peer, why + " (" + words(cause) + ")", cause);
  }

  private BasicClassicHttpRequest request(Call call) {
    var request = new BasicClassicHttpRequest(call.method(), call.path());
    call.headers().forEach(request::setHeader);
    request.setHeader("Host", host);
    if (!call.accept().isEmpty()) {
      request.setHeader("Accept", String.join(", ", call.accept()));
    }
    call.mediaType().ifPresent(type -> request.setHeader("Content-Type", type));
    if (call.hasContent()) {
      var body = call.body();
      request.setHeader("Content-Length", body.length);
      request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
    }
    return request;
  }

  private ClassicHttpResponse response(BasicClassicHttpRequest request)
      throws IOException, HttpException {
    ClassicHttpResponse response;
    do {
      response = connection.receiveResponseHeader();
    } while (response.getCode() < 200);
    if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
      connection.receiveResponseEntity(response);
    }
    return response;
  }

  private Reply reply(ClassicHttpResponse response) throws IOException {
    var headers = headers(response);
    return new Reply(
        response.getCode(),
        MediaType.of(Optional.ofNullable(headers.get("content-type"))),
        body(response),
        headers);
  }

  private byte[] body(ClassicHttpResponse response) throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    var content = entity.getContent();
    var body = content.readNBytes(limits.replyBytes() + 1);
    if (body.length > limits.replyBytes()) {
      throw new PeerFailure.Oversize("the reply is larger than " + limits.replyBytes() + " octets");
    }
    return body;
  }

  private static Map<String, String> headers(MessageHeaders message) {
    var headers = new HashMap<String, String>();
    for (var field : message.getHeaders()) {
      headers.merge(
          field.getName().toLowerCase(Locale.ROOT),
          field.getValue() == null ? "" : field.getValue(),
          (first, next) -> first + ", " + next);
    }
    return headers;
  }

  private static String words(Exception e) {
    var message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
