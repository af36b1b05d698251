package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import dev.brski.wire.ChannelLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power fails at every write, and the way is gone to its end all the same. */
@Proves({"PL-3", "CMP-E13", "PL-40", "EN-1", "PL-62"})
final class ResumeTest {

  @TempDir Path folders;

  @ParameterizedTest
  @EnumSource(FailingDisk.Side.class)
  void thePowerFailsAtEveryWrite(FailingDisk.Side side) throws Exception {
    assertThat(FailingDisk.atEach(n -> failsAt(side, n))).isGreaterThan(25);
  }

  private boolean failsAt(FailingDisk.Side side, int n) throws Exception {
    var folder = Files.createDirectory(folders.resolve(side + "-" + n));
    try (var world = new World(folder)) {
      var registrar = world.registrar();
      var pki = new PatientRegistrar(world, registrar);
      boolean failed = false;
      try {
        var onboarding =
            Onboarding.on(
                new FailingDisk(side, n), ChannelLimits.standard(), world.time, world.events::add);
        assertThat(onboarding.onboard(options(world, registrar)))
            .isInstanceOf(Outcome.Enrolled.class);
      } catch (FailingDisk.PowerFailure e) {
        failed = true;
      }

      var outcome = (Outcome.Enrolled) world.onboarding().onboard(options(world, registrar));

      assertThat(outcome.reported()).as("failing %s write %d", side, n).isTrue();
      assertNothingTwice(world, registrar, pki, outcome);
      return failed;
    }
  }

  private static OnboardOptions options(World world, ScriptedRegistrar registrar) {
    return world
        .options(Optional.empty(), List.of(registrar.url()))
        .confirming(Confirmation.EXPLICIT);
  }

  private static void assertNothingTwice(
      World world, ScriptedRegistrar registrar, PatientRegistrar pki, Outcome.Enrolled outcome)
      throws IOException {
    assertThat(distinct(registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER))).isEqualTo(1);
    assertThat(pki.issued).hasSize(1).containsValue(outcome.certificate());
    assertThat(pki.confirmed).isEqualTo(pki.issued.keySet());
    var sent = registrar.seen(ScriptedRegistrar.INITIALIZATION);
    for (int type : new int[] {PKIBody.TYPE_INIT_REQ, PKIBody.TYPE_CERT_CONFIRM}) {
      assertThat(
              distinct(sent.stream().filter(seen -> Reply.bodyType(seen.body()) == type).toList()))
          .isEqualTo(1);
    }
    assertThat(sent.stream().map(seen -> Reply.transactionID(seen.body())).distinct()).hasSize(1);
    assertThat(registrar.seen(ScriptedRegistrar.ENROLL_STATUS))
        .isNotEmpty()
        .allMatch(seen -> seen.text().contains("\"status\":true"));
    try (var files = Files.list(world.folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "data",
              "domain-ca.pem",
              "idevid.key",
              "idevid.pem",
              "ldevid.key",
              "ldevid.pem",
              "masa-anchor.pem",
              "voucher.vcj");
    }
  }

  private static long distinct(List<Seen> seen) {
    return seen.stream()
        .map(one -> java.nio.ByteBuffer.wrap(one.body()))
        .collect(Collectors.toSet())
        .size();
  }

  @Test
  void aDiskThatIsFullIsAFaultAndLosesNothing() throws Exception {
    var folder = Files.createDirectory(folders.resolve("full"));
    try (var world = new World(folder)) {
      var registrar = world.registrar();
      var pki = new PatientRegistrar(world, registrar);
      for (int n = 0; n < 5; n++) {
        var onboarding =
            Onboarding.on(fullAfter(n), ChannelLimits.standard(), world.time, world.events::add);
        assertThatThrownBy(() -> onboarding.onboard(options(world, registrar)))
            .isInstanceOf(IOException.class)
            .hasMessage("No space left on device");
      }

      var outcome = (Outcome.Enrolled) world.onboarding().onboard(options(world, registrar));

      assertThat(pki.issued).hasSize(1).containsValue(outcome.certificate());
    }
  }

  private static Disk fullAfter(int writes) {
    var left = new int[] {writes};
    return new Disk() {
      @Override
      public void write(Path file, byte[] content, boolean secret) throws IOException {
        if (--left[0] < 0) {
          throw new IOException("No space left on device");
        }
        Disk.durable().write(file, content, secret);
      }

      @Override
      public void delete(Path file) throws IOException {
        Disk.durable().delete(file);
      }
    };
  }

  /** Where a process is killed: when the registrar has this message and has not answered it. */
  enum Moment {
    VOUCHER_REQUEST(ScriptedRegistrar.REQUEST_VOUCHER, -1),
    VOUCHER_STATUS(ScriptedRegistrar.VOUCHER_STATUS, -1),
    IR(ScriptedRegistrar.INITIALIZATION, PKIBody.TYPE_INIT_REQ),
    POLL_REQ(ScriptedRegistrar.INITIALIZATION, PKIBody.TYPE_POLL_REQ),
    CERT_CONF(ScriptedRegistrar.INITIALIZATION, PKIBody.TYPE_CERT_CONFIRM),
    ENROLL_STATUS(ScriptedRegistrar.ENROLL_STATUS, -1);

    private final String path;
    private final int bodyType;

    Moment(String path, int bodyType) {
      this.path = path;
      this.bodyType = bodyType;
    }

    boolean has(Seen seen) {
      return seen.path().equals(path) && (bodyType < 0 || Reply.bodyType(seen.body()) == bodyType);
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aKilledProcessIsFollowedByOneThatGoesOn(Moment moment) throws Exception {
    var folder = Files.createDirectory(folders.resolve(moment.name()));
    try (var world = new World(folder)) {
      var registrar = world.registrar();
      var pki = new PatientRegistrar(world, registrar);
      var child = OnboardingChild.start(folder, registrar.url());
      registrar.beforeAnswering(
          seen -> {
            if (moment.has(seen)) {
              child.get().destroyForcibly().waitFor();
              registrar.beforeAnswering(other -> {});
            }
          });
      child.begin();
      assertThat(child.get().waitFor()).isEqualTo(137);

      var outcome = (Outcome.Enrolled) world.onboarding().onboard(options(world, registrar));

      assertThat(outcome.reported()).isTrue();
      assertNothingTwice(world, registrar, pki, outcome);
    }
  }

  @Test
  @Proves("PL-1")
  void twoRunsOnOneFolderExcludeEachOther() throws Exception {
    var folder = Files.createDirectory(folders.resolve("two"));
    try (var world = new World(folder)) {
      var registrar = world.registrar();
      registrar.on(
          ScriptedRegistrar.REQUEST_VOUCHER,
          seen -> {
            assertThatThrownBy(() -> world.onboard(registrar)).isInstanceOf(FolderInUse.class);
            assertThatThrownBy(() -> world.onboarding().reset(folder))
                .isInstanceOf(FolderInUse.class);
            assertThat(world.status().state()).isEqualTo(State.REQUEST_JOIN);
            return world.rightVoucher(seen);
          });
      assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
    }
  }

  @Test
  @Proves("PL-1")
  void alsoTwoProcesses() throws Exception {
    var folder = Files.createDirectory(folders.resolve("processes"));
    try (var world = new World(folder)) {
      var registrar = world.registrar();
      registrar.on(ScriptedRegistrar.INITIALIZATION, world::confirmedCertificate);
      var child = OnboardingChild.start(folder, registrar.url());
      registrar.on(
          ScriptedRegistrar.REQUEST_VOUCHER,
          seen -> {
            assertThatThrownBy(() -> world.onboard(registrar))
                .isInstanceOf(FolderInUse.class)
                .hasMessageContaining(String.valueOf(child.get().pid()));
            return world.rightVoucher(seen);
          });
      child.begin();
      assertThat(child.get().waitFor()).isZero();
      assertThat(((Outcome.Enrolled) world.onboard(registrar)).already()).isTrue();
    }
  }

  @Test
  void anInterruptedRunIsResumed() throws Exception {
    var folder = Files.createDirectory(folders.resolve("interrupted"));
    try (var world = new World(folder)) {
      var registrar = world.registrar();
      var pki = new PatientRegistrar(world, registrar);
      world.time.atEachWait(
          instant -> {
            if (world.time.waits.size() == 2) {
              Thread.currentThread().interrupt();
            }
          });
      assertThatThrownBy(() -> world.onboarding().onboard(options(world, registrar)))
          .isInstanceOf(InterruptedException.class);

      var outcome = (Outcome.Enrolled) world.onboarding().onboard(options(world, registrar));

      assertNothingTwice(world, registrar, pki, outcome);
    }
  }

  @Test
  @Proves("PL-2")
  void aResetThatIsCutShortIsRepeated() throws Exception {
    for (int n = 1; n < 9; n += 2) {
      var folder = Files.createDirectory(folders.resolve("reset-" + n));
      try (var world = new World(folder)) {
        var registrar = world.registrar();
        world.onboard(registrar);
        var failing =
            Onboarding.on(
                new FailingDisk(FailingDisk.Side.AFTER, n),
                ChannelLimits.standard(),
                world.time,
                world.events::add);
        try {
          failing.reset(folder);
        } catch (FailingDisk.PowerFailure e) {
          assertThat(folder.resolve("ldevid.pem")).doesNotExist();
        }
        world.onboarding().reset(folder);

        assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
      }
    }
  }

  @Test
  void theSystemTimerNoticesThatTheClockWasSetForward() throws Exception {
    var now = new java.util.concurrent.atomic.AtomicReference<>(MovedTime.START);
    var pause = Pause.of(() -> now.getAndUpdate(instant -> instant.plus(Duration.ofDays(3))));

    pause.until(MovedTime.START.plus(Duration.ofDays(4)));

    assertThat(now.get()).isAfter(MovedTime.START.plus(Duration.ofDays(4)));
  }

  @Test
  @Timeout(60)
  void theSystemTimerWaitsNoLongerWhenTheClockIsSetBack() throws Exception {
    var now = new java.util.concurrent.atomic.AtomicReference<>(MovedTime.START);
    var pause = Pause.of(() -> now.getAndUpdate(instant -> instant.minus(Duration.ofDays(3))));

    pause.until(MovedTime.START.plusMillis(20));

    assertThat(now.get()).isBefore(MovedTime.START);
  }
}
