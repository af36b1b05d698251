package dev.brski.wire;

import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the servers have in common: Jetty with blocking handlers on virtual threads. */
final class HttpFloor {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFloor.class);
  private static final int BACKLOG = 1024;
  private static final Duration LINGER = Duration.ofMillis(200);

  private final Server server;
  private final ServerSettings settings;
  private final Dispatcher dispatcher;
  private final Connections connections;
  private final CompletableFuture<Void> closing = new CompletableFuture<>();

  HttpFloor(String name, ServerSettings settings, List<Route> routes) {
    var threads = new QueuedThreadPool();
    threads.setName(name);
    threads.setVirtualThreadsExecutor(
        VirtualThreads.getNamedVirtualThreadsExecutor(name + "-request-"));
    var scheduler = new ScheduledExecutorScheduler(name + "-deadline", false);
    this.settings = settings;
    this.server = new Server(threads, scheduler, null);
    var suite = CryptoSuite.standard();
    this.connections =
        new Connections(
            scheduler,
            HexFormat.of().formatHex(suite.randomBytes(4)) + "-",
            settings.silence(),
            settings.idle(),
            settings.connections());
    this.dispatcher =
        new Dispatcher(
            new RequestReader(new RouteTable(routes), settings.body()),
            new ContentBudget(settings.content()),
            new Faults(suite),
            connections,
            settings.delivery());
    server.setErrorHandler(new PlainErrors());
    server.setHandler(new GracefulHandler(dispatcher));
    server.setStopTimeout(settings.grace().plus(LINGER).toMillis());
  }

  Server server() {
    return server;
  }

  HttpConnectionFactory http() {
    return http(UriCompliance.DEFAULT);
  }

  /**
   * @param uris what a path may look like
   */
  HttpConnectionFactory http(UriCompliance uris) {
    var configuration = new HttpConfiguration();
    configuration.setUriCompliance(uris);
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(settings.headerBytes());
    // Jetty adds one that compares SNI with the certificate, unless there is one that does not.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    return new HttpConnectionFactory(configuration);
  }

  /**
   * Listens on the address of the settings.
   *
   * @return that, with the port that it came to be
   * @throws IOException when it cannot be listened on
   */
  HostPort listen(ConnectionFactory... factories) throws IOException {
    var listen = settings.listen();
    var connector = new ServerConnector(server, 1, 1, factories);
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    connector.setAcceptQueueSize(BACKLOG);
    try {
      start(connector);
    } catch (Exception e) {
      throw new IOException(
          "cannot listen on "
              + listen
              + ": "
              + root(e).getMessage()
              + ". Is another program there?",
          e);
    }
    return new HostPort(listen.host(), connector.getLocalPort());
  }

  void start(AbstractConnector connector) throws Exception {
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.setShutdownIdleTimeout(LINGER.toMillis());
    connector.addEventListener(connections);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.connections(), server));
    try {
      server.start();
    } catch (Exception e) {
      stop();
      throw e;
    }
  }

  CompletableFuture<Void> closing() {
    return closing.copy();
  }

  void close() {
    closing.complete(null);
    var stopped = new CountDownLatch(1);
    var waker = Thread.ofVirtual().start(() -> wake(stopped));
    stop();
    stopped.countDown();
    waker.interrupt();
  }

  private void wake(CountDownLatch stopped) {
    try {
      if (!stopped.await(settings.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        dispatcher.interrupt();
      }
    } catch (InterruptedException _) {
      dispatcher.interrupt();
    }
  }

  private static Throwable root(Throwable fault) {
    return fault.getCause() == null ? fault : root(fault.getCause());
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("stopping ended with requests unfinished", e);
    }
  }
}
