package dev.brski.pledge;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;

/** A server that does to each connection what no HTTP library would. */
final class HostileServer implements AutoCloseable {

  interface Misdeed {
    void on(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);

  private HostileServer(ServerSocket server, Misdeed misdeed) {
    this.server = server;
    threads.execute(
        () -> {
          while (!server.isClosed()) {
            try {
              var socket = server.accept();
              threads.execute(() -> serve(socket, misdeed));
            } catch (IOException e) {
              return;
            }
          }
        });
  }

  static HostileServer plain(Misdeed misdeed) throws IOException {
    return new HostileServer(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), misdeed);
  }

  /** Misbehaves behind a proper handshake. */
  static HostileServer tls(Issuer credential, Misdeed misdeed) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        credential.key(),
        new char[0],
        credential.chain().toArray(X509Certificate[]::new));
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLServerSocketFactory factory = context.getServerSocketFactory();
    var server =
        (SSLServerSocket) factory.createServerSocket(0, 16, InetAddress.getLoopbackAddress());
    return new HostileServer(server, misdeed);
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort());
  }

  private void serve(Socket socket, Misdeed misdeed) {
    try (socket) {
      misdeed.on(socket);
    } catch (Exception e) {
      // The victim hung up, which is its right.
      return;
    }
  }

  /** Keeps the connection open and says nothing, until the test is over. */
  void hold() throws InterruptedException {
    over.await();
  }

  /** Writes again and again until the victim hangs up. */
  void repeat(OutputStream to, byte[] what, long pauseMillis) throws Exception {
    do {
      to.write(what);
      to.flush();
    } while (!over.await(pauseMillis, TimeUnit.MILLISECONDS));
  }

  /** Reads the head of a request, so that the victim is waiting for its answer. */
  static OutputStream afterRequest(Socket socket) throws IOException {
    var in = socket.getInputStream();
    int matched = 0;
    var end = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    while (matched < end.length) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("no request");
      }
      matched = octet == end[matched] ? matched + 1 : (octet == end[0] ? 1 : 0);
    }
    return socket.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    server.close();
    threads.shutdownNow();
  }
}
