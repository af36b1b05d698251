package dev.brski.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FreePortTest {

  @Test
  void canBeListenedOn() throws IOException {
    int port = FreePort.on("127.0.0.1");
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void isNotOneThatTheSystemHandsOutToClients() throws IOException {
    var range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    assumeTrue(Files.isReadable(range), "the system does not tell its range of client ports");
    var limits = Files.readAllLines(range).getFirst().split("\\s+", -1);
    for (int i = 0; i < 50; i++) {
      assertThat(FreePort.on("127.0.0.1"))
          .satisfiesAnyOf(
              port -> assertThat(port).isLessThan(Integer.parseInt(limits[0])),
              port -> assertThat(port).isGreaterThan(Integer.parseInt(limits[1])));
    }
  }

  @Test
  void isOfThisMachineOnly() {
    assertThatThrownBy(() -> FreePort.on("192.0.2.1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("192.0.2.1");
  }
}
