package dev.brski.registrar.control;

import dev.brski.control.Beside;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.type.TypeReference;

/**
 * The queue of a registrar seen from beside. Every method throws {@link PeerFailure} when it runs
 * and does not answer, {@link StoreLocked} when it is just starting or ending, and {@link
 * SchemaRefused} when the folder was used by a newer program.
 */
public final class QueueView {

  private final Beside registrar;
  private final InstantSource clock;

  /** The registrar of a folder. */
  public QueueView(Path dir, InstantSource clock) {
    this.registrar = BesideRegistrar.of(dir, clock);
    this.clock = clock;
  }

  /** The upstream messages that are wanted, oldest first. */
  public Verdict<List<Queue.Line>> list(Queue.Filter filter)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        QueueRoutes.LIST,
        filter,
        new TypeReference<>() {},
        atRest(desk -> Verdict.accepted(desk.list(filter))));
  }

  /** An exchange, by its id or that of one of its upstream messages. */
  public Verdict<Queue.Sheet> show(String id) throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        QueueRoutes.SHOW,
        new QueueRoutes.Wanted(Optional.of(id)),
        new TypeReference<>() {},
        atRest(desk -> desk.show(id)));
  }

  /** Makes due now what waits under an id, or everything; and says how much that is. */
  public Verdict<Integer> retry(Optional<String> id)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        QueueRoutes.RETRY,
        new QueueRoutes.Wanted(id),
        new TypeReference<>() {},
        atRest(desk -> desk.retry(id)));
  }

  /** Withdraws the registrar's consent to an exchange. */
  public Verdict<QueueDesk.Cancelled> cancel(String id, Order order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        QueueRoutes.CANCEL,
        new QueueRoutes.Withdrawal(id, order),
        new TypeReference<>() {},
        atRest(desk -> desk.cancel(id, order)));
  }

  /** Goes on with a message of which nobody knew whether the authority has it. */
  public Verdict<QueueDesk.Resolved> resolve(String id, QueueDesk.Found found, Order order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        QueueRoutes.RESOLVE,
        QueueRoutes.Resolution.of(id, found, order),
        new TypeReference<>() {},
        atRest(desk -> desk.resolve(id, found, order)));
  }

  private <T> Beside.Doing<T> atRest(Function<QueueDesk, Verdict<T>> work) {
    return BesideRegistrar.atRest(
        clock,
        (_, onboarding) -> work.apply(new QueueDesk(onboarding, _ -> true, () -> {}, clock)));
  }
}
