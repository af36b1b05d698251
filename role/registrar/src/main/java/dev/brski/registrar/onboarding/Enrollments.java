package dev.brski.registrar.onboarding;

import dev.brski.store.Reading;
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

    /** A newer operation of the device was begun meanwhile. */
    record Overtaken() implements Begun {}

    /** The voucher exchange allows none any more. */
    record NotImprinted() implements Begun {}

    /** A limit is reached: nothing was begun. */
    record Beyond(Limits.Beyond limit) implements Begun {}
  }

  private final Store store;
  private final Bells bells;
  private final InstantSource clock;
  private final Steps steps;
  private final AtomicLong sequence;
  private final Allowance allowance;

  Enrollments(Store store, Bells bells, InstantSource clock, Allowance allowance) {
    this.allowance = allowance;
    this.store = store;
    this.bells = bells;
    this.clock = clock;
    this.steps = new Steps(store, bells);
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
          store.requireRoom();
          var imprint = Ledger.imprint(tx, accepted.imprint().id()).orElseThrow();
          if (!imprint.allowsEnrollment()) {
            return new Begun.NotImprinted();
          }
          if (Ledger.highestSequence(tx, imprint.device()) > accepted.sequence()) {
            return new Begun.Overtaken();
          }
          var beyond =
              JoinRows.denial(tx, Ledger.manufacturer(tx, imprint.device()), imprint.serialNumber())
                  .or(() -> beyond(tx, imprint, now, hash));
          if (beyond.isPresent()) {
            return new Begun.Beyond(beyond.get());
          }
          allowance.charge(tx, imprint.device(), now);
          supersede(tx, imprint, now);
          var id = insert(tx, accepted, hash, now);
          steps.submit(
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
          Retention.prune(tx, imprint.device());
          return new Begun.Running(Ledger.enrollment(tx, id).orElseThrow());
        });
  }

  /**
   * Why a device may begin no operation now, before anything is made for it.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk has no room for a new one
   */
  public Optional<Limits.Beyond> beyond(Imprint imprint, byte[] request) {
    store.requireRoom();
    var now = clock.instant();
    return store.read(rows -> beyond(rows, imprint, now, Ledger.hash(request)));
  }

  private Optional<Limits.Beyond> beyond(
      Reading rows, Imprint imprint, Instant now, String requestSha256) {
    return allowance.refusal(
        rows,
        Ledger.manufacturer(rows, imprint.device()),
        imprint.serialNumber(),
        now,
        requestSha256.hashCode());
  }

  /** The pledge's own message that asks a question, exact octets. */
  public byte[] asked(String id, Enrollment.Question question) {
    return message(
        id,
        switch (question) {
          case CERTIFICATION -> Message.Kind.CERTIFICATION_REQUEST;
          case CONFIRMATION -> Message.Kind.CERTIFICATE_CONFIRM;
        });
  }

  /** The same inside the registrar's signature. */
  public byte[] consented(String id, Enrollment.Question question) {
    return message(
        id,
        switch (question) {
          case CERTIFICATION -> Message.Kind.NESTED_CERTIFICATION_REQUEST;
          case CONFIRMATION -> Message.Kind.NESTED_CERTIFICATE_CONFIRM;
        });
  }

  private byte[] message(String id, Message.Kind kind) {
    return store.read(rows -> Ledger.content(rows, id, kind)).orElseThrow();
  }

  /**
   * Waits for the authority's word, at most so long: its final answer, or that it says waiting;
   * empty when nothing has come.
   */
  public Optional<byte[]> awaitWord(String id, Enrollment.Question question, Duration most)
      throws InterruptedException {
    return bells
        .await(
            id,
            most,
            () -> get(id).filter(known -> known.word(question).isPresent() || !known.isUnderWay()))
        .flatMap(known -> known.word(question));
  }

  /**
   * The final answer to the certification request is here; a parcel ends with it.
   *
   * @param parcel what carried the request, unless the answer came to a poll
   * @return whether the pledge may have it: not when the operation is over, or another certificate
   *     was issued before
   */
  public boolean answered(String id, Optional<Parcel> parcel, Answer answer) {
    var now = clock.instant();
    return steps.settle(
        id,
        parcel,
        Enrollment.State.SUBMITTED,
        (tx, enrollment) -> {
          Moves.move(tx, enrollment, meaning(answer), now);
          keep(tx, enrollment, answer, now);
          var details = new HashMap<>(described(answer));
          details.put("enrollment", enrollment.id());
          tx.journal(
              answer.issued().isPresent() ? "certificate-issued" : "certificate-refused",
              Optional.of(enrollment.serialNumber()),
              details);
        },
        enrollment ->
            enrollment.isUnderWay()
                && enrollment.response().isPresent()
                && enrollment.certificate().equals(answer.issued().map(Issued::sha256)),
        new Steps.Late(answer.issued().isPresent(), described(answer)));
  }

  private static Map<String, String> described(Answer answer) {
    var details = new HashMap<String, String>();
    details.put("response-sha256", Ledger.hash(answer.content()));
    answer
        .issued()
        .ifPresent(certificate -> details.put("certificate", certificate.serialNumber()));
    answer.told().ifPresent(text -> details.put("told", text));
    return details;
  }

  private void keep(Transaction tx, Enrollment enrollment, Answer answer, Instant now) {
    var message =
        Ledger.store(
            tx,
            store.ids(),
            enrollment.id(),
            Steps.toPledge(answer.sender(), Message.Kind.CERTIFICATION_RESPONSE, answer.content()),
            now);
    var issued = answer.issued();
    tx.updateOne(
        """
        UPDATE enrollment SET response = ?, implicit_confirm = ?, response_nonce = ?,
          certificate = ?, certificate_serial = ?, told = ?, version = version + 1
        WHERE id = ?
        """,
        message,
        issued.map(Issued::implicitConfirm).orElse(false),
        answer.nonce(),
        issued.map(Issued::sha256),
        issued.map(Issued::serialNumber),
        answer.told(),
        enrollment.id());
  }

  private static Enrollment.Event meaning(Answer answer) {
    return answer
        .issued()
        .map(
            issued ->
                issued.implicitConfirm()
                    ? Enrollment.Event.ISSUED_CONFIRMED
                    : Enrollment.Event.ISSUED)
        .orElse(Enrollment.Event.REFUSED);
  }

  static void supersede(Transaction tx, Imprint imprint, Instant now) {
    for (var older : Ledger.openEnrollments(tx, imprint.device())) {
      Moves.move(tx, older, Enrollment.Event.REPLACED, now);
      Moves.withdrawParcels(tx, older.id());
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
        VALUES (?, ?, ?, ?, ?, 'cmp', 'default', 'end-to-end', 'none', ?, ?, ?, ?, 0, ?, 1)
        """,
        id,
        accepted.imprint().device(),
        accepted.imprint().id(),
        accepted.transactionId(),
        accepted.sender(),
        accepted.sequence(),
        accepted.imprint().generation(),
        hash,
        Enrollment.LIFE.begin(Enrollment.Event.REQUESTED).name(),
        now);
    return id;
  }
}
