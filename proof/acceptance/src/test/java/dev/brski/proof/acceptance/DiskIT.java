package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.FailingSync;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Role;
import dev.brski.proof.kit.Run;
import dev.brski.proof.kit.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disks of the roles fill up, or fail: nothing new is begun, nothing acknowledged is lost, the
 * operator learns why, and when the disk is well again everything goes on, without a restart.
 */
final class DiskIT {

  private static final int MEGABYTES = 16;
  private static final long SCARCE = 1 << 20;

  @TempDir private static Path folder;
  private static Plant plant;
  private static Path logs;
  private static Optional<SmallDisk> masaDisk = Optional.empty();
  private static Optional<SmallDisk> authorityDisk = Optional.empty();
  private static Optional<SmallDisk> registrarDisk = Optional.empty();
  private static final List<Device> DEVICES = new ArrayList<>();
  private static String approval = "automatic";

  @BeforeAll
  static void make() throws Exception {
    logs = folder.resolve("logs");
    plant = Plant.resting(folder.resolve("plant"));
    plant.masa().stop();
    masaDisk = disk(plant.masa());
    authorityDisk = disk(plant.authority());
    registrarDisk = disk(plant.registrar());
    plant.registrar().configure("answer-within: 2s");
    plant.masa().start();
    plant.authority().start();
    plant.registrar().start();
  }

  private static Optional<SmallDisk> disk(Role role) throws IOException, InterruptedException {
    role.configure("free-space-at-least: 2 MiB");
    return SmallDisk.under(role.folder().resolve("data"), MEGABYTES, logs);
  }

  /** Every device that a test let come is a member in the end, by everybody's books. */
  @AfterAll
  static void balance() throws Exception {
    try {
      plant.registrar().stop();
      plant.authority().stop();
      plant.masa().stop();
      assertThat(plant.unbalanced(DEVICES.stream().map(Device::folder).toList())).isEmpty();
    } finally {
      plant.close();
      for (var disk : List.of(masaDisk, authorityDisk, registrarDisk)) {
        if (disk.isPresent()) {
          disk.get().close();
        }
      }
    }
  }

  @AfterEach
  void restore() throws Exception {
    for (var disk : List.of(masaDisk, authorityDisk, registrarDisk)) {
      if (disk.isPresent()) {
        disk.get().relieve();
      }
    }
    plant.authority().ensureRunning();
  }

  @Test
  @Proves({"RG-19", "EN-7"})
  void aRegistrarWhoseDiskIsFull() throws Exception {
    var disk = demand(registrarDisk);
    var log = plant.registrar().program();
    approval("automatic");
    var early = device();
    var late = device();
    plant.authority().stop();
    try (var pledge = early.onboard(plant.registrar())) {
      pledge.awaitOut("waiting for the certificate");
      disk.fill();
      plant.authority().start();
      log.awaitErr("Nothing can be recorded until this ends: .*/data/store.db .* the disk is full");
      assertSentAway(late);
      log.awaitErr("Nothing new is begun: .* are free in .*/data, less than the 2 MiB");
      assertThat(pledge.isAlive()).as(pledge.err()).isTrue();

      disk.leave(SCARCE);
      assertThat(pledge.awaitEnd()).as(pledge.err()).isZero();
      log.awaitErr("/data/store.db can be written again");
      assertSentAway(late);
    }
    disk.relieve();
    enroll(late);
    log.awaitErr("are free in .*/data again: new requests are taken");
    assertThat(log.err()).containsOnlyOnce("Nothing new is begun");
  }

  @Test
  @Proves({"RG-19", "EN-7"})
  void anAuthorityWhoseDiskIsFull() throws Exception {
    var disk = demand(authorityDisk);
    approval("manual");
    var log = plant.authority().program();
    var early = device();
    var late = device();
    try (var first = early.onboard(plant.registrar())) {
      var held = held(early);
      disk.fill();
      var inVain = approve(held);
      assertThat(inVain.exit()).isNotZero();
      assertThat(inVain.err()).contains("503", "the disk is full", "Free some space");
      log.awaitErr("Nothing can be recorded until this ends: .*/data/store.db .* the disk is full");

      disk.leave(SCARCE);
      try (var second = late.onboard(plant.registrar())) {
        second.awaitOut("waiting for the certificate");
        log.awaitErr("Nothing new is begun: .* are free in .*/data, less than the 2 MiB");
        approve(held).expecting(0);
        assertThat(first.awaitEnd()).as(first.err()).isZero();

        disk.relieve();
        approve(held(late)).expecting(0);
        assertThat(second.awaitEnd()).as(second.err()).isZero();
      }
    }
    assertThat(log.err()).containsOnlyOnce("Nothing new is begun");
  }

  @Test
  @Proves({"RG-19", "MA-12"})
  void aMasaWhoseDiskIsFull() throws Exception {
    var disk = demand(masaDisk);
    approval("automatic");
    var log = plant.masa().program();
    disk.fill();
    try (var pledge = device().onboard(plant.registrar())) {
      pledge.awaitOut("waiting for the voucher");
      log.awaitErr("Nothing new is begun: .* are free in .*/data, less than the 2 MiB");
      disk.relieve();
      assertThat(pledge.awaitEnd()).as(pledge.err()).isZero();
    }
  }

  @Test
  @Proves({"RG-19", "EN-7"})
  void aRegistrarWhoseSyncsFail() throws Exception {
    approval("automatic");
    var log = plant.registrar().program();
    var early = device();
    var late = device();
    plant.authority().stop();
    try (var pledge = early.onboard(plant.registrar())) {
      pledge.awaitOut("waiting for the certificate");
      try (var fault = FailingSync.of(log, logs)) {
        assertSentAway(late);
        log.awaitErr("Nothing can be recorded until this ends: .*/data/store.db .* the disk fails");
        plant.authority().start();
        fault.end();
      }
      assertThat(pledge.awaitEnd()).as(pledge.err()).isZero();
    }
    enroll(late);
  }

  @Test
  @Proves({"RG-19", "EN-7"})
  void anAuthorityWhoseSyncsFail() throws Exception {
    approval("automatic");
    var log = plant.authority().program();
    var device = device();
    try (var fault = FailingSync.of(log, logs);
        var pledge = device.onboard(plant.registrar())) {
      pledge.awaitOut("waiting for the certificate");
      log.awaitErr("Nothing can be recorded until this ends: .*/data/store.db .* the disk fails");
      fault.end();
      assertThat(pledge.awaitEnd()).as(pledge.err()).isZero();
    }
    assertThat(plant.certificates(device.serial())).hasSize(1);
  }

  private static SmallDisk demand(Optional<SmallDisk> disk) {
    Assumptions.assumeTrue(disk.isPresent(), "a file system cannot be mounted here");
    return disk.orElseThrow();
  }

  private static void approval(String wanted) throws IOException, InterruptedException {
    if (!approval.equals(wanted)) {
      plant.authority().stop();
      plant.authority().configure("approval: " + wanted);
      plant.authority().start();
      approval = wanted;
    }
  }

  private static Device device() throws IOException, InterruptedException {
    var device = plant.device("DISK-" + (DEVICES.size() + 1));
    DEVICES.add(device);
    return device;
  }

  /** One that the registrar has never answered tells its user to try again later. */
  private static void assertSentAway(Device device) throws IOException, InterruptedException {
    var run = device.onboarded(plant.registrar()).expecting(5);
    assertThat(run.err()).contains("HTTP status 503: this registrar cannot store anything now");
  }

  private static void enroll(Device device) {
    await(device.serial() + " is enrolled")
        .atMost(Program.DEADLINE)
        .pollDelay(Duration.ZERO)
        .until(() -> device.onboarded(plant.registrar()).exit() == 0);
  }

  private static String held(Device device) throws IOException, InterruptedException {
    return plant
        .authority()
        .awaitJournal("enrollment.pending", device.serial())
        .required("details")
        .required("enrollment")
        .asString();
  }

  private static Run approve(String id) throws IOException, InterruptedException {
    return plant.brski().run("authority", "approve", "--dir", plant.authority().folder(), id);
  }
}
