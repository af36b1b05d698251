package dev.brski.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.verdict.Verdict;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"https://127.0.0.1:8443", "https://127.8.9.10:8443", "https://localhost:8443/"})
  void thisMachineIsLoadedWithoutMuchAsking(String url) {
    var target = ((Verdict.Accepted<Target>) Target.of(URI.create(url), false)).value();

    assertThat(target.url().getHost()).matches("127\\..*|\\[.*]");
    assertThat(target.url().getPort()).isEqualTo(8443);
  }

  @Test
  void ofIpv6Too() {
    assertThat(Target.of(URI.create("https://[::1]:8443"), false))
        .isEqualTo(Verdict.accepted(new Target(URI.create("https://[0:0:0:0:0:0:0:1]:8443"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://192.0.2.1:8443", "https://0.0.0.0:8443", "https://[2001:db8::1]:8443"})
  void anotherMachineIsLoadedOnlyIfThatIsMeant(String url) {
    var refused = (Verdict.Refused<Target>) Target.of(URI.create(url), false);

    assertThat(refused.refusal().check()).isEqualTo(LoadCheck.LOOPBACK);
    assertThat(refused.refusal().remedy()).contains("--not-loopback");
    assertThat(Target.of(URI.create(url), true)).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8443",
        "https://127.0.0.1",
        "https://127.0.0.1:0",
        "https://127.0.0.1:8443/path",
        "https://127.0.0.1:8443?query",
        "https://user@127.0.0.1:8443",
        "mailto:nobody"
      })
  void anythingElseIsNoRegistrar(String url) {
    var refused = (Verdict.Refused<Target>) Target.of(URI.create(url), true);

    assertThat(refused.refusal().check()).isEqualTo(LoadCheck.REGISTRAR);
  }
}
