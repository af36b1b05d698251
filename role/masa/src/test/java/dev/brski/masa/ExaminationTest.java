package dev.brski.masa;

import static dev.brski.masa.World.accepted;
import static dev.brski.masa.World.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.trust.Certificates;
import dev.brski.verdict.Check;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of a folder before devices find it out. */
class ExaminationTest {

  @TempDir Path temporary;

  private Running masa;

  @BeforeEach
  void start() throws Exception {
    masa = new Running(temporary);
  }

  @AfterEach
  void stop() {
    masa.close();
  }

  @Test
  void withASoundFolderThereIsNothingToTellWhetherItRunsOrNot() {
    assertThat(found()).isEmpty();
    masa.stop();
    assertThat(found()).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws Exception {
    masa.stop();
    masa.file("voucher-anchor.pem", Certificates.toPem(List.of(masa.world.deviceRoot.leaf())));
    Files.delete(masa.dir.resolve("keys/tls.key"));
    Files.writeString(masa.dir.resolve("idevid-anchor.pem"), "");
    masa.set("free-space-at-least: 9999999 GiB");

    assertThat(stopping())
        .containsExactlyInAnyOrder(
            MasaCheck.VOUCHER_SIGNER, MasaCheck.FILE, MasaCheck.FILE, MasaCheck.ROOM);
    assertThat(found()).allMatch(Finding::stops);
    assertThat(found())
        .anyMatch(finding -> finding.refusal().cause().contains("tls.key"))
        .anyMatch(finding -> finding.refusal().cause().contains("idevid-anchor.pem"));
  }

  @Test
  void anAddressThatAnotherProgramHasIsToldOfAMasaAtRest() throws Exception {
    int port = URI.create(Files.readString(masa.dir.resolve("run/url")).strip()).getPort();
    masa.stop();
    try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();
      assertThat(stopping()).containsExactly(MasaCheck.ADDRESS);
    }
    assertThat(stopping()).isEmpty();
  }

  @Test
  void aCertificateThatEndsSoonIsToldAndOneThatHasEndedStops() {
    var soon = InstantSource.offset(Running.CLOCK, Duration.ofDays(75));
    var findings = accepted(Masa.examine(masa.dir, soon)).findings();
    assertThat(findings)
        .isNotEmpty()
        .noneMatch(Finding::stops)
        .allMatch(finding -> finding.refusal().check() == MasaCheck.EXPIRY);
    assertThat(findings)
        .anyMatch(
            finding -> finding.refusal().cause().matches(".*voucher-signer.pem expires on .*"));
    var sooner = InstantSource.offset(Running.CLOCK, Duration.ofDays(69));
    assertThat(accepted(Masa.examine(masa.dir, sooner)).findings()).isEmpty();

    var after = InstantSource.offset(Running.CLOCK, Duration.ofDays(101));
    assertThat(accepted(Masa.examine(masa.dir, after)).findings())
        .anyMatch(
            finding -> finding.stops() && finding.refusal().check() == MasaCheck.VOUCHER_SIGNER)
        .anyMatch(finding -> finding.refusal().cause().contains(" expired on "));
  }

  @Test
  void aCertificateForAnotherAddressStops() throws Exception {
    masa.stop();
    var settings = Files.readString(masa.dir.resolve("brski.yaml"));
    masa.file("brski.yaml", settings.replace("127.0.0.1", "127.0.0.2"));
    assertThat(stopping()).containsExactly(MasaCheck.TLS);

    masa.file("brski.yaml", settings + "\nno-such-key: 1\n");
    assertThat(refused(Masa.examine(masa.dir, Running.CLOCK)).cause()).contains("no-such-key");
  }

  private List<Finding> found() {
    return accepted(Masa.examine(masa.dir, Running.CLOCK)).findings();
  }

  private List<Check> stopping() {
    return found().stream()
        .filter(Finding::stops)
        .map(finding -> finding.refusal().check())
        .toList();
  }
}
