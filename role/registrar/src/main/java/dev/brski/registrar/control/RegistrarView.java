package dev.brski.registrar.control;

import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Register;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A registrar seen from beside: asked when it runs, read from its store when it rests. */
public final class RegistrarView {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RegistrarFolder folder;
  private final InstantSource clock;

  /** The registrar of a folder. */
  public RegistrarView(Path dir, InstantSource clock) {
    this.folder = new RegistrarFolder(dir);
    this.clock = clock;
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return ControlClient.answers(folder.control());
  }

  /**
   * Every device it has seen, by serial number.
   *
   * @throws PeerFailure when it runs and does not answer
   * @throws StoreLocked when it is just starting or ending
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<List<Register.Line>> devices() throws PeerFailure, StoreLocked, SchemaRefused {
    if (isRunning()) {
      return answer(ControlClient.exchange(folder.control(), Call.get("/devices")))
          .map(reply -> JSON.readValue(reply.body(), new TypeReference<List<Register.Line>>() {}));
    }
    if (!Files.exists(folder.settings())) {
      return Verdict.refused(
          SetupCheck.FILE,
          folder.settings() + " does not exist",
          "Name the folder of a registrar: --dir DIR.");
    }
    try (var store = Store.open(folder.data(), Schema.MIGRATIONS, clock);
        var onboarding = new Onboarding(store, clock)) {
      return Verdict.accepted(onboarding.register().lines());
    }
  }

  /**
   * Lets a running registrar read its manufacturers' files again; one at rest will when it starts.
   *
   * @return what it says, if it runs
   * @throws PeerFailure when it runs and does not answer
   */
  public Verdict<Optional<String>> reloadManufacturers() throws PeerFailure {
    if (!isRunning()) {
      return Verdict.accepted(Optional.empty());
    }
    var call =
        new Call(
            "POST", "/manufacturers/reload", Optional.empty(), new byte[0], List.of(), Map.of());
    return answer(ControlClient.exchange(folder.control(), call))
        .map(reply -> Optional.of(reply.explanation()));
  }

  private Verdict<Reply> answer(Reply reply) {
    return reply.status() == 200
        ? Verdict.accepted(reply)
        : Verdict.refused(
            SetupCheck.RUNNING,
            "the registrar of "
                + folder.root()
                + " answered "
                + reply.status()
                + " "
                + reply.explanation(),
            "Look at its log.");
  }
}
