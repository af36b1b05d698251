package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The PKI management operations: from the certification request to the enroll status. */
public final class Enrollments {

  private static final String MEDIA_TYPE = "application/pkixcmp";

  /**
   * A certification request that passed every check and has the registrar's consent.
   *
   * @param imprint the voucher exchange that it rests on
   * @param transactionId hexadecimal
   * @param sender SHA-256 of the protecting certificate, hexadecimal
   * @param sequence the consent's sequence number, growing with each of this registrar's consents
   * @param request the pledge's message, exact octets
   * @param nested the same inside the registrar's signature
   */
  public record Accepted(
      Imprint imprint,
      String transactionId,
      String sender,
      long sequence,
      byte[] request,
      byte[] nested) {}

  /**
   * What the authority's answer to a certification request means.
   *
   * @param content the answer, exact octets
   * @param sender who made it: the authority, or this registrar in its place
   * @param nonce its senderNonce, hexadecimal
   * @param issued the certificate, if it was issued
   * @param told the text of a refusal
   */
  public record Answer(
      byte[] content,
      Message.Party sender,
      String nonce,
      Optional<Issued> issued,
      Optional<String> told) {}

  /**
   * A certificate that was issued.
   *
   * @param sha256 of the certificate, hexadecimal
   * @param serialNumber the certificate's, hexadecimal
   * @param implicitConfirm whether no certConf is expected
   */
  public record Issued(String sha256, String serialNumber, boolean implicitConfirm) {}

  /** What became of an attempt to begin an operation. */
  public sealed interface Begun {
    /** It runs: begun now, or by the same octets before. */
    record Running(Enrollment enrollment) implements Begun {}

    /** Another operation has this transactionID. */
    record TransactionIdInUse() implements Begun {}
  }

  private final Store store;
  private final Bells bells;
  private final InstantSource clock;
  private final AtomicLong sequence;

  Enrollments(Store store, Bells bells, InstantSource clock) {
    this.store = store;
    this.bells = bells;
    this.clock = clock;
    this.sequence = new AtomicLong(store.read(Ledger::lastSequence));
  }

  /** The operation of a transactionID (hexadecimal), if it is the sender's. */
  public Optional<Enrollment> find(String transactionId, String sender) {
    return store
        .read(rows -> Ledger.enrollmentOf(rows, transactionId))
        .filter(enrollment -> enrollment.sender().equals(sender));
  }

  /** The operation of an id. */
  public Optional<Enrollment> get(String id) {
    return store.read(rows -> Ledger.enrollment(rows, id));
  }

  /** The operation that ended with this certificate (SHA-256, hexadecimal). */
  public Optional<Enrollment> issuing(String certificate) {
    return store.read(rows -> Ledger.enrollmentIssuing(rows, certificate));
  }

  /** The device's newest operation. */
  public Optional<Enrollment> latest(String device) {
    return store.read(rows -> Ledger.latestEnrollment(rows, device));
  }

  /** How many operations wait for their authority. */
  public long waiting() {
    return store.read(Ledger::waitingEnrollments);
  }

  /** A sequence number for a consent, higher than every one that was ever sent. */
  public long nextSequence() {
    return sequence.incrementAndGet();
  }

  /**
   * Begins an operation: state, exact octets, outbox and journal in one commit; older unfinished
   * ones of the device end. The same octets again begin nothing.
   */
  public Begun begin(Accepted accepted) {
    var now = clock.instant();
    var hash = Ledger.hash(accepted.request());
    return store.commit(
        tx -> {
          var known = Ledger.enrollmentOf(tx, accepted.transactionId());
          if (known.isPresent()) {
            return known.get().sender().equals(accepted.sender())
                    && known.get().requestSha256().equals(hash)
                ? new Begun.Running(known.get())
                : new Begun.TransactionIdInUse();
          }
          var imprint = accepted.imprint();
          supersede(tx, imprint, now);
          var id = insert(tx, accepted, hash, now);
          submit(
              tx,
              id,
              imprint,
              Message.Kind.CERTIFICATION_REQUEST,
              accepted.request(),
              Message.Kind.NESTED_CERTIFICATION_REQUEST,
              accepted.nested(),
              now);
          tx.journal(
              "certificate-requested",
              Optional.of(imprint.serialNumber()),
              Map.of(
                  "enrollment",
                  id,
                  "transaction-id",
                  accepted.transactionId(),
                  "imprint",
                  imprint.id(),
                  "request-sha256",
                  hash));
          return new Begun.Running(Ledger.enrollment(tx, id).orElseThrow());
        });
  }

  /** Waits for the final answer, at most so long; empty when it is still to come. */
  public Optional<byte[]> awaitAnswer(String id, Duration most) throws InterruptedException {
    return bells.await(id, most, () -> get(id).flatMap(Enrollment::answer));
  }

  /** Keeps the first message with which the pledge was told to wait for this answer. */
  public void toldToWait(Enrollment enrollment, byte[] waiting) {
    var now = clock.instant();
    store.change(
        tx -> {
          if (Ledger.waitingAnswers(tx, enrollment.id()) <= confirmations(enrollment)) {
            Ledger.store(
                tx,
                store.ids(),
                enrollment.id(),
                new Message.Draft(
                    Message.Party.REGISTRAR,
                    Message.Party.PLEDGE,
                    Message.Kind.WAITING,
                    MEDIA_TYPE,
                    waiting),
                now);
          }
        });
  }

  private static int confirmations(Enrollment enrollment) {
    return enrollment.confirmSha256().isPresent() ? 1 : 0;
  }

  /** The authority's final answer to the certification request is here. */
  public void answered(Parcel parcel, Answer answer) {
    var now = clock.instant();
    settle(
        parcel,
        Enrollment.State.SUBMITTED,
        (tx, enrollment) -> {
          var message =
              Ledger.store(
                  tx,
                  store.ids(),
                  enrollment.id(),
                  toPledge(answer.sender(), Message.Kind.CERTIFICATION_RESPONSE, answer.content()),
                  now);
          var issued = answer.issued();
          tx.updateOne(
              """
              UPDATE enrollment SET state = ?, response = ?, implicit_confirm = ?,
                response_nonce = ?, certificate = ?, certificate_serial = ?, told = ?, changed = ?,
                version = version + 1
              WHERE id = ? AND version = ?
              """,
              stateAfter(answer).name(),
              message,
              issued.map(Issued::implicitConfirm).orElse(false),
              answer.nonce(),
              issued.map(Issued::sha256),
              issued.map(Issued::serialNumber),
              answer.told(),
              now,
              enrollment.id(),
              enrollment.version());
          var details = new HashMap<String, String>();
          details.put("enrollment", enrollment.id());
          details.put("response-sha256", Ledger.hash(answer.content()));
          issued.ifPresent(certificate -> details.put("certificate", certificate.serialNumber()));
          answer.told().ifPresent(text -> details.put("told", text));
          tx.journal(
              issued.isPresent() ? "certificate-issued" : "certificate-refused",
              Optional.of(enrollment.serialNumber()),
              details);
        });
  }

  /** The pledge's certConf passed every check; it waits for the authority. */
  public Enrollment confirming(Enrollment enrollment, byte[] certConf, byte[] nested) {
    var now = clock.instant();
    var hash = Ledger.hash(certConf);
    return store.commit(
        tx -> {
          var current = Ledger.enrollment(tx, enrollment.id()).orElseThrow();
          if (current.confirmSha256().isPresent()) {
            return current;
          }
          tx.updateOne(
              "UPDATE enrollment SET state = ?, confirm_sha256 = ?, changed = ?,"
                  + " version = version + 1 WHERE id = ? AND version = ?",
              Enrollment.State.CONFIRMING.name(),
              hash,
              now,
              current.id(),
              current.version());
          var imprint = Ledger.imprint(tx, current.imprint()).orElseThrow();
          submit(
              tx,
              current.id(),
              imprint,
              Message.Kind.CERTIFICATE_CONFIRM,
              certConf,
              Message.Kind.NESTED_CERTIFICATE_CONFIRM,
              nested,
              now);
          tx.journal(
              "certificate-confirmation-requested",
              Optional.of(current.serialNumber()),
              Map.of("enrollment", current.id(), "certconf-sha256", hash));
          return Ledger.enrollment(tx, current.id()).orElseThrow();
        });
  }

  /** The authority's answer to the certConf is here; only a pkiConf confirms. */
  public void confirmAnswered(Parcel parcel, byte[] content, boolean pkiConf) {
    var now = clock.instant();
    settle(
        parcel,
        Enrollment.State.CONFIRMING,
        (tx, enrollment) -> {
          var message =
              Ledger.store(
                  tx,
                  store.ids(),
                  enrollment.id(),
                  toPledge(Message.Party.AUTHORITY, Message.Kind.PKI_CONFIRM, content),
                  now);
          tx.updateOne(
              "UPDATE enrollment SET state = ?, confirm_response = ?, changed = ?,"
                  + " version = version + 1 WHERE id = ? AND version = ?",
              (pkiConf ? Enrollment.State.CONFIRMED : Enrollment.State.REFUSED).name(),
              message,
              now,
              enrollment.id(),
              enrollment.version());
          tx.journal(
              pkiConf ? "certificate-confirmed" : "certificate-confirmation-refused",
              Optional.of(enrollment.serialNumber()),
              Map.of("enrollment", enrollment.id()));
        });
  }

  /**
   * Records the enroll status (RFC 8995 section 5.9.4). The first word of each kind counts.
   *
   * @param matched whether the client certificate of the connection was the one that was issued
   * @return whether it changed anything
   */
  public boolean status(
      String id, boolean success, boolean matched, Optional<String> reason, byte[] content) {
    var now = clock.instant();
    return store.commit(
        tx -> {
          var enrollment = Ledger.enrollment(tx, id).orElseThrow();
          int changed =
              tx.update(
                  "UPDATE enrollment SET enrolled = ?, enrolled_matched = ?, enrolled_reason = ?,"
                      + " changed = ?, version = version + 1 WHERE id = ? AND version = ?"
                      + " AND (enrolled IS NULL OR enrolled < ?)",
                  success,
                  matched,
                  reason,
                  now,
                  id,
                  enrollment.version(),
                  success);
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

  @FunctionalInterface
  private interface Settlement {
    void apply(Transaction tx, Enrollment enrollment);
  }

  private void settle(Parcel parcel, Enrollment.State expected, Settlement settlement) {
    boolean settled =
        store.commit(
            tx -> {
              var current = Ledger.parcel(tx, parcel.id());
              var enrollment = Ledger.enrollment(tx, parcel.exchange()).orElseThrow();
              if (current.isEmpty() || enrollment.state() != expected) {
                return false;
              }
              settlement.apply(tx, enrollment);
              Ledger.settle(tx, current.get(), "DELIVERED");
              return true;
            });
    if (settled) {
      bells.ring(parcel.exchange());
    }
  }

  private static Enrollment.State stateAfter(Answer answer) {
    return answer
        .issued()
        .map(
            issued ->
                issued.implicitConfirm() ? Enrollment.State.CONFIRMED : Enrollment.State.ISSUED)
        .orElse(Enrollment.State.REFUSED);
  }

  private static Message.Draft toPledge(Message.Party sender, Message.Kind kind, byte[] content) {
    return new Message.Draft(sender, Message.Party.PLEDGE, kind, MEDIA_TYPE, content);
  }

  private void submit(
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

  private static void supersede(Transaction tx, Imprint imprint, Instant now) {
    for (var older : Ledger.unfinishedEnrollments(tx, imprint.device())) {
      tx.updateOne(
          "UPDATE enrollment SET state = ?, changed = ?, version = version + 1"
              + " WHERE id = ? AND version = ?",
          Enrollment.State.SUPERSEDED.name(),
          now,
          older.id(),
          older.version());
      for (var parcel : Ledger.waitingParcels(tx, older.id())) {
        Ledger.settle(tx, parcel, "WITHDRAWN");
      }
      tx.journal(
          "certificate-request-superseded",
          Optional.of(imprint.serialNumber()),
          Map.of("enrollment", older.id()));
    }
  }

  private String insert(Transaction tx, Accepted accepted, String hash, Instant now) {
    var id = store.ids().next();
    tx.update(
        """
        INSERT INTO enrollment (id, device, imprint, transaction_id, sender, protocol, profile,
          assurance, waiting_owner, sequence, generation, request_sha256, state, implicit_confirm,
          changed, version)
        VALUES (?, ?, ?, ?, ?, 'cmp', 'default', 'end-to-end', 'registrar', ?, ?, ?, ?, 0, ?, 1)
        """,
        id,
        accepted.imprint().device(),
        accepted.imprint().id(),
        accepted.transactionId(),
        accepted.sender(),
        accepted.sequence(),
        accepted.imprint().generation(),
        hash,
        Enrollment.State.SUBMITTED.name(),
        now);
    return id;
  }
}
