package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** How PKI management operations end: the certificate confirmation and the enroll status. */
public final class Confirmations {

  private final Store store;
  private final InstantSource clock;
  private final Steps steps;

  Confirmations(Store store, Bells bells, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.steps = new Steps(store, bells);
  }

  /**
   * The pledge's certConf passed every check; it waits for the authority. In an operation that
   * expects none any more nothing changes.
   *
   * @param onward what goes on to the authority
   * @param sequence of the consent in the nested form
   */
  public Enrollment begin(Enrollment enrollment, byte[] certConf, Onward onward, long sequence) {
    var now = clock.instant();
    var hash = Ledger.hash(certConf);
    return store.commit(
        tx -> {
          var current = Ledger.enrollment(tx, enrollment.id()).orElseThrow();
          if (!Enrollment.LIFE.allows(current.state(), Enrollment.Event.CONFIRMATION_SENT)) {
            return current;
          }
          Moves.move(tx, current, Enrollment.Event.CONFIRMATION_SENT, now);
          tx.updateOne(
              "UPDATE enrollment SET confirm_sha256 = ?, sequence = max(sequence, ?),"
                  + " waiting_owner = 'none', waiting_response = NULL WHERE id = ?",
              hash,
              sequence,
              current.id());
          steps.submit(
              tx,
              current.id(),
              current.device(),
              current.domain(),
              new Steps.Asked(
                  Message.Kind.CERTIFICATE_CONFIRM,
                  certConf,
                  Optional.of(Message.Kind.NESTED_CERTIFICATE_CONFIRM),
                  onward),
              now);
          tx.journal(
              "certificate-confirmation-requested",
              Optional.of(current.serialNumber()),
              Map.of("enrollment", current.id(), "certconf-sha256", hash));
          return Ledger.enrollment(tx, current.id()).orElseThrow();
        });
  }

  /**
   * The final answer to the certConf is here; only a pkiConf confirms. A parcel ends with it.
   *
   * @param parcel what carried the certConf, unless the answer came to a poll
   * @param original the authority's own octets, where the pledge gets others
   * @return whether the pledge may have it: not when the operation is over, or was answered
   *     otherwise before
   */
  public boolean answered(
      String id,
      Optional<Parcel> parcel,
      byte[] content,
      Optional<byte[]> original,
      boolean pkiConf) {
    var now = clock.instant();
    var state = pkiConf ? Enrollment.State.CONFIRMED : Enrollment.State.REFUSED;
    return steps.settle(
        id,
        parcel,
        Enrollment.State.CONFIRMING,
        (tx, enrollment) -> {
          Moves.move(
              tx,
              enrollment,
              pkiConf ? Enrollment.Event.CONFIRMED : Enrollment.Event.CONFIRMATION_REFUSED,
              now);
          steps.keepOriginal(tx, enrollment.id(), Message.Kind.PKI_CONFIRM, original, now);
          keep(tx, enrollment, content);
          tx.journal(
              pkiConf ? "certificate-confirmed" : "certificate-confirmation-refused",
              Optional.of(enrollment.serialNumber()),
              Map.of("enrollment", enrollment.id()));
        },
        enrollment -> enrollment.confirmResponse().isPresent() && enrollment.state() == state,
        new Steps.Late(false, Map.of("response-sha256", Ledger.hash(content))));
  }

  private void keep(Transaction tx, Enrollment enrollment, byte[] content) {
    var message =
        Ledger.store(
            tx,
            store.ids(),
            enrollment.id(),
            Steps.toPledge(Message.Party.AUTHORITY, Message.Kind.PKI_CONFIRM, content),
            clock.instant());
    tx.updateOne(
        "UPDATE enrollment SET confirm_response = ?, version = version + 1 WHERE id = ?",
        message,
        enrollment.id());
  }

  /**
   * Records the enroll status (RFC 8995 section 5.9.4). Success counts more than failure, and over
   * a connection with the issued certificate more than over another.
   *
   * @param matched whether the client certificate of the connection was the one that was issued
   * @return whether it changed anything
   */
  public boolean enrollStatus(
      String id, boolean success, boolean matched, Optional<String> reason, byte[] content) {
    var now = clock.instant();
    return store.commit(
        tx -> {
          var enrollment = Ledger.enrollment(tx, id).orElseThrow();
          int changed =
              tx.update(
                  "UPDATE enrollment SET enrolled = ?, enrolled_matched = ?, enrolled_reason = ?,"
                      + " changed = ?, version = version + 1 WHERE id = ? AND version = ?"
                      + " AND (enrolled IS NULL OR enrolled < ?"
                      + " OR (enrolled = ? AND enrolled_matched < ?))",
                  success,
                  matched,
                  reason,
                  now,
                  id,
                  enrollment.version(),
                  success,
                  success,
                  matched);
          if (changed == 0) {
            return false;
          }
          Ledger.store(
              tx,
              store.ids(),
              id,
              new Message.Draft(
                  Message.Party.PLEDGE,
                  Message.Party.REGISTRAR,
                  Message.Kind.ENROLL_STATUS,
                  "application/json",
                  content),
              now);
          tx.journal(
              success ? "enrolled" : "enrollment-failed",
              Optional.of(enrollment.serialNumber()),
              Map.of(
                  "enrollment", id,
                  "client-certificate-matched", Boolean.toString(matched),
                  "reason", reason.orElse("")));
          return true;
        });
  }
}
