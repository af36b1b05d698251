package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "masa.example:8443, masa.example, 8443, false",
    "127.0.0.1:0, 127.0.0.1, 0, true",
    "[2001:db8::1]:443, 2001:db8::1, 443, true",
    "[fe80::1%eth0]:65535, fe80::1%eth0, 65535, true",
    "docker_name:1, docker_name, 1, false"
  })
  void readsAndWritesWhatPeopleWrite(String text, String host, int port, boolean address) {
    var parsed = HostPort.parse(text);
    assertThat(parsed).isEqualTo(new HostPort(host, port));
    assertThat(parsed.isAddress()).isEqualTo(address);
    assertThat(parsed).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "masa",
        ":1",
        "masa:",
        "masa:x",
        "masa:-1",
        "masa:65536",
        "masa:999999",
        "2001:db8::1:443",
        "[masa:1",
        "https://masa:1",
        "a b:1",
        "user@masa:1",
        "masa\n:1"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
