package dev.brski.registrar.onboarding;

import dev.brski.cmp.CmpMessage;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the request that opens an operation and the certificate confirmation have in common. */
final class Steps {

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
   * What is to be known of an answer that comes too late.
   *
   * @param issues whether a certificate comes with it
   * @param described what the journal keeps of it
   */
  record Late(boolean issues, Map<String, String> described) {}

  /**
   * Takes in a final answer, once, if the operation still waits for it, and ends its parcel; asked
   * again of an authority that renders its answer anew, the same answer may come again. One that
   * comes too late is in the journal if a parcel brought it or a certificate comes with it; others
   * a device can bring about as often as it likes.
   *
   * @return whether it is an answer for the pledge
   */
  boolean settle(
      String id,
      Optional<Parcel> parcel,
      Enrollment.State expected,
      Settlement settlement,
      Repetition repetition,
      Late late) {
    boolean settled =
        store.commit(
            tx -> {
              var enrollment = Ledger.enrollment(tx, id).orElseThrow();
              var current = parcel.flatMap(known -> Ledger.parcel(tx, known.id()));
              if (enrollment.state() != expected || current.isPresent() != parcel.isPresent()) {
                if (parcel.isEmpty() && repetition.isOf(enrollment)) {
                  return true;
                }
                if (parcel.isPresent() || late.issues()) {
                  note(tx, enrollment, late);
                }
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

  private static void note(Transaction tx, Enrollment enrollment, Late late) {
    var details = new HashMap<>(late.described());
    details.put("enrollment", enrollment.id());
    details.put("state", enrollment.state().name());
    tx.journal("answer-too-late", Optional.of(enrollment.serialNumber()), Map.copyOf(details));
  }

  /**
   * A message of a device, and what goes on.
   *
   * @param consented the kind of it inside this registrar's consent
   */
  record Asked(
      Message.Kind kind, byte[] content, Optional<Message.Kind> consented, Onward onward) {}

  /** Keeps a message and this registrar's consent to it, and lets it wait for the authority. */
  void submit(Transaction tx, String id, String device, String domain, Asked asked, Instant now) {
    var came =
        Ledger.store(
            tx,
            store.ids(),
            id,
            new Message.Draft(
                Message.Party.PLEDGE,
                Message.Party.REGISTRAR,
                asked.kind(),
                CmpMessage.MEDIA_TYPE,
                asked.content()),
            now);
    boolean nests = asked.onward().form() == Forwarding.NESTED;
    var consent =
        asked
            .onward()
            .consent()
            .map(
                octets ->
                    own(
                        tx,
                        id,
                        nests ? Message.Party.AUTHORITY : Message.Party.REGISTRAR,
                        asked.consented().orElseThrow(),
                        octets,
                        now));
    var onward =
        asked
            .onward()
            .replaced()
            .map(octets -> own(tx, id, Message.Party.AUTHORITY, asked.kind(), octets, now))
            .or(() -> consent.filter(_ -> nests))
            .orElse(came);
    Ledger.post(tx, store.ids(), new Parcel.Destination.Authority(domain), device, id, onward, now);
  }

  private String own(
      Transaction tx,
      String id,
      Message.Party receiver,
      Message.Kind kind,
      byte[] content,
      Instant now) {
    return Ledger.store(
        tx,
        store.ids(),
        id,
        new Message.Draft(Message.Party.REGISTRAR, receiver, kind, CmpMessage.MEDIA_TYPE, content),
        now);
  }

  /** The authority's own words, where a pledge gets them under this registrar's protection. */
  void keepOriginal(
      Transaction tx, String id, Message.Kind kind, Optional<byte[]> original, Instant now) {
    original.ifPresent(
        content ->
            Ledger.store(
                tx,
                store.ids(),
                id,
                new Message.Draft(
                    Message.Party.AUTHORITY,
                    Message.Party.REGISTRAR,
                    kind,
                    CmpMessage.MEDIA_TYPE,
                    content),
                now));
  }

  static Message.Draft toPledge(Message.Party sender, Message.Kind kind, byte[] content) {
    return new Message.Draft(sender, Message.Party.PLEDGE, kind, CmpMessage.MEDIA_TYPE, content);
  }
}
