package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A certificate is to be confirmed, and whoever the confirmation needs is away for five days, one
 * more than the authority waits. The device ends with that one certificate all the same. The dates
 * of the programs are moved; nothing waits for time to pass.
 */
final class LateConfirmationIT {

  private static final int DAYS = 5;

  @TempDir private Path folder;
  private static MovedClock clock;
  private Plant plant;
  private Device device;

  @BeforeAll
  static void demand() throws Exception {
    clock = MovedClock.demand();
  }

  @BeforeEach
  void make() throws Exception {
    plant = Plant.resting(folder.resolve("plant"));
    plant.registrar().configure("answer-within: 1s");
    plant.authority().configure("confirmation: explicit");
    device = plant.device("LATE-1");
  }

  @AfterEach
  void end() throws IOException {
    plant.close();
    clock.close();
  }

  @Test
  @Proves({"CMP-R15", "CMP-B5", "EN-7"})
  void theAuthorityIsAwayWhenTheConfirmationIsToCome() throws Exception {
    start(plant.registrar(), 0);
    waitForTheCertificate();
    start(plant.authority(), 0);
    plant.registrar().awaitJournal("certificate-issued", device.serial());
    plant.authority().stop();

    var waiting = device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    assertThat(waiting.out()).contains("waiting for the");
    plant.registrar().awaitJournal("certificate-confirmation-requested", device.serial());
    plant.registrar().stop();

    start(plant.authority(), DAYS);
    assertThat(states()).containsExactly("unconfirmed");
    start(plant.registrar(), DAYS);
    onboardLater();
    assertThat(states()).containsExactly("confirmed");
    assertBooksBalance();
  }

  @Test
  @Proves({"CMP-R15", "CMP-B5", "CMP-R6"})
  void theDeviceIsOffWhenItsRequestIsApproved() throws Exception {
    plant.authority().configure("approval: manual");
    start(plant.authority(), 0);
    start(plant.registrar(), 0);
    waitForTheCertificate();
    plant.approve(device.serial());
    plant.registrar().stop();
    plant.authority().stop();

    start(plant.authority(), DAYS);
    assertThat(states()).containsExactly("unconfirmed");
    start(plant.registrar(), DAYS);
    onboardLater();
    assertThat(states()).containsExactly("confirmed");
    assertBooksBalance();
  }

  /** The device has its request acknowledged, and is switched off. */
  private void waitForTheCertificate() throws IOException, InterruptedException {
    try (var pledge = device.onboard(plant.registrar(), "--confirm", "explicit")) {
      pledge.awaitOut("waiting for the certificate");
      assertThat(pledge.kill()).as(pledge.out()).isTrue();
    }
  }

  private void onboardLater() throws IOException, InterruptedException {
    try (var pledge =
        device.with(clock.ahead(DAYS)).onboard(plant.registrar(), "--confirm", "explicit")) {
      clock.started(pledge.pid());
      assertThat(pledge.awaitEnd()).as(pledge.err()).isZero();
    }
  }

  private List<String> states() throws IOException, InterruptedException {
    return plant.certificates(device.serial()).stream()
        .map(line -> line.required("state").asString())
        .toList();
  }

  private void assertBooksBalance() throws IOException, InterruptedException {
    plant.registrar().stop();
    plant.authority().stop();
    plant.masa().stop();
    assertThat(plant.unbalanced(List.of(device.folder()))).isEmpty();
  }

  private static void start(Role role, int days) throws IOException, InterruptedException {
    role.environment(clock.ahead(days));
    role.start();
    clock.started(role.program().pid());
  }
}
