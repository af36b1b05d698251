package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What certification request and certificate confirmation have in common. */
final class Steps {

  /** The media type of a PKIMessage (RFC 9811 section 3.4). */
  static final String MEDIA_TYPE = "application/pkixcmp";

  private final Store store;
  private final Bells bells;

  Steps(Store store, Bells bells) {
    this.store = store;
    this.bells = bells;
  }

  /** What an answer from upstream changes. */
  @FunctionalInterface
  interface Settlement {
    void apply(Transaction tx, Enrollment enrollment);
  }

  /** What an answer means that was not awaited any more. */
  @FunctionalInterface
  interface Repetition {
    boolean isOf(Enrollment enrollment);
  }

  /**
   * Takes in a final answer, once, if the operation still waits for it, and ends its parcel; asked
   * again of an authority that renders its answer anew, the same answer may come again.
   *
   * @param described what the journal keeps of an answer that comes too late
   * @return whether it is an answer for the pledge
   */
  boolean settle(
      String id,
      Optional<Parcel> parcel,
      Enrollment.State expected,
      Settlement settlement,
      Repetition repetition,
      Map<String, String> described) {
    boolean settled =
        store.commit(
            tx -> {
              var enrollment = Ledger.enrollment(tx, id).orElseThrow();
              var current = parcel.flatMap(known -> Ledger.parcel(tx, known.id()));
              if (enrollment.state() != expected || current.isPresent() != parcel.isPresent()) {
                if (parcel.isEmpty() && repetition.isOf(enrollment)) {
                  return true;
                }
                var details = new HashMap<>(described);
                details.put("enrollment", enrollment.id());
                details.put("state", enrollment.state().name());
                tx.journal(
                    "answer-too-late", Optional.of(enrollment.serialNumber()), Map.copyOf(details));
                return false;
              }
              settlement.apply(tx, enrollment);
              current.ifPresent(known -> Moves.move(tx, known, Parcel.Event.ANSWERED));
              return true;
            });
    if (settled) {
      bells.ring(id);
    }
    return settled;
  }

  /** Keeps a request with its consented form, and lets the latter wait for the authority. */
  void submit(
      Transaction tx,
      String id,
      Imprint imprint,
      Message.Kind kind,
      byte[] request,
      Message.Kind nestedKind,
      byte[] nested,
      Instant now) {
    Ledger.store(
        tx,
        store.ids(),
        id,
        new Message.Draft(Message.Party.PLEDGE, Message.Party.REGISTRAR, kind, MEDIA_TYPE, request),
        now);
    var onward =
        Ledger.store(
            tx,
            store.ids(),
            id,
            new Message.Draft(
                Message.Party.REGISTRAR, Message.Party.AUTHORITY, nestedKind, MEDIA_TYPE, nested),
            now);
    Ledger.post(
        tx,
        store.ids(),
        new Parcel.Destination.Authority(imprint.domain()),
        imprint.device(),
        id,
        onward,
        now);
  }

  static Message.Draft toPledge(Message.Party sender, Message.Kind kind, byte[] content) {
    return new Message.Draft(sender, Message.Party.PLEDGE, kind, MEDIA_TYPE, content);
  }
}
