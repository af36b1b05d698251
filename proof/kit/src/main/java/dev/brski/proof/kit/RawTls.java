package dev.brski.proof.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Octets of one's choice over TCP or TLS, to a server that is not verified. */
public final class RawTls {

  private RawTls() {}

  /** Sends octets over TLS; what comes back until the server closes. */
  public static String exchange(URI server, String octets)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
    try (var socket = context.getSocketFactory().createSocket(server.getHost(), server.getPort())) {
      return exchange(socket, octets);
    }
  }

  /** Sends octets over bare TCP; what comes back until the server closes. */
  public static String exchangePlainly(URI server, String octets) throws IOException {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      return exchange(socket, octets);
    }
  }

  private static String exchange(Socket socket, String octets) throws IOException {
    socket.setSoTimeout(Math.toIntExact(Program.DEADLINE.toMillis()));
    socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    var answer = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(answer);
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static final class TrustsAnybody extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // This is a client.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      // This is a client.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // This is a client.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Anybody will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      // Anybody will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // Anybody will do.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
