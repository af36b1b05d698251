package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Enrollment.Question;
import dev.brski.registrar.onboarding.Enrollment.WaitingOwner;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Who has told a pledge to wait: whoever says so first, by one commit, and until the question is
 * answered (RFC 9483 sections 4.4 and 5.1.5).
 */
public final class Waitings {

  private final Store store;
  private final Bells bells;
  private final InstantSource clock;

  Waitings(Store store, Bells bells, InstantSource clock) {
    this.store = store;
    this.bells = bells;
    this.clock = clock;
  }

  /**
   * What a pledge is told that has waited long enough for the answer to a question.
   *
   * @param ours the registrar's own waiting, which is told unless the authority's word came first
   * @return that, or the authority's final answer, or the authority's waiting: exact octets
   */
  public byte[] tell(String id, Question question, byte[] ours) {
    var now = clock.instant();
    return store.commit(
        tx -> {
          var current = Ledger.enrollment(tx, id).orElseThrow();
          var word = current.word(question);
          if (word.isPresent()) {
            return word.get();
          }
          if (current.waitingOwner() == WaitingOwner.NONE) {
            keep(tx, current, Message.Party.REGISTRAR, ours, now);
            own(tx, current, WaitingOwner.REGISTRAR, Optional.empty());
          }
          return ours;
        });
  }

  /**
   * The authority has taken a request and says waiting. If the pledge has not been told to wait
   * before, the authority's octets tell it, and the parcel ends: the pledge's polls will ask.
   *
   * @param takesOver whether the pledge's polls ask the authority even if this registrar has told
   *     it to wait before: the authority's octets answer its next poll then
   * @return whether the waiting is the authority's now; otherwise the registrar has to ask again
   */
  public boolean delayed(Parcel parcel, byte[] waiting, boolean takesOver) {
    var now = clock.instant();
    boolean taken =
        store.commit(
            tx -> {
              var current = Ledger.enrollment(tx, parcel.exchange()).orElseThrow();
              var waits = Ledger.parcel(tx, parcel.id());
              boolean owned = current.waitingOwner() != WaitingOwner.NONE && !takesOver;
              if (waits.isEmpty() || owned) {
                return false;
              }
              var message = keep(tx, current, Message.Party.AUTHORITY, waiting, now);
              own(tx, current, WaitingOwner.AUTHORITY, Optional.of(message));
              Moves.move(tx, waits.get(), Parcel.Event.ANSWERED);
              tx.journal(
                  "authority-says-waiting",
                  Optional.of(current.serialNumber()),
                  Map.of("enrollment", current.id()));
              return true;
            });
    if (taken) {
      bells.ring(parcel.exchange());
    }
    return taken;
  }

  private String keep(
      Transaction tx, Enrollment enrollment, Message.Party sender, byte[] waiting, Instant now) {
    return Ledger.store(
        tx,
        store.ids(),
        enrollment.id(),
        Steps.toPledge(sender, Message.Kind.WAITING, waiting),
        now);
  }

  private static void own(
      Transaction tx, Enrollment enrollment, WaitingOwner owner, Optional<String> message) {
    tx.updateOne(
        "UPDATE enrollment SET waiting_owner = ?, waiting_response = ?, version = version + 1"
            + " WHERE id = ? AND version = ?",
        owner.text(),
        message,
        enrollment.id(),
        enrollment.version());
  }
}
