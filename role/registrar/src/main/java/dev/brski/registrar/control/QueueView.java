package dev.brski.registrar.control;

import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Queue;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The queue of a registrar seen from beside: the running one is asked; of one at rest the store is
 * opened under its lock. Every method throws {@link PeerFailure} when it runs and does not answer,
 * {@link StoreLocked} when it is just starting or ending, and {@link SchemaRefused} when the folder
 * was used by a newer program.
 */
public final class QueueView {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RegistrarFolder folder;
  private final InstantSource clock;

  /** The registrar of a folder. */
  public QueueView(Path dir, InstantSource clock) {
    this.folder = new RegistrarFolder(dir);
    this.clock = clock;
  }

  /** The upstream messages that are wanted, oldest first. */
  public Verdict<List<Queue.Line>> list(Queue.Filter filter)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        QueueRoutes.LIST,
        filter,
        new TypeReference<>() {},
        desk -> Verdict.accepted(desk.list(filter)));
  }

  /** An exchange, by its id or that of one of its upstream messages. */
  public Verdict<Queue.Sheet> show(String id) throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        QueueRoutes.SHOW,
        new QueueRoutes.Wanted(Optional.of(id)),
        new TypeReference<>() {},
        desk -> desk.show(id));
  }

  /** Makes due now what waits under an id, or everything; and says how much that is. */
  public Verdict<Integer> retry(Optional<String> id)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        QueueRoutes.RETRY,
        new QueueRoutes.Wanted(id),
        new TypeReference<>() {},
        desk -> desk.retry(id));
  }

  /** Withdraws the registrar's consent to an exchange. */
  public Verdict<QueueDesk.Cancelled> cancel(String id, Order order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        QueueRoutes.CANCEL,
        new QueueRoutes.Withdrawal(id, order.who(), order.reason()),
        new TypeReference<>() {},
        desk -> desk.cancel(id, order));
  }

  private <T> Verdict<T> ask(
      String path, Object asked, TypeReference<T> type, Function<QueueDesk, Verdict<T>> work)
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
      return work.apply(new QueueDesk(onboarding, _ -> true, () -> {}, clock));
    }
  }

  private <T> Verdict<T> answer(Reply reply, TypeReference<T> type) {
    var check =
        switch (reply.status()) {
          case 200 -> Optional.<SetupCheck>empty();
          case 404 -> Optional.of(SetupCheck.QUEUE_ID);
          case 409 -> Optional.of(SetupCheck.QUEUE_OPEN);
          default -> Optional.of(SetupCheck.RUNNING);
        };
    if (check.isEmpty()) {
      return Verdict.accepted(JSON.readValue(reply.body(), type));
    }
    if (check.get() == SetupCheck.RUNNING) {
      return Verdict.refused(
          SetupCheck.RUNNING,
          "the registrar of %s answered %d %s"
              .formatted(folder.root(), reply.status(), reply.explanation()),
          "Look at its log.");
    }
    var lines = new String(reply.body(), StandardCharsets.UTF_8).strip().split("\n", 2);
    return Verdict.refused(check.get(), lines[0], lines[lines.length - 1]);
  }
}
