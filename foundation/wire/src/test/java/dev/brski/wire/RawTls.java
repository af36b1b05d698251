package dev.brski.wire;

import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;

/** A TLS client that sends whatever octets a test wants, also those no HTTP client would. */
final class RawTls implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final SSLSocket socket;

  private RawTls(SSLSocket socket) {
    this.socket = socket;
  }

  static RawTls connect(HostPort server, Credential... credential) throws IOException {
    return connect(server, PATIENCE_MILLIS, credential);
  }

  static RawTls connect(HostPort server, int patienceMillis, Credential... credential)
      throws IOException {
    return connect(new Socket(server.host(), server.port()), server, patienceMillis, credential);
  }

  /** A connection that comes from this local address. */
  static RawTls connectFrom(String address, HostPort server) throws IOException {
    var from = InetAddress.getByName(address);
    return connect(
        new Socket(InetAddress.getByName(server.host()), server.port(), from, 0),
        server,
        PATIENCE_MILLIS);
  }

  private static RawTls connect(
      Socket plain, HostPort server, int patienceMillis, Credential... credential)
      throws IOException {
    var keys = new KeyManager[credential.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = new CredentialKeys(credential[i]);
    }
    var trust = new JudgedServer((_, _) -> Verdict.accepted(false), server.host());
    plain.setSoTimeout(patienceMillis);
    var socket =
        (SSLSocket)
            TlsPolicy.context(keys, trust)
                .getSocketFactory()
                .createSocket(plain, server.host(), server.port(), true);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      plain.close();
      throw e;
    }
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RawTls(socket);
  }

  RawTls send(String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** One whole reply with a Content-Length. */
  String reply() throws IOException {
    var head = head();
    var length = head.replaceAll("(?is).*content-length: *(\\d+).*", "$1");
    var body = socket.getInputStream().readNBytes(Integer.parseInt(length));
    return head + new String(body, StandardCharsets.UTF_8);
  }

  /** A status line with its fields. */
  String head() throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        throw new IOException("closed after: " + text);
      }
      text.append((char) octet);
    }
    return text.toString();
  }

  /** All that comes until the server closes. */
  String untilClosed() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
