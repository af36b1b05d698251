package dev.brski.registrar.control;

import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.registrar.onboarding.Withdrawals.Order;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit logs of a registrar seen from beside: the running one is asked; of one at rest the
 * store is opened under its lock. Both methods throw {@link PeerFailure} when it runs and does not
 * answer, {@link StoreLocked} when it is just starting or ending, and {@link SchemaRefused} when
 * the folder was used by a newer program.
 */
public final class AuditView {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RegistrarFolder folder;
  private final InstantSource clock;

  /** The registrar of a folder. */
  public AuditView(Path dir, InstantSource clock) {
    this.folder = new RegistrarFolder(dir);
    this.clock = clock;
  }

  /** The audit log of a device as it was judged. */
  public Verdict<AuditDesk.Sheet> show(AuditDesk.Wanted wanted)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(AuditRoutes.SHOW, wanted, AuditDesk.Sheet.class, desk -> desk.show(wanted));
  }

  /** Takes a device in spite of its audit log, or refuses it because of that. */
  public Verdict<AuditDesk.Decided> decide(AuditDesk.Wanted wanted, boolean accept, Order order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        AuditRoutes.DECIDE,
        new AuditRoutes.Decision(
            wanted.serial(),
            wanted.manufacturer(),
            wanted.exchange(),
            accept,
            order.who(),
            order.reason()),
        AuditDesk.Decided.class,
        desk -> desk.decide(wanted, accept, order));
  }

  private <T> Verdict<T> ask(
      String path, Object asked, Class<T> type, Function<AuditDesk, Verdict<T>> work)
      throws PeerFailure, StoreLocked, SchemaRefused {
    if (ControlClient.answers(folder.control())) {
      var call = Call.post(path, QueueRoutes.JSON_TYPE, JSON.writeValueAsBytes(asked));
      return answer(ControlClient.exchange(folder.control(), call), type);
    }
    if (!Files.exists(folder.settings())) {
      return Verdict.refused(
          SetupCheck.FILE,
          folder.settings() + " does not exist",
          "Name the folder of a registrar: --dir DIR.");
    }
    try (var store = Store.open(folder.data(), Schema.MIGRATIONS, clock);
        var onboarding = new Onboarding(store, clock)) {
      return work.apply(new AuditDesk(onboarding));
    }
  }

  private <T> Verdict<T> answer(Reply reply, Class<T> type) {
    return switch (reply.status()) {
      case 200 -> Verdict.accepted(JSON.readValue(reply.body(), type));
      case 404 -> refused(SetupCheck.AUDIT_UNKNOWN, reply);
      case 409 -> refused(SetupCheck.AUDIT_OVER, reply);
      default ->
          Verdict.refused(
              SetupCheck.RUNNING,
              "the registrar of %s answered %d %s"
                  .formatted(folder.root(), reply.status(), reply.explanation()),
              "Look at its log.");
    };
  }

  private static <T> Verdict<T> refused(SetupCheck check, Reply reply) {
    var lines = new String(reply.body(), StandardCharsets.UTF_8).strip().split("\n", 2);
    return Verdict.refused(check, lines[0], lines[lines.length - 1]);
  }
}
