package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FreePortTest {

  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  @Test
  void aPortThatIsNamedIsKept() throws IOException {
    assertThat(FreePort.settle(new HostPort("127.0.0.1", 8443)))
        .isEqualTo(new HostPort("127.0.0.1", 8443));
  }

  @Test
  void aFreePortCanBeListenedOnAndIsNeverGivenToAClient() throws IOException {
    assumeTrue(Files.isReadable(RANGE), RANGE + " is not there");
    String[] range;
    try (var file = Files.newInputStream(RANGE)) {
      var octets = new byte[64];
      range =
          new String(octets, 0, file.read(octets), StandardCharsets.US_ASCII)
              .strip()
              .split("\\s+", -1);
    }
    for (int i = 0; i < 50; i++) {
      var settled = FreePort.settle(new HostPort("127.0.0.1", 0));
      assertThat(settled.port()).isGreaterThanOrEqualTo(1024);
      assertThat(
              settled.port() < Integer.parseInt(range[0])
                  || settled.port() > Integer.parseInt(range[1]))
          .isTrue();
      try (var socket =
          new ServerSocket(settled.port(), 1, InetAddress.getByName(settled.host()))) {
        assertThat(socket.isBound()).isTrue();
      }
    }
  }

  @Test
  void anAddressThatIsNotOursIsAFaultWithARemedy() {
    assertThatThrownBy(() -> FreePort.settle(new HostPort("192.0.2.1", 0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--listen HOST:PORT");
  }
}
