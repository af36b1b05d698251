package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Review.Event;
import dev.brski.registrar.onboarding.Review.State;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reviews of the MASAs' audit logs. One that refuses a device ends its voucher exchange, if the
 * device has not told what it makes of the voucher, and every operation of the device.
 */
public final class Reviews {

  /** What the pledge is told that is refused (RFC 8995 section 5.6). */
  public static final String TOLD = "the history of this device is not acceptable here";

  private static final int NOT_ACCEPTABLE = 406;
  private static final int LONGEST_LINE = 2000;

  private static final String REVIEW =
      """
      SELECT r.*, d.serial_number, d.manufacturer FROM log_review r JOIN device d ON d.id = r.device
      """;

  /**
   * What is asked of the MASA after its voucher.
   *
   * @param domainId of the certificate that the voucher pins
   * @param asks whether the audit log is asked for
   * @param keepsVoucher whether the voucher waits for it
   */
  public record Demand(String domainId, boolean asks, boolean keepsVoucher) {}

  /** What the policy makes of a log, or of there being none. */
  public enum Outcome {
    CLEAR(Event.LOG_CLEAR),
    DOUBTFUL(Event.LOG_DOUBTFUL),
    BAD(Event.LOG_BAD);

    private final Event event;

    Outcome(Event event) {
      this.event = event;
    }
  }

  /**
   * A judgement.
   *
   * @param outcome what becomes of the device
   * @param findings what was found, as text
   * @param reason what decided, in words; empty when nothing did
   */
  public record Judgement(Outcome outcome, String findings, String reason) {}

  private final Store store;
  private final Bells bells;
  private final InstantSource clock;

  Reviews(Store store, Bells bells, InstantSource clock) {
    this.store = store;
    this.bells = bells;
    this.clock = clock;
  }

  /** The review that belongs to a voucher exchange, if its log was asked for. */
  public Optional<Review> of(String imprint) {
    return store.read(rows -> of(rows, imprint));
  }

  /** Where the review stands that decides about a voucher exchange ({@link Imprint#review}). */
  public Optional<State> state(String imprint) {
    return store.read(rows -> Ledger.imprint(rows, imprint).flatMap(Imprint::review));
  }

  /** The voucher exchanges of a device that wait for an operator, the oldest first. */
  public List<String> held(String device) {
    return store.read(
        rows ->
            rows.query(
                "SELECT imprint FROM log_review WHERE device = ? AND state = ? ORDER BY imprint",
                row -> row.text("imprint"),
                device,
                State.HELD.name()));
  }

  /** The newest review of each device of a serial number; manufacturers may use it twice. */
  public List<Review> latest(String serialNumber) {
    return store.read(
        rows ->
            rows.query(
                REVIEW
                    + """
                    WHERE d.serial_number = ? AND r.imprint = (
                      SELECT max(imprint) FROM log_review WHERE device = d.id)
                    ORDER BY d.manufacturer
                    """,
                Reviews::review,
                serialNumber));
  }

  /** What this registrar remembers of a device. */
  public Memory memory(String device) {
    return store.read(rows -> Recollection.of(rows, device));
  }

  /** The log is here and was judged; its parcel ends. */
  public void judged(Parcel parcel, byte[] log, Judgement judgement) {
    conclude(parcel, Optional.of(log), judgement.outcome().event, judgement);
  }

  /**
   * The MASA gives no log, or one that cannot be read, and the policy rules on that; the parcel
   * ends. What it allows goes on, and is asked for once more when the pledge has told what it makes
   * of its voucher.
   */
  public void withoutLog(Parcel parcel, Optional<byte[]> answer, Judgement judgement) {
    var event =
        switch (judgement.outcome()) {
          case CLEAR -> Event.LOG_MISSING;
          case DOUBTFUL, BAD -> judgement.outcome().event;
        };
    conclude(parcel, answer, event, judgement);
  }

  private void conclude(Parcel parcel, Optional<byte[]> log, Event event, Judgement judgement) {
    var now = clock.instant();
    boolean changed =
        store.commit(
            tx -> {
              var waits = Ledger.parcel(tx, parcel.id());
              var review = of(tx, parcel.exchange());
              if (waits.isEmpty() || review.isEmpty()) {
                return false;
              }
              Moves.move(tx, waits.get(), Parcel.Event.ANSWERED);
              var happened =
                  event == Event.LOG_MISSING && awaitsMore(tx, review.get())
                      ? Event.PASSED_OVER
                      : event;
              if (!Review.LIFE.allows(review.get().state(), happened)) {
                return false;
              }
              keep(tx, review.get(), log, judgement);
              move(tx, review.get(), happened, judgement.reason(), Optional.empty(), now);
              return true;
            });
    if (changed) {
      bells.ring(parcel.exchange());
    }
  }

  /** A voucher that is kept back for a log that is missing now, or was not spoken of yet. */
  private static boolean awaitsMore(Reading rows, Review review) {
    return review.state() == State.AWAITED
        || Ledger.imprint(rows, review.imprint())
            .filter(imprint -> imprint.state() == Imprint.State.VOUCHERED)
            .isPresent();
  }

  private static void keep(
      Transaction tx, Review review, Optional<byte[]> log, Judgement judgement) {
    tx.updateOne(
        "UPDATE log_review SET log = ?, findings = ? WHERE imprint = ?",
        log,
        judgement.findings(),
        review.imprint());
  }

  /**
   * The voucher is kept back no longer for a log that is not there; the log stays asked for.
   *
   * @param longest how long it is kept back at most
   * @return whether it is not kept back now
   */
  public boolean passOver(String imprint, String reason, Duration longest) {
    var now = clock.instant();
    boolean passed =
        store.commit(
            tx ->
                of(tx, imprint)
                    .filter(review -> review.state() == State.AWAITED)
                    .filter(review -> isOver(review, longest, now))
                    .map(
                        review -> {
                          move(tx, review, Event.PASSED_OVER, reason, Optional.empty(), now);
                          return true;
                        })
                    .orElse(false));
    if (passed) {
      bells.ring(imprint);
    }
    return passed;
  }

  /** A clock that was ahead and was put right keeps nothing back for longer. */
  private static boolean isOver(Review review, Duration longest, Instant now) {
    return !now.isBefore(review.since().plus(longest)) || now.isBefore(review.since());
  }

  /**
   * The pledge has told what it makes of its voucher: a log that was not judged is asked for now
   * (RFC 8995 section 5.8).
   *
   * @return whether something is due
   */
  public boolean askAgain(String imprint) {
    var now = clock.instant();
    return store.commit(
        tx -> {
          var review = of(tx, imprint);
          if (review.filter(open -> open.state() == State.PASSED).isEmpty()) {
            return false;
          }
          if (Ledger.waitingParcels(tx, imprint).isEmpty()) {
            ask(tx, Ledger.imprint(tx, imprint).orElseThrow(), now);
          } else {
            tx.update(
                "UPDATE outbox SET next_attempt = min(next_attempt, ?), version = version + 1"
                    + " WHERE state = 'WAITING' AND exchange = ?",
                now,
                imprint);
          }
          return true;
        });
  }

  /**
   * An operator decides.
   *
   * @param accept whether the device is taken
   * @param marks of what is held against it, so that it is not held against it again
   * @return the review as it was before; empty when nothing was to be decided any more
   */
  public Optional<Review> decide(String imprint, boolean accept, Order order, List<String> marks) {
    var now = clock.instant();
    var event = accept ? Event.OPERATOR_ACCEPTED : Event.OPERATOR_REFUSED;
    var before =
        store.commit(
            tx -> {
              var review = of(tx, imprint).filter(open -> Review.LIFE.allows(open.state(), event));
              review.ifPresent(
                  open -> {
                    Moves.withdrawParcels(tx, imprint);
                    if (accept) {
                      Recollection.accepted(tx, open.device(), marks, now);
                    }
                    move(tx, open, event, order.reason(), Optional.of(order.who()), now);
                  });
              return review;
            });
    if (before.isPresent()) {
      bells.ring(imprint);
    }
    return before;
  }

  /** The voucher is here: what it pins is remembered, and the log is asked for. */
  void begin(Transaction tx, Imprint imprint, Demand demand, Instant now) {
    Recollection.vouchered(tx, imprint, demand.domainId(), now);
    beginStored(tx, imprint, demand, now);
  }

  /** A voucher is used that did not come for this exchange; the log is asked for. */
  void beginStored(Transaction tx, Imprint imprint, Demand demand, Instant now) {
    if (!demand.asks()) {
      return;
    }
    var event = demand.keepsVoucher() ? Event.VOUCHER_KEPT : Event.VOUCHER_CAME;
    tx.update(
        """
        INSERT INTO log_review (imprint, device, state, since, changed, version)
        VALUES (?, ?, ?, ?, ?, 1)
        """,
        imprint.id(),
        imprint.device(),
        Review.LIFE.begin(event).name(),
        now,
        now);
    ask(tx, imprint, now);
  }

  private void ask(Transaction tx, Imprint imprint, Instant now) {
    Ledger.postAgain(
        tx,
        store.ids(),
        Ledger.masa(tx, imprint),
        imprint,
        Message.Kind.REGISTRAR_VOUCHER_REQUEST,
        Message.Kind.AUDIT_LOG_REQUEST,
        now);
  }

  /** The voucher exchange ends otherwise. */
  static void end(Transaction tx, String imprint, Instant now) {
    of(tx, imprint)
        .filter(review -> Review.LIFE.allows(review.state(), Event.EXCHANGE_ENDED))
        .ifPresent(review -> Moves.move(tx, review, Event.EXCHANGE_ENDED, now));
  }

  private static void move(
      Transaction tx, Review review, Event event, String reason, Optional<String> by, Instant now) {
    Moves.move(tx, review, event, now);
    tx.updateOne(
        "UPDATE log_review SET reason = ?, decided_by = ? WHERE imprint = ?",
        cut(reason),
        by,
        review.imprint());
    var details = new HashMap<String, String>();
    details.put("imprint", review.imprint());
    details.put("reason", cut(reason));
    by.ifPresent(who -> details.put("by", who));
    tx.journal(line(event), Optional.of(review.serialNumber()), Map.copyOf(details));
    if (Review.LIFE.after(review.state(), event) == State.REFUSED) {
      refuse(tx, review, cut(reason), now);
    }
  }

  private static String line(Event event) {
    return switch (event) {
      case PASSED_OVER -> "audit-log-passed-over";
      case LOG_CLEAR -> "audit-log-clear";
      case LOG_DOUBTFUL -> "audit-log-held";
      case LOG_BAD -> "audit-log-refused";
      case LOG_MISSING -> "audit-log-missing";
      case OPERATOR_ACCEPTED -> "audit-log-accepted-by-operator";
      case OPERATOR_REFUSED -> "audit-log-refused-by-operator";
      case VOUCHER_KEPT, VOUCHER_CAME, EXCHANGE_ENDED ->
          throw new IllegalArgumentException(event + " has no line of its own");
    };
  }

  private static void refuse(Transaction tx, Review review, String reason, Instant now) {
    var imprint = Ledger.imprint(tx, review.imprint()).orElseThrow();
    for (var enrollment : Ledger.openCertifications(tx, review.device())) {
      end(tx, enrollment, reason, now);
    }
    if (Imprint.LIFE.allows(imprint.state(), Imprint.Event.LOG_REFUSED)) {
      Moves.move(tx, imprint, Imprint.Event.LOG_REFUSED, now);
      tx.updateOne(
          "UPDATE imprint SET refused_status = ?, refused_told = ? WHERE id = ?",
          NOT_ACCEPTABLE,
          TOLD,
          imprint.id());
    }
  }

  private static void end(Transaction tx, Enrollment enrollment, String reason, Instant now) {
    Moves.move(tx, enrollment, Enrollment.Event.LOG_REFUSED, now);
    Moves.withdrawParcels(tx, enrollment.id());
    tx.updateOne(
        "UPDATE enrollment SET withdrawn_by = ?, withdrawn_reason = ? WHERE id = ?",
        "audit log",
        reason,
        enrollment.id());
    tx.journal(
        "certificate-request-withdrawn",
        Optional.of(enrollment.serialNumber()),
        Map.of(
            "exchange",
            enrollment.id(),
            "state",
            enrollment.state().name(),
            "by",
            "audit log",
            "reason",
            reason));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…";
  }

  private static Optional<Review> of(Reading rows, String imprint) {
    return rows.one(REVIEW + "WHERE r.imprint = ?", Reviews::review, imprint);
  }

  private static Review review(Row row) {
    return new Review(
        row.text("imprint"),
        row.text("device"),
        row.text("serial_number"),
        row.text("manufacturer"),
        State.valueOf(row.text("state")),
        row.optionalBytes("log"),
        row.optionalText("findings"),
        row.optionalText("reason"),
        row.optionalText("decided_by"),
        row.instant("since"),
        row.instant("changed"),
        row.number("version"));
  }
}
