package dev.brski.registrar.onboarding;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PKI management operations: from the request that opens one to the enroll status. */
public final class Enrollments {

  private static final Logger LOG = LoggerFactory.getLogger(Enrollments.class);

  /** What gives a device the right to an operation. */
  public sealed interface Basis {

    /** Whose device it is. */
    String serialNumber();

    /** A voucher exchange of this registrar, which the IDevID goes on with. */
    record Voucher(Imprint imprint) implements Basis {

      @Override
      public String serialNumber() {
        return imprint.serialNumber();
      }
    }

    /**
     * A certificate of the domain.
     *
     * @param manufacturer of the device, as far as it is known here
     * @param imprint the voucher exchange that led to the certificate, if it was one of this
     *     registrar and is still kept
     * @param domain whose certificate it is
     * @param generation of the registrar's credential that the device sees now
     */
    record Membership(
        String manufacturer,
        String serialNumber,
        Optional<String> imprint,
        String domain,
        int generation)
        implements Basis {}
  }

  /**
   * A request that passed every check.
   *
   * @param label the path segment under which it is sent on
   * @param transactionId hexadecimal
   * @param sender SHA-256 of the protecting certificate, hexadecimal
   * @param sequence the consent's sequence number, growing with each of this registrar's consents
   * @param request the device's message, exact octets
   * @param onward what goes on to the authority, and this registrar's consent
   */
  public record Accepted(
      Basis basis,
      Operation operation,
      String label,
      String transactionId,
      String sender,
      long sequence,
      byte[] request,
      Onward onward) {}

  /**
   * The authority's answer to the request that opened an operation.
   *
   * @param content the answer, exact octets
   * @param sender who made it: the authority, or this registrar in its place
   * @param nonce its senderNonce, hexadecimal
   * @param original the authority's own octets, where the pledge gets others
   */
  public record Answer(
      byte[] content,
      Message.Party sender,
      String nonce,
      Meaning meaning,
      Optional<byte[]> original) {

    /** One that the pledge gets as it came. */
    public Answer(byte[] content, Message.Party sender, String nonce, Meaning meaning) {
      this(content, sender, nonce, meaning, Optional.empty());
    }

    private Optional<Meaning.Issued> issued() {
      return meaning instanceof Meaning.Issued issued ? Optional.of(issued) : Optional.empty();
    }

    private Optional<String> told() {
      return meaning instanceof Meaning.Refused(var told) ? Optional.of(told) : Optional.empty();
    }
  }

  /** What an answer means. */
  public sealed interface Meaning {

    /**
     * A certificate was issued.
     *
     * @param sha256 of the certificate, hexadecimal
     * @param serialNumber the certificate's, hexadecimal
     * @param implicitConfirm whether no certConf is expected
     */
    record Issued(String sha256, String serialNumber, boolean implicitConfirm) implements Meaning {}

    /** What was asked for is done or told, and it is no certificate. */
    record Done() implements Meaning {}

    /** It is refused, with this text. */
    record Refused(String told) implements Meaning {}
  }

  /** What became of an attempt to begin an operation. */
  public sealed interface Begun {
    /** It runs: begun now, or by the same octets before. */
    record Running(Enrollment enrollment) implements Begun {}

    /** Another operation has this transactionID. */
    record TransactionIdInUse() implements Begun {}

    /** A newer operation of the device was begun meanwhile. */
    record Overtaken() implements Begun {}

    /** The voucher exchange allows none any more. */
    record NotImprinted(Imprint imprint) implements Begun {}

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

  /** Stands for the maker of a member that this registrar never saw otherwise; no file has it. */
  public static final String OF_THE_DOMAIN = "(this domain)";

  /**
   * What is known here of a member of the domain.
   *
   * @param manufacturer who made it, or {@link #OF_THE_DOMAIN}
   * @param imprint the voucher exchange that counts for it, if one is still kept
   * @param withdrawn whether an operator has withdrawn the operation that its certificate is of
   */
  public record Origin(String manufacturer, Optional<String> imprint, boolean withdrawn) {}

  /**
   * The origin of a member. Who shows a certificate that did not come by way of this registrar, or
   * is not kept any more, is the device of that serial number: an authority has one of each.
   *
   * @param certificate SHA-256, hexadecimal
   */
  public Origin origin(String certificate, String serialNumber) {
    return store.read(
        rows ->
            Ledger.enrollmentIssuing(rows, certificate)
                .map(
                    enrollment ->
                        new Origin(
                            Ledger.manufacturer(rows, enrollment.device()),
                            enrollment.imprint(),
                            enrollment.state() == Enrollment.State.WITHDRAWN))
                .or(() -> Ledger.originOf(rows, serialNumber))
                .orElseGet(() -> new Origin(OF_THE_DOMAIN, Optional.empty(), false)));
  }

  /** The device's newest operation. */
  public Optional<Enrollment> latest(String device) {
    return store.read(rows -> Ledger.latestEnrollment(rows, device));
  }

  /**
   * The answers in which certificates came for devices of a serial number, newest first, by
   * manufacturer.
   */
  public List<Certified> certified(String serialNumber) {
    return store.read(
        rows ->
            rows.query(
                """
                SELECT d.manufacturer, m.content FROM enrollment e
                  JOIN device d ON d.id = e.device JOIN message m ON m.id = e.response
                  WHERE d.serial_number = ? AND e.certificate IS NOT NULL ORDER BY e.id DESC
                """,
                row -> new Certified(row.text("manufacturer"), row.bytes("content")),
                serialNumber));
  }

  /**
   * An answer with a certificate.
   *
   * @param manufacturer its device's
   * @param response exact octets
   */
  public record Certified(String manufacturer, byte[] response) {}

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
          return switch (accepted.basis()) {
            case Basis.Voucher(var earlier) -> {
              var imprint = Ledger.imprint(tx, earlier.id()).orElseThrow();
              yield imprint.allowsEnrollment()
                  ? begin(
                      tx,
                      accepted,
                      Ground.of(imprint, Ledger.manufacturer(tx, imprint.device())),
                      hash,
                      now)
                  : new Begun.NotImprinted(imprint);
            }
            case Basis.Membership member -> begin(tx, accepted, ground(tx, member, now), hash, now);
          };
        });
  }

  /** Where an operation stands in the ledger. */
  private record Ground(
      String device,
      String manufacturer,
      String serialNumber,
      Optional<String> imprint,
      String domain,
      int generation) {

    static Ground of(Imprint imprint, String manufacturer) {
      return new Ground(
          imprint.device(),
          manufacturer,
          imprint.serialNumber(),
          Optional.of(imprint.id()),
          imprint.domain(),
          imprint.generation());
    }
  }

  private Ground ground(Transaction tx, Basis.Membership member, Instant now) {
    return new Ground(
        Ledger.device(tx, store.ids(), member.manufacturer(), member.serialNumber(), now),
        member.manufacturer(),
        member.serialNumber(),
        member.imprint().flatMap(id -> Ledger.imprint(tx, id)).map(Imprint::id),
        member.domain(),
        member.generation());
  }

  private Begun begin(Transaction tx, Accepted accepted, Ground ground, String hash, Instant now) {
    if (Ledger.highestSequence(tx, ground.device()) > accepted.sequence()) {
      return new Begun.Overtaken();
    }
    var beyond =
        denial(tx, accepted.operation(), ground)
            .or(() -> beyond(tx, ground.manufacturer(), ground.serialNumber(), now, hash));
    if (beyond.isPresent()) {
      return new Begun.Beyond(beyond.get());
    }
    allowance.charge(tx, ground.device(), now);
    supersede(tx, ground, accepted.operation(), now);
    var id = insert(tx, accepted, ground, hash, now);
    steps.submit(
        tx,
        id,
        ground.device(),
        ground.domain(),
        new Steps.Asked(
            accepted.operation().request(),
            accepted.request(),
            accepted.operation().consented(),
            accepted.onward()),
        now);
    var details = new HashMap<String, String>();
    details.put("enrollment", id);
    details.put("operation", accepted.operation().name().toLowerCase(Locale.ROOT));
    details.put("transaction-id", accepted.transactionId());
    ground.imprint().ifPresent(imprint -> details.put("imprint", imprint));
    details.put("request-sha256", hash);
    if (accepted.onward().form() != Forwarding.NESTED) {
      details.put("form", accepted.onward().form().name().toLowerCase(Locale.ROOT));
    }
    tx.journal(
        accepted.operation().certifies() ? "certificate-requested" : "operation-requested",
        Optional.of(ground.serialNumber()),
        details);
    Retention.prune(tx, ground.device());
    return new Begun.Running(Ledger.enrollment(tx, id).orElseThrow());
  }

  /** Who was turned away may still give up its certificate, and ask what all may know. */
  private static Optional<Limits.Beyond> denial(
      Transaction tx, Operation operation, Ground ground) {
    return operation.certifies()
        ? JoinRows.denial(tx, ground.manufacturer(), ground.serialNumber())
        : Optional.empty();
  }

  /**
   * Why a device may begin no operation now, before anything is made for it.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk has no room for a new one
   */
  public Optional<Limits.Beyond> beyond(Basis basis, byte[] request) {
    store.requireRoom();
    var now = clock.instant();
    return store.read(
        rows ->
            beyond(
                rows,
                switch (basis) {
                  case Basis.Voucher(var imprint) -> Ledger.manufacturer(rows, imprint.device());
                  case Basis.Membership member -> member.manufacturer();
                },
                basis.serialNumber(),
                now,
                Ledger.hash(request)));
  }

  private Optional<Limits.Beyond> beyond(
      Reading rows, String manufacturer, String serialNumber, Instant now, String requestSha256) {
    return allowance.refusal(rows, manufacturer, serialNumber, now, requestSha256.hashCode());
  }

  /** The device's own message that asks a question, exact octets. */
  public byte[] asked(Enrollment enrollment, Enrollment.Question question) {
    return message(enrollment.id(), kind(enrollment, question), Message.Party.REGISTRAR)
        .orElseThrow();
  }

  /** The same as the authority gets it. */
  public byte[] onward(Enrollment enrollment, Enrollment.Question question) {
    var kind =
        enrollment.form() == Forwarding.NESTED
            ? switch (question) {
              case REQUEST -> enrollment.operation().consented();
              case CONFIRMATION -> Optional.of(Message.Kind.NESTED_CERTIFICATE_CONFIRM);
            }
            : Optional.of(kind(enrollment, question));
    return kind.flatMap(sent -> message(enrollment.id(), sent, Message.Party.AUTHORITY))
        .orElseGet(() -> asked(enrollment, question));
  }

  private static Message.Kind kind(Enrollment enrollment, Enrollment.Question question) {
    return switch (question) {
      case REQUEST -> enrollment.operation().request();
      case CONFIRMATION -> Message.Kind.CERTIFICATE_CONFIRM;
    };
  }

  private Optional<byte[]> message(String id, Message.Kind kind, Message.Party receiver) {
    return store.read(rows -> Ledger.content(rows, id, kind, receiver));
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
   * The final answer to the request that opened an operation is here; a parcel ends with it.
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
              journalled(enrollment.operation(), answer.meaning()),
              Optional.of(enrollment.serialNumber()),
              details);
        },
        enrollment ->
            enrollment.isUnderWay()
                && enrollment.response().isPresent()
                && enrollment.certificate().equals(answer.issued().map(Meaning.Issued::sha256)),
        new Steps.Late(answer.issued().isPresent(), described(answer)));
  }

  private static String journalled(Operation operation, Meaning meaning) {
    return switch (meaning) {
      case Meaning.Issued _ -> "certificate-issued";
      case Meaning.Done _ -> "operation-answered";
      case Meaning.Refused _ -> operation.certifies() ? "certificate-refused" : "operation-refused";
    };
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
    steps.keepOriginal(
        tx, enrollment.id(), enrollment.operation().response(), answer.original(), now);
    var message =
        Ledger.store(
            tx,
            store.ids(),
            enrollment.id(),
            Steps.toPledge(answer.sender(), enrollment.operation().response(), answer.content()),
            now);
    var issued = answer.issued();
    tx.updateOne(
        """
        UPDATE enrollment SET response = ?, implicit_confirm = ?, response_nonce = ?,
          certificate = ?, certificate_serial = ?, told = ?, version = version + 1
        WHERE id = ?
        """,
        message,
        issued.map(Meaning.Issued::implicitConfirm).orElse(false),
        answer.nonce(),
        issued.map(Meaning.Issued::sha256),
        issued.map(Meaning.Issued::serialNumber),
        answer.told(),
        enrollment.id());
  }

  private static Enrollment.Event meaning(Answer answer) {
    return switch (answer.meaning()) {
      case Meaning.Issued issued ->
          issued.implicitConfirm() ? Enrollment.Event.ISSUED_CONFIRMED : Enrollment.Event.ISSUED;
      case Meaning.Done() -> Enrollment.Event.ANSWERED;
      case Meaning.Refused _ -> Enrollment.Event.REFUSED;
    };
  }

  /** Ends what a device has under way for a certificate. */
  static void supersede(Transaction tx, Imprint imprint, Instant now) {
    Ledger.openCertifications(tx, imprint.device())
        .forEach(older -> supersede(tx, older, imprint.serialNumber(), now));
  }

  private static void supersede(Transaction tx, Ground ground, Operation newer, Instant now) {
    Ledger.openBeside(tx, ground.device(), newer)
        .forEach(older -> supersede(tx, older, ground.serialNumber(), now));
  }

  private static void supersede(
      Transaction tx, Enrollment older, String serialNumber, Instant now) {
    Moves.move(tx, older, Enrollment.Event.REPLACED, now);
    Ledger.waitingParcels(tx, older.id()).stream()
        .filter(parcel -> parcel.state() == Parcel.State.INDETERMINATE)
        .forEach(parcel -> abandoned(tx, parcel));
    Moves.withdrawParcels(tx, older.id());
    tx.journal(
        older.operation().certifies() ? "certificate-request-superseded" : "operation-superseded",
        Optional.of(serialNumber),
        Map.of("enrollment", older.id()));
  }

  /** Nobody will resolve it any more, and the device may get a second certificate. */
  private static void abandoned(Transaction tx, Parcel parcel) {
    LOG.error(
        "device {} begins anew, and whether {} has its {} of before ({}) is not known. Look there"
            + " whether a certificate was issued for it, and revoke that: this registrar will not"
            + " ask again",
        parcel.serialNumber(),
        parcel.destination().title(),
        parcel.kind().title(),
        parcel.id());
    tx.journal(
        "indeterminate-abandoned",
        Optional.of(parcel.serialNumber()),
        Map.of(
            "exchange", parcel.exchange(),
            "parcel", parcel.id(),
            "reason", parcel.reason().orElse("")));
  }

  private String insert(
      Transaction tx, Accepted accepted, Ground ground, String hash, Instant now) {
    var id = store.ids().next();
    tx.update(
        """
        INSERT INTO enrollment (id, device, imprint, domain, operation, label, transaction_id,
          sender, protocol, profile, assurance, waiting_owner, sequence, generation,
          request_sha256, form, state, implicit_confirm, changed, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'cmp', 'default', ?, 'none', ?, ?, ?, ?, ?, 0, ?, 1)
        """,
        id,
        ground.device(),
        ground.imprint(),
        ground.domain(),
        accepted.operation().name(),
        accepted.label(),
        accepted.transactionId(),
        accepted.sender(),
        accepted.onward().form().assurance(),
        accepted.sequence(),
        ground.generation(),
        hash,
        accepted.onward().form().name(),
        Enrollment.LIFE.begin(Enrollment.Event.REQUESTED).name(),
        now);
    return id;
  }
}
