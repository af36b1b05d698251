package dev.brski.registrar;

import dev.brski.trust.Credential;
import dev.brski.wire.ClientCertificates;
import dev.brski.wire.HostPort;
import dev.brski.wire.HttpsServer;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import dev.brski.wire.ServerSettings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A MASA or authority that answers as a test wants, and remembers what it was asked. Questions for
 * audit logs are apart: unless a test wants otherwise, there is none.
 */
final class ScriptedPeer implements AutoCloseable {

  static final String AUDIT_LOG = "/.well-known/brski/requestauditlog";

  private final HttpsServer server;
  private final AtomicReference<Function<Request, Response>> script = new AtomicReference<>();
  private final AtomicReference<Function<Request, Response>> audit =
      new AtomicReference<>(_ -> Response.text(404, "no audit log here"));
  private final BlockingQueue<byte[]> asked = new LinkedBlockingQueue<>();
  private final AtomicReference<String> path = new AtomicReference<>("");
  private final BlockingQueue<Request> audited = new LinkedBlockingQueue<>();

  ScriptedPeer(Credential tls, Function<Request, Response> first) {
    this(tls, 0, first);
  }

  ScriptedPeer(Credential tls, int port, Function<Request, Response> first) {
    script.set(first);
    try {
      server =
          HttpsServer.start(
              ServerSettings.on(new HostPort("127.0.0.1", port)),
              () -> tls,
              ClientCertificates.REQUESTED,
              List.of(
                  new Route("POST", AUDIT_LOG, Set.of(), 1 << 20, this::auditLog),
                  new Route("GET", "/*", Set.of(), 0, this::auditLog),
                  new Route("POST", "/*", Set.of(), 1 << 20, this::answer)));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  HostPort address() {
    return server.address();
  }

  void script(Function<Request, Response> next) {
    script.set(next);
  }

  void auditScript(Function<Request, Response> next) {
    audit.set(next);
  }

  Request nextAudited() throws InterruptedException {
    var request = audited.poll(60, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no audit log was asked of " + address() + " within 60 s");
    }
    return request;
  }

  int timesAudited() {
    return audited.size();
  }

  byte[] nextAsked() throws InterruptedException {
    var body = asked.poll(20, TimeUnit.SECONDS);
    if (body == null) {
      throw new AssertionError("nothing was asked of " + address() + " within 20 s");
    }
    return body;
  }

  /** Where it was asked last. */
  String lastPath() {
    return path.get();
  }

  int timesAsked() {
    return asked.size();
  }

  private Response auditLog(Request request) {
    audited.add(request);
    return audit.get().apply(request);
  }

  private Response answer(Request request) {
    path.set(request.path());
    asked.add(request.body());
    return script.get().apply(request);
  }

  @Override
  public void close() {
    server.close();
  }
}
