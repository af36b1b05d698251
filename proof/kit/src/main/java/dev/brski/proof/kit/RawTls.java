package dev.brski.proof.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Octets of one's choice over TCP or TLS, to a server that is not verified. */
public final class RawTls {

  private RawTls() {}

  /** Sends octets over TLS; what comes back until the server closes. */
  public static String exchange(URI server, String octets)
      throws IOException, GeneralSecurityException {
    var factory = ScriptedTls.anonymous().getSocketFactory();
    try (var socket = factory.createSocket(server.getHost(), server.getPort())) {
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
}
