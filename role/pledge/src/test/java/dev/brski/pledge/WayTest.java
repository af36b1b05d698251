package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of one device where everybody does what is right, seen by the registrar. */
final class WayTest {

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void build() {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Proves({"PL-2", "PL-60", "PL-62", "PL-63", "EN-1", "EN-3", "PL-64", "CMP-E1", "TLS-1"})
  void oneConnectionUntilEnrolledAndOneAfter() throws Exception {
    var registrar = world.registrar();

    var outcome = world.onboard(registrar);

    assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
    assertThat(outcome.exitCode()).isZero();
    assertThat(registrar.seen().stream().map(Seen::path))
        .containsExactly(
            ScriptedRegistrar.REQUEST_VOUCHER,
            ScriptedRegistrar.VOUCHER_STATUS,
            ScriptedRegistrar.INITIALIZATION,
            ScriptedRegistrar.ENROLL_STATUS);
    var connections = registrar.seen().stream().map(Seen::connection).toList();
    assertThat(connections.subList(0, 3)).containsOnly(connections.getFirst());
    assertThat(connections.getLast()).isNotEqualTo(connections.getFirst());
    assertThat(registrar.seen().getFirst().client()).isEqualTo(world.device.chain());
    assertThat(registrar.seen().getLast().client().getFirst())
        .isEqualTo(((Outcome.Enrolled) outcome).certificate());
    assertThat(registrar.seen(ScriptedRegistrar.VOUCHER_STATUS).getFirst().text())
        .isEqualTo("{\"version\":1,\"status\":true}");
    assertThat(registrar.seen(ScriptedRegistrar.ENROLL_STATUS).getFirst().text())
        .isEqualTo("{\"version\":1,\"status\":true}");
    assertThat(states())
        .containsExactly(
            State.IDENTIFY, State.REQUEST_JOIN, State.IMPRINT, State.ENROLL, State.ENROLLED);
  }

  private List<State> states() {
    return world.events.stream()
        .filter(Event.Entered.class::isInstance)
        .map(event -> ((Event.Entered) event).state())
        .toList();
  }
}
