package dev.brski.pledge;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** An HTTPS server of the JDK that answers what a test tells it to, and remembers what it saw. */
final class ScriptedRegistrar implements AutoCloseable {

  static final String REQUEST_VOUCHER = "/.well-known/brski/requestvoucher";
  static final String VOUCHER_STATUS = "/.well-known/brski/voucher_status";
  static final String ENROLL_STATUS = "/.well-known/brski/enrollstatus";
  static final String INITIALIZATION = "/.well-known/cmp/initialization";
  static final String KEY_UPDATE = "/.well-known/cmp/keyupdate";
  static final String REVOCATION = "/.well-known/cmp/revocation";

  /** One request as it came; {@code connection} is the client's port. */
  record Seen(
      String method,
      String path,
      Headers headers,
      byte[] body,
      List<X509Certificate> client,
      int connection) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer of(int status, String mediaType, byte[] body) {
      return new Answer(status, Map.of("Content-Type", mediaType), body);
    }

    static Answer text(int status, String text) {
      return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer voucher(byte[] voucher) {
      return of(200, "application/voucher-cms+json", voucher);
    }

    static Answer pkixcmp(byte[] message) {
      return of(200, "application/pkixcmp", message);
    }

    static Answer notYet(String retryAfter) {
      return new Answer(202, Map.of("Retry-After", retryAfter), new byte[0]);
    }

    static Answer moved(int status, String location) {
      return new Answer(status, Map.of("Location", location), new byte[0]);
    }

    Answer closing() {
      var more = new java.util.HashMap<>(headers);
      more.put("Connection", "close");
      return new Answer(status, more, body);
    }
  }

  interface Behaviour {
    Answer to(Seen seen) throws Exception;
  }

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
  final List<String> namesAskedFor = new ArrayList<>();
  private volatile Interference interference = seen -> {};
  private volatile boolean refusing;
  private volatile Issuer credential;
  private volatile List<X509Certificate> chain;

  ScriptedRegistrar(Issuer credential) {
    use(credential);
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Keys()}, new TrustManager[] {new AnyClient()}, null);
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters tls = context.getDefaultSSLParameters();
              tls.setWantClientAuth(true);
              parameters.setSSLParameters(tls);
            }
          });
      server.setExecutor(threads);
      server.createContext("/", this::handle);
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What it shows to connections from now on. */
  void use(Issuer other) {
    credential = other;
    chain = other.chain().isEmpty() ? List.of(other.certificate()) : other.chain();
  }

  void showChain(List<X509Certificate> certificates) {
    chain = certificates;
  }

  ScriptedRegistrar on(String path, Behaviour behaviour) {
    behaviours.put(path, behaviour);
    return this;
  }

  /** Answers one after the other, the last for ever. */
  ScriptedRegistrar on(String path, Behaviour first, Behaviour... then) {
    var left = new ArrayList<Behaviour>(List.of(first));
    left.addAll(Arrays.asList(then));
    return on(
        path,
        request -> {
          Behaviour next;
          synchronized (left) {
            next = left.size() > 1 ? left.removeFirst() : left.getFirst();
          }
          return next.to(request);
        });
  }

  /** From now on every handshake is broken off. */
  void refuseConnections() {
    refusing = true;
  }

  void acceptConnections() {
    refusing = false;
  }

  interface Interference {
    void on(Seen seen) throws Exception;
  }

  /** What happens once a request has arrived and before it is answered. */
  void beforeAnswering(Interference what) {
    interference = what;
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  List<Seen> seen(String path) {
    return seen.stream().filter(one -> one.path().equals(path)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders(),
              exchange.getRequestBody().readAllBytes(),
              client(((HttpsExchange) exchange).getSSLSession()),
              exchange.getRemoteAddress().getPort());
      seen.add(request);
      interference.on(request);
      var behaviour =
          behaviours.getOrDefault(request.path(), one -> Answer.text(404, "nothing here"));
      var answer = behaviour.to(request);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      if (answer.body().length > 0) {
        exchange.getResponseBody().write(answer.body());
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      broken.add(e);
      throw new IOException(e);
    }
  }

  private static List<X509Certificate> client(SSLSession session) {
    try {
      return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    if (!broken.isEmpty()) {
      throw new AssertionError("the scripted registrar broke", broken.peek());
    }
  }

  private final class Keys extends X509ExtendedKeyManager {
    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
      synchronized (namesAskedFor) {
        if (engine.getHandshakeSession() instanceof javax.net.ssl.ExtendedSSLSession session) {
          session.getRequestedServerNames().forEach(name -> namesAskedFor.add(name.toString()));
        }
      }
      return keyType.startsWith("EC") && !refusing ? "registrar" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return credential.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return new String[] {"registrar"};
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return "registrar";
    }
  }

  private static final class AnyClient extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
