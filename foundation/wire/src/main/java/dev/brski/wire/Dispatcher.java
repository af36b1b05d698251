package dev.brski.wire;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Leads each request to its handler and the answer back, on the request's virtual thread. */
final class Dispatcher extends Handler.Abstract {

  private static final int NETWORK_OCTETS = 8;

  private final RequestReader reader;
  private final ContentBudget budget;
  private final Faults faults;
  private final Connections connections;
  private final Duration delivery;
  private final Set<Thread> atWork = ConcurrentHashMap.newKeySet();

  Dispatcher(
      RequestReader reader,
      ContentBudget budget,
      Faults faults,
      Connections connections,
      Duration delivery) {
    this.reader = reader;
    this.budget = budget;
    this.faults = faults;
    this.connections = connections;
    this.delivery = delivery;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var id = connections.arrived(connection(request));
    deliver(answer(request, id), request, response, callback);
    return true;
  }

  /** Wakes the handlers that still wait, with an {@link InterruptedException}. */
  void interrupt() {
    atWork.forEach(Thread::interrupt);
  }

  @SuppressWarnings("CatchingThrowable")
  private dev.brski.wire.Response answer(Request request, String connectionId) {
    try (var share = budget.share(caller(request))) {
      var ready = reader.read(request, connectionId, share);
      // A peer that waits in silence for a slow handler is not idle.
      request.addIdleTimeoutListener(_ -> false);
      return handle(ready);
    } catch (Throwable fault) {
      return faults.answer(fault, request.getMethod() + " " + request.getHttpURI().getPath());
    }
  }

  private dev.brski.wire.Response handle(RequestReader.Ready ready) throws InterruptedException {
    var thread = Thread.currentThread();
    atWork.add(thread);
    try {
      return ready.handler().handle(ready.request());
    } finally {
      atWork.remove(thread);
      Thread.interrupted();
    }
  }

  private void deliver(
      dev.brski.wire.Response answer, Request request, Response response, Callback callback) {
    var headers = response.getHeaders();
    answer.headers().forEach(headers::put);
    answer.mediaType().ifPresent(type -> headers.put(HttpHeader.CONTENT_TYPE, type));
    if (answer.close()) {
      headers.put(HttpHeader.CONNECTION, "close");
    }
    response.setStatus(answer.status());
    var connection = connection(request);
    var deadline =
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () ->
                    connection
                        .getEndPoint()
                        .close(new TimeoutException("answer not read within " + delivery)),
                delivery.toMillis(),
                TimeUnit.MILLISECONDS);
    response.write(
        true,
        ByteBuffer.wrap(answer.body()),
        Callback.from(
            () -> {
              deadline.cancel();
              connections.answered(connection);
              callback.succeeded();
            },
            failure -> {
              deadline.cancel();
              callback.failed(failure);
            }));
  }

  private static String caller(Request request) {
    return switch (request.getConnectionMetaData().getRemoteSocketAddress()) {
      case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address address ->
          HexFormat.ofDelimiter(":").formatHex(address.getAddress(), 0, NETWORK_OCTETS);
      case InetSocketAddress inet -> inet.getAddress().getHostAddress();
      case null, default -> "a local program";
    };
  }

  private static Connection connection(Request request) {
    return request.getConnectionMetaData().getConnection();
  }
}
