package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server without TLS has the same limits, and paths that are data. */
class HttpServerTest {

  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        HttpServer.start(
            ServerSettings.on(new HostPort("127.0.0.1", 0)).withHeaderBytes(2048),
            List.of(
                Route.get("/*", request -> Response.text(200, request.path())),
                Route.post("/*", "application/data", 10, _ -> Response.text(200, "taken"))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String said(String octets) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String get(String path) throws IOException {
    return said("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "/MFI%2FA%2BB%3D, /MFI/A+B=",
    "/MFI//A+B==, /MFI//A+B==",
    "//MFI/, //MFI/",
    "/a/../b, /b"
  })
  void aPathMayBeData(String sent, String seen) throws IOException {
    assertThat(get(sent)).startsWith("HTTP/1.1 200 ").endsWith("\r\n" + seen + "\n");
  }

  @ParameterizedTest
  @CsvSource({"/a/..;/b", "/%2e%2e/b", "/%ZZ", "/a%00b"})
  void butNothingThatLeadsAstray(String sent) throws IOException {
    assertThat(get(sent)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void theLimitsAreThoseOfTheSettingsAndRoutes() throws IOException {
    assertThat(get("/" + "a".repeat(3000))).matches("(?s)HTTP/1.1 (414|431) .*");
    assertThat(
            said(
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/data\r\n"
                    + "Content-Length: 11\r\n\r\nhello world"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(
            said(
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/data\r\n"
                    + "Connection: close\r\nContent-Length: 5\r\n\r\nhello"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void anAddressThatIsTakenIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = new HostPort("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(() -> HttpServer.start(ServerSettings.on(address), List.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(address.toString());
    }
  }
}
