package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Message.Kind;
import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What operators see of the outbox: upstream messages, and the exchanges that they belong to. */
public final class Queue {

  private static final String LINES =
      """
      SELECT o.id, o.exchange, d.serial_number, d.manufacturer, coalesce(o.asks, m.kind) AS kind,
        o.destination, o.state,
        o.created, o.attempts, coalesce(a.reason, o.reason) AS reason,
        coalesce(max(a.next_attempt, o.next_attempt), o.next_attempt) AS next_attempt
      FROM outbox o JOIN device d ON d.id = o.device JOIN message m ON m.id = o.message
      LEFT JOIN away a ON a.destination = o.destination AND o.state = 'WAITING'
      """;
  private static final String MESSAGES =
      "SELECT at, sender, receiver, kind, media_type, length(content) AS size, sha256"
          + " FROM message WHERE exchange = ? ORDER BY id";

  /**
   * Which lines are wanted.
   *
   * @param waiting only what waits
   * @param createdBefore only what was put into the outbox before
   * @param device only what is for the device of this serial number
   */
  public record Filter(boolean waiting, Optional<Instant> createdBefore, Optional<String> device) {}

  /**
   * One upstream message.
   *
   * @param id of the parcel
   * @param exchange the id of the voucher exchange or operation that it belongs to
   * @param device the device's serial number
   * @param manufacturer its manufacturer's configured name
   * @param what it is, in words
   * @param destination to whom it goes, in words
   * @param state where it stands, in words
   * @param since when it was put into the outbox
   * @param attempts how often it was sent in vain
   * @param reason why the last attempt was in vain
   * @param nextAttempt when it is due; empty when it waits no more
   * @param indeterminate whether nobody here knows whether the authority has it
   */
  public record Line(
      String id,
      String exchange,
      String device,
      String manufacturer,
      String what,
      String destination,
      String state,
      Instant since,
      int attempts,
      Optional<String> reason,
      Optional<Instant> nextAttempt,
      boolean indeterminate) {}

  /** A stored message without its content. */
  public record Note(
      Instant at,
      String sender,
      String receiver,
      String kind,
      String mediaType,
      long size,
      String sha256) {}

  /**
   * One exchange with everything of it.
   *
   * @param exchange its id
   * @param subject what it is
   * @param device the device's serial number
   * @param state where it stands, in words
   * @param since when that began
   * @param waitsFor what has to happen next
   * @param parcels its upstream messages, oldest first
   * @param messages all of its messages, oldest first
   */
  public record Sheet(
      String exchange,
      String subject,
      String device,
      String state,
      Instant since,
      String waitsFor,
      List<Line> parcels,
      List<Note> messages) {}

  private final Store store;

  Queue(Store store) {
    this.store = store;
  }

  /** The lines that are wanted, oldest first. */
  public List<Line> lines(Filter filter) {
    var conditions = new ArrayList<String>();
    var arguments = new ArrayList<Object>();
    if (filter.waiting()) {
      conditions.add("o.state IN ('WAITING', 'INDETERMINATE')");
    }
    filter
        .createdBefore()
        .ifPresent(
            before -> {
              conditions.add("o.created <= ?");
              arguments.add(before);
            });
    filter
        .device()
        .ifPresent(
            serial -> {
              conditions.add("d.serial_number = ?");
              arguments.add(serial);
            });
    var where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    return store.read(
        rows -> rows.query(LINES + where + " ORDER BY o.id", Queue::line, arguments.toArray()));
  }

  /** The exchange of an id, or of a parcel's id. */
  public Optional<Sheet> sheet(String id) {
    return store.read(rows -> sheet(rows, Ledger.exchangeOf(rows, id)));
  }

  private static Optional<Sheet> sheet(Reading rows, String exchange) {
    var parcels = rows.query(LINES + "WHERE o.exchange = ? ORDER BY o.id", Queue::line, exchange);
    var messages = rows.query(MESSAGES, Queue::note, exchange);
    return Ledger.imprint(rows, exchange)
        .map(imprint -> sheet(imprint, parcels, messages))
        .or(
            () ->
                Ledger.enrollment(rows, exchange)
                    .map(enrollment -> sheet(enrollment, parcels, messages)));
  }

  private static Sheet sheet(Imprint imprint, List<Line> parcels, List<Note> messages) {
    var next =
        switch (imprint.state()) {
          case REQUESTED -> upstream(parcels);
          case VOUCHERED ->
              held(imprint, parcels)
                  .orElse("The device has to fetch its voucher and to report what it makes of it.");
          case ACCEPTED ->
              held(imprint, parcels)
                  .orElse("Nothing: the device goes on with its certification request.");
          case REJECTED, REFUSED, SUPERSEDED, WITHDRAWN -> "Nothing: it has ended.";
        };
    return new Sheet(
        imprint.id(),
        Imprint.LIFE.subject(),
        imprint.serialNumber(),
        imprint.state().title()
            + imprint
                .review()
                .filter(review -> review != Review.State.ENDED && review != Review.State.LEFT)
                .map(review -> "; " + review.title())
                .orElse(""),
        imprint.changed(),
        next,
        parcels,
        messages);
  }

  private static Optional<String> held(Imprint imprint, List<Line> parcels) {
    return imprint
        .review()
        .flatMap(
            review ->
                switch (review) {
                  case AWAITED -> Optional.of(upstream(parcels));
                  case HELD ->
                      Optional.of(
                          "An operator has to judge its audit log: brski registrar audit --serial "
                              + imprint.serialNumber()
                              + ".");
                  case REFUSED -> Optional.of("Nothing: it was refused because of its audit log.");
                  case LEFT ->
                      Optional.of("Nothing: a later voucher exchange ended before it was decided.");
                  case PASSED, CLEARED, WITHOUT, ACCEPTED, ENDED -> Optional.empty();
                });
  }

  private static Sheet sheet(Enrollment enrollment, List<Line> parcels, List<Note> messages) {
    var next =
        switch (enrollment.state()) {
          case SUBMITTED, CONFIRMING -> upstream(parcels);
          case ISSUED -> "The device has to fetch its certificate and to confirm it.";
          case CONFIRMED, ANSWERED, REFUSED, SUPERSEDED, WITHDRAWN -> "Nothing: it has ended.";
        };
    return new Sheet(
        enrollment.id(),
        Enrollment.LIFE.subject(),
        enrollment.serialNumber(),
        enrollment.state().title(),
        enrollment.changed(),
        next,
        parcels,
        messages);
  }

  private static String upstream(List<Line> parcels) {
    return parcels.stream()
        .filter(Line::indeterminate)
        .findFirst()
        .map(
            line ->
                "A person: whether %s has the %s is not known, because: %s. It is not sent again. Find out there, and then: brski queue resolve %s."
                    .formatted(
                        line.destination(), line.what(), line.reason().orElse("-"), line.id()))
        .orElseGet(() -> answer(parcels));
  }

  private static String answer(List<Line> parcels) {
    return parcels.stream()
        .filter(line -> line.nextAttempt().isPresent())
        .reduce((_, last) -> last)
        .map(
            line ->
                "An answer of %s to the %s. %s"
                    .formatted(
                        line.destination(),
                        line.what(),
                        line.reason()
                            .map(
                                reason ->
                                    "It is not there because: %s. Attempts in vain: %d."
                                        .formatted(reason, line.attempts()))
                            .orElse("No attempt was in vain so far.")))
        .orElse("The authority has taken it; the device polls it through this registrar.");
  }

  private static Line line(Row row) {
    var state = Parcel.State.valueOf(row.text("state"));
    return new Line(
        row.text("id"),
        row.text("exchange"),
        row.text("serial_number"),
        row.text("manufacturer"),
        what(Kind.valueOf(row.text("kind"))),
        Parcel.Destination.of(row.text("destination")).title(),
        state.title(),
        row.instant("created"),
        (int) row.number("attempts"),
        row.optionalText("reason"),
        state == Parcel.State.WAITING ? row.optionalInstant("next_attempt") : Optional.empty(),
        state == Parcel.State.INDETERMINATE);
  }

  private static Note note(Row row) {
    return new Note(
        row.instant("at"),
        Message.Party.valueOf(row.text("sender")).title(),
        Message.Party.valueOf(row.text("receiver")).title(),
        Kind.valueOf(row.text("kind")).title(),
        row.text("media_type"),
        row.number("size"),
        row.text("sha256"));
  }

  private static String what(Kind kind) {
    return switch (kind) {
      case REGISTRAR_VOUCHER_REQUEST -> "voucher-request";
      case NESTED_CERTIFICATION_REQUEST,
          NESTED_P10CR,
          NESTED_CR,
          CERTIFICATION_REQUEST,
          P10CR,
          CR ->
          "certification request";
      case NESTED_KUR, KUR -> "key update request";
      case RR -> "revocation request";
      case GENM -> "support message";
      case NESTED_CERTIFICATE_CONFIRM, CERTIFICATE_CONFIRM -> "certificate confirm";
      case AUDIT_LOG_REQUEST -> "audit-log request";
      case PLEDGE_VOUCHER_REQUEST,
          VOUCHER,
          VOUCHER_STATUS,
          WAITING,
          CERTIFICATION_RESPONSE,
          PKI_CONFIRM,
          ENROLL_STATUS,
          CP,
          KUP,
          RP,
          GENP ->
          kind.title();
    };
  }
}
