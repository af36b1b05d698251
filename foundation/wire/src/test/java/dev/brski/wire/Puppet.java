package dev.brski.wire;

import dev.brski.trust.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server that does to its clients whatever a test wants. */
final class Puppet implements AutoCloseable {

  /** What it does with a connection whose handshake is done. */
  interface Script {
    void play(Visit visit) throws IOException, InterruptedException;
  }

  /** One connection. */
  record Visit(SSLSocket socket) {

    /** Everything up to and including the end of the fields, and a content of this size. */
    String request(int content) throws IOException {
      var text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0) {
        int octet = socket.getInputStream().read();
        if (octet < 0) {
          throw new IOException("closed after: " + text);
        }
        text.append((char) octet);
      }
      var body = socket.getInputStream().readNBytes(content);
      return text + new String(body, StandardCharsets.ISO_8859_1);
    }

    void send(String octets) throws IOException {
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    List<?> serverNames() {
      return ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
    }
  }

  private final SSLServerSocket listening;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<SSLSocket> sockets = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();

  Puppet(Supplier<Credential> credential, Script script) throws IOException {
    var context = TlsPolicy.context(keys(credential.get()), new AnyClient());
    listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.setWantClientAuth(true);
    Thread.ofVirtual().start(() -> accept(script));
  }

  private static KeyManager[] keys(Credential credential) {
    return new KeyManager[] {new CredentialKeys(credential)};
  }

  HostPort address() {
    return new HostPort("127.0.0.1", listening.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  /** The next thing that went wrong on its side. */
  Throwable fault() throws InterruptedException {
    return faults.take();
  }

  private void accept(Script script) {
    while (!listening.isClosed()) {
      try {
        var socket = (SSLSocket) listening.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> play(socket, script));
      } catch (IOException e) {
        faults.add(e);
      }
    }
  }

  private void play(SSLSocket socket, Script script) {
    try (socket) {
      socket.startHandshake();
      script.play(new Visit(socket));
    } catch (IOException | InterruptedException | RuntimeException e) {
      faults.add(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
