package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Each program is killed in the middle of an onboarding and started again; whatever was under way
 * comes to its end, once.
 */
@Order(1)
final class KillIT {

  private static final String CANDIDATE_KEY = "data/ldevid.key";

  @TempDir private static Path folder;
  private static Plant plant;
  private static int devices;

  /** What an onboarding has reached, as far as it concerns whoever resumes it. */
  private record Reached(Optional<String> transactionId, Optional<String> publicKey) {}

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.registrar().configure("answer-within: 1s");
    plant.authority().start();
    plant.registrar().start();
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  @AfterEach
  void restore() throws Exception {
    plant.masa().ensureRunning();
    plant.authority().ensureRunning();
    plant.registrar().ensureRunning();
  }

  /** When the registrar is killed while it waits for somebody. */
  enum Moment {
    ACCEPTED,
    TOLD_TO_WAIT
  }

  @ParameterizedTest
  @EnumSource
  @Proves({"RG-19", "RG-26", "PL-40", "MA-12"})
  void theRegistrarWhileItWaitsForTheMasa(Moment moment) throws Exception {
    var device = device();
    plant.masa().stop();

    try (var pledge = device.onboard(plant.registrar())) {
      switch (moment) {
        case ACCEPTED -> plant.registrar().awaitJournal("voucher-requested", device.serial());
        case TOLD_TO_WAIT -> pledge.awaitOut("waiting for the voucher");
      }
      plant.registrar().kill();
      plant.masa().start();
      plant.registrar().start();

      // A registrar that was never heard of is not waited for: its user is told to try again.
      int expected = moment == Moment.ACCEPTED ? 5 : 0;
      assertThat(pledge.awaitEnd()).as(pledge.err()).isEqualTo(expected);
    }
    device.onboarded(plant.registrar()).expecting(0);
    assertEnrolledOnce(device, nothing());
  }

  @ParameterizedTest
  @EnumSource
  @Proves({"EN-7", "CMP-R6", "CMP-B7", "CMP-H21"})
  void theRegistrarWhileItWaitsForTheAuthority(Moment moment) throws Exception {
    var device = device();
    plant.authority().stop();

    try (var pledge = device.onboard(plant.registrar())) {
      switch (moment) {
        case ACCEPTED -> plant.registrar().awaitJournal("certificate-requested", device.serial());
        case TOLD_TO_WAIT -> pledge.awaitOut("waiting for the certificate");
      }
      var reached = reached(device);
      plant.registrar().killAndStart();
      plant.authority().start();

      assertThat(pledge.awaitEnd()).as(pledge.err()).isZero();
      assertThat(reached.transactionId()).isPresent();
      assertEnrolledOnce(device, reached);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"implicit", "explicit"})
  @Proves({"CMP-B7", "EN-7"})
  void theAuthorityWhenItHasDecided(String confirm) throws Exception {
    var device = device();

    try (var pledge = device.onboard(plant.registrar(), "--confirm", confirm)) {
      plant
          .authority()
          .awaitJournal(
              "a decision about " + device.serial(),
              line ->
                  line.path("device").asString("").equals(device.serial())
                      && line.path("kind").asString("").startsWith("enrollment."));
      plant.authority().killAndStart();

      assertThat(pledge.awaitEnd()).as(pledge.err()).isZero();
    }
    assertEnrolledOnce(device, nothing());
  }

  @Test
  @Proves({"MA-12", "MA-23"})
  void theMasaWhenItWasAsked() throws Exception {
    var device = device();

    try (var pledge = device.onboard(plant.registrar())) {
      plant.registrar().awaitJournal("voucher-requested", device.serial());
      plant.masa().killAndStart();

      assertThat(pledge.awaitEnd()).as(pledge.err()).isZero();
    }
    assertEnrolledOnce(device, nothing());
  }

  /** When a pledge is killed, and who is away at that time. */
  enum PledgeAt {
    VOUCHER_REQUESTED("-> requestvoucher"),
    WAITING_FOR_VOUCHER("waiting for the voucher"),
    KEY_MADE(""),
    IR_SENT("-> ir,"),
    WAITING_FOR_CERTIFICATE("waiting for the certificate"),
    POLLED("-> pollReq,"),
    INSTALLED("installed certificate"),
    REPORTED("-> enrollstatus,");

    private final String line;

    PledgeAt(String line) {
      this.line = line;
    }

    private Optional<Role> away() {
      return switch (this) {
        case VOUCHER_REQUESTED, WAITING_FOR_VOUCHER -> Optional.of(plant.masa());
        case KEY_MADE, IR_SENT, WAITING_FOR_CERTIFICATE, POLLED -> Optional.of(plant.authority());
        case INSTALLED, REPORTED -> Optional.empty();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  @Proves({"PL-3", "PL-40", "PL-62", "CMP-E13"})
  void thePledge(PledgeAt point) throws Exception {
    var device = device();
    var away = point.away();
    if (away.isPresent()) {
      away.get().stop();
    }

    try (var pledge = device.onboard(plant.registrar())) {
      if (point == PledgeAt.KEY_MADE) {
        await("a key in " + device.folder())
            .atMost(Program.DEADLINE)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> Files.exists(device.file(CANDIDATE_KEY)));
      } else {
        pledge.awaitOut(point.line);
      }
      // At its last steps it may end by itself before the signal arrives.
      assertThat(pledge.kill() || away.isEmpty()).as(pledge.out()).isTrue();
    }
    var reached = reached(device);
    if (away.isPresent()) {
      away.get().start();
    }

    device.onboarded(plant.registrar()).expecting(0);
    assertEnrolledOnce(device, reached);
  }

  @Test
  @Proves({"PL-40", "CMP-E13", "EN-7"})
  void everything() throws Exception {
    var device = device();
    plant.authority().kill();
    try (var pledge = device.onboard(plant.registrar())) {
      pledge.awaitOut("waiting for the certificate");
      plant.registrar().kill();
      plant.masa().kill();
      assertThat(pledge.kill()).as(pledge.out()).isTrue();
    }
    var reached = reached(device);
    assertThat(reached.transactionId()).isPresent();

    // Nobody is there: a state, and no end.
    var alone = device.onboarded(plant.registrar(), "--wait", "0").expecting(5);
    assertThat(alone.err()).contains(plant.registrar().url().toString());
    assertThat(reached(device)).isEqualTo(reached);

    plant.registrar().start();
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    assertThat(reached(device)).isEqualTo(reached);

    plant.authority().start();
    device.onboarded(plant.registrar()).expecting(0);
    plant.masa().start();
    assertEnrolledOnce(device, reached);
  }

  @Test
  @Proves({"PL-40", "CMP-E13"})
  void noProgramButEachOnboardingEndsAtTheFirstWaiting() throws Exception {
    var device = device();
    plant.masa().stop();
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    assertThat(text(device.status(), "state")).isEqualTo("request-join");

    plant.authority().stop();
    plant.masa().start();
    plant.registrar().awaitJournal("voucher-received", device.serial());
    var waiting = device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    assertThat(waiting.out()).contains("waiting for the certificate");
    var reached = reached(device);
    assertThat(reached.transactionId()).isPresent();
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    assertThat(reached(device)).isEqualTo(reached);

    plant.authority().start();
    plant.registrar().awaitJournal("certificate-issued", device.serial());
    device.onboarded(plant.registrar(), "--wait", "0").expecting(0);
    assertEnrolledOnce(device, reached);
  }

  private static Device device() throws IOException, InterruptedException {
    devices++;
    return plant.device("KILL-" + devices);
  }

  private static Reached nothing() {
    return new Reached(Optional.empty(), Optional.empty());
  }

  private static Reached reached(Device device) throws IOException, InterruptedException {
    var id = device.status().path("transactionID").asStringOpt();
    var candidate = device.file(CANDIDATE_KEY);
    // A key of which no message speaks yet may be made again.
    return id.isPresent() && Files.exists(candidate)
        ? new Reached(id, Optional.of(publicKey(candidate)))
        : new Reached(id, Optional.empty());
  }

  private static void assertEnrolledOnce(Device device, Reached before)
      throws IOException, InterruptedException {
    var serial = device.serial();
    var status = device.status();
    assertThat(text(status, "state")).isEqualTo("enrolled");
    before.transactionId().ifPresent(id -> assertThat(text(status, "transactionID")).isEqualTo(id));
    var key = publicKey(device.file("ldevid.key"));
    before.publicKey().ifPresent(same -> assertThat(key).isEqualTo(same));
    assertThat(openssl("x509", "-in", device.file("ldevid.pem"), "-noout", "-pubkey"))
        .isEqualTo(key);
    openssl(
        "verify",
        "-CAfile",
        plant.domainCa(),
        "-untrusted",
        device.file("ldevid.pem"),
        device.file("ldevid.pem"));

    assertThat(lines(plant.registrar(), "voucher-requested", serial)).hasSize(1);
    assertThat(lines(plant.registrar(), "certificate-requested", serial)).hasSize(1);
    assertThat(plant.masa().control("/log?serial=" + serial).required("events")).hasSize(1);
    var registered = only(plant.registrar().control("/devices"), "serial", serial);
    assertThat(text(registered, "state")).isEqualTo("enrolled");
    var certificate = only(plant.authority().control("/certificates"), "device", serial);
    assertThat(text(certificate, "serial"))
        .isEqualTo(text(registered, "certificate"))
        .isEqualTo(text(status.required("certificate"), "serial"));
  }

  private static JsonNode only(JsonNode list, String member, String serial) {
    var found = list.valueStream().filter(line -> text(line, member).equals(serial)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Stream<JsonNode> lines(Role role, String kind, String serial) throws IOException {
    return role.journal()
        .valueStream()
        .filter(line -> text(line, "kind").equals(kind))
        .filter(line -> line.path("device").asString("").equals(serial));
  }

  private static String publicKey(Path key) throws IOException, InterruptedException {
    return openssl("pkey", "-in", key, "-pubout");
  }

  private static String openssl(Object... arguments) throws IOException, InterruptedException {
    var words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    return Foreign.demand("openssl", folder.resolve("logs"), "version")
        .run(words)
        .expecting(0)
        .out();
  }

  private static String text(JsonNode document, String member) {
    return document.required(member).asString();
  }
}
