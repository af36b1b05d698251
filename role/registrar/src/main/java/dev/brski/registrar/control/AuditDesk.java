package dev.brski.registrar.control;

import dev.brski.registrar.audit.Finding;
import dev.brski.registrar.audit.Findings;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Review;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.VoucherLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an operator does with audit logs, the same whether the registrar runs or rests. */
public final class AuditDesk {

  /**
   * Which device.
   *
   * @param serial its serial number
   * @param manufacturer its manufacturer's configured name, where two use the same serial number
   * @param exchange the id of the voucher exchange; the newest with an audit log, if it is not
   *     named
   */
  public record Wanted(String serial, Optional<String> manufacturer, Optional<String> exchange) {}

  /**
   * What a rule says.
   *
   * @param check the id of the rule
   * @param ruling allow, hold or refuse
   * @param accepted whether an operator accepted the same before
   * @param text what was found
   */
  public record Remark(String check, String ruling, boolean accepted, String text) {}

  /**
   * One voucher that the MASA issued.
   *
   * @param number in the log, from 1
   * @param domainId as the log has it
   * @param own whether that is this domain
   * @param sent whether this registrar sent the nonce
   * @param findings what the rules say of it
   */
  public record Entry(
      int number,
      Instant date,
      String domainId,
      boolean own,
      Optional<String> nonce,
      boolean sent,
      String assertion,
      Optional<Long> truncated,
      List<Remark> findings) {}

  /**
   * A device's audit log as it was judged.
   *
   * @param serial the device's serial number
   * @param manufacturer its manufacturer's configured name
   * @param exchange the id of the voucher exchange
   * @param state where its review stands
   * @param title the same in words
   * @param since since when
   * @param reason why
   * @param decidedBy the operator who decided, if one did
   * @param entries what the log tells; empty when there is none
   * @param noncedDuplicates how many entries with nonce the MASA left out
   * @param noncelessDuplicates how many without
   * @param arbitrary how many it left out for lack of room
   * @param findings what the rules say of the log as a whole
   * @param othersHeld the device's other exchanges that wait for an operator
   */
  public record Sheet(
      String serial,
      String manufacturer,
      String exchange,
      String state,
      String title,
      Instant since,
      Optional<String> reason,
      Optional<String> decidedBy,
      List<Entry> entries,
      long noncedDuplicates,
      long noncelessDuplicates,
      long arbitrary,
      List<Remark> findings,
      List<String> othersHeld) {}

  /**
   * What was decided.
   *
   * @param serial the device's serial number
   * @param exchange the id of the voucher exchange
   * @param before where its review stood, in words
   * @param after where it stands
   * @param advice what follows
   */
  public record Decided(
      String serial, String exchange, String before, String after, String advice) {}

  private final Onboarding onboarding;

  /** Over the state of the devices. */
  public AuditDesk(Onboarding onboarding) {
    this.onboarding = onboarding;
  }

  /** The audit log of a device as it was judged. */
  public Verdict<Sheet> show(Wanted wanted) {
    return chosen(wanted).map(this::sheet);
  }

  /**
   * Takes a device in spite of its audit log, or refuses it because of that. A log that nobody has
   * seen is not accepted.
   */
  public Verdict<Decided> decide(Wanted wanted, boolean accept, Order order) {
    return chosen(wanted).flatMap(review -> decide(review, accept, order));
  }

  private Verdict<Decided> decide(Review seen, boolean accept, Order order) {
    var marks = seen.findings().map(Findings::parse).map(Findings::marks).orElseGet(List::of);
    var before = onboarding.reviews().decide(seen.imprint(), accept, order, marks);
    if (before.isEmpty()) {
      return accept && isUnseen(seen) ? unseen(seen) : over(seen, accept);
    }
    var after = accept ? Review.State.ACCEPTED : Review.State.REFUSED;
    return Verdict.accepted(
        new Decided(
            seen.serialNumber(),
            seen.imprint(),
            before.get().state().title(),
            after.title(),
            accept ? acceptedAdvice(before.get()) : refusedAdvice(before.get())));
  }

  private static boolean isUnseen(Review review) {
    return review.state() == Review.State.AWAITED || review.state() == Review.State.PASSED;
  }

  private Verdict<Decided> unseen(Review seen) {
    var others =
        onboarding.reviews().held(seen.device()).stream()
            .map(exchange -> " --exchange " + exchange)
            .collect(Collectors.joining(" or"));
    return Verdict.refused(
        SetupCheck.AUDIT_OVER,
        "the audit log of device %s in exchange %s is not here yet"
            .formatted(seen.serialNumber(), seen.imprint()),
        others.isEmpty()
            ? "Accept it when you have seen it; what lets a device go on without one is no-log in"
                + " the group audit-log."
            : "To decide about the exchange that is held:" + others + ".");
  }

  private static Verdict<Decided> over(Review seen, boolean accept) {
    return Verdict.refused(
        SetupCheck.AUDIT_OVER,
        "nothing is to be decided about the audit log of device %s in exchange %s: %s"
            .formatted(seen.serialNumber(), seen.imprint(), seen.state().title()),
        accept
            ? "See: brski registrar devices."
            : "To end what is under way: brski queue cancel. A certificate that was issued stays"
                + " valid: no command revokes it yet.");
  }

  private String acceptedAdvice(Review before) {
    boolean told =
        onboarding
            .imprints()
            .get(before.imprint())
            .filter(imprint -> imprint.state() == Imprint.State.REFUSED)
            .isPresent();
    return told
        ? "The device was told that it is refused; it may begin anew, and the same entries will not"
            + " be held against it."
        : "It goes on when it asks again, and the same entries will not be held against it later.";
  }

  private String refusedAdvice(Review before) {
    boolean certified =
        onboarding
            .enrollments()
            .latest(before.device())
            .flatMap(enrollment -> enrollment.certificate())
            .isPresent();
    return certified
        ? "The authority has issued a certificate for it: look for device %s with `brski authority certificates`; no command revokes it yet."
            .formatted(before.serialNumber())
        : "It is told so when it asks again; it may begin anew, and its log is then judged anew.";
  }

  private Verdict<Review> chosen(Wanted wanted) {
    return wanted.exchange().map(exchange -> of(wanted, exchange)).orElseGet(() -> newest(wanted));
  }

  private Verdict<Review> of(Wanted wanted, String exchange) {
    return onboarding
        .reviews()
        .of(exchange)
        .filter(review -> isOf(wanted, review))
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    SetupCheck.AUDIT_UNKNOWN,
                    "no audit log of a device %s was asked for in an exchange %s"
                        .formatted(wanted.serial(), exchange),
                    "See the device's ids: brski registrar audit --serial SERIAL."));
  }

  private static boolean isOf(Wanted wanted, Review review) {
    return review.serialNumber().equals(wanted.serial())
        && wanted.manufacturer().map(review.manufacturer()::equals).orElse(true);
  }

  private Verdict<Review> newest(Wanted wanted) {
    var found =
        onboarding.reviews().latest(wanted.serial()).stream()
            .filter(review -> isOf(wanted, review))
            .toList();
    return switch (found.size()) {
      case 1 -> Verdict.accepted(found.getFirst());
      case 0 ->
          Verdict.refused(
              SetupCheck.AUDIT_UNKNOWN,
              "no audit log of a device " + wanted.serial() + " was asked for",
              "It is asked for when a voucher has come: brski registrar devices.");
      default ->
          Verdict.refused(
              SetupCheck.AUDIT_OVER,
              "several manufacturers have a device "
                  + wanted.serial()
                  + ": "
                  + found.stream().map(Review::manufacturer).collect(Collectors.joining(", ")),
              "Name one: --manufacturer NAME.");
    };
  }

  private Sheet sheet(Review review) {
    var findings =
        review
            .findings()
            .map(Findings::parse)
            .orElseGet(() -> new Findings(List.of(), List.of(), List.of()));
    var log = review.log().flatMap(AuditDesk::read);
    return new Sheet(
        review.serialNumber(),
        review.manufacturer(),
        review.imprint(),
        review.state().name().toLowerCase(Locale.ROOT),
        review.state().title(),
        review.changed(),
        review.reason().filter(text -> !text.isEmpty()),
        review.decidedBy(),
        log.map(known -> entries(known, findings)).orElseGet(List::of),
        log.map(AuditLog::noncedDuplicates).orElse(0L),
        log.map(AuditLog::noncelessDuplicates).orElse(0L),
        log.map(AuditLog::arbitrary).orElse(0L),
        remarks(findings, Optional.empty()),
        onboarding.reviews().held(review.device()).stream()
            .filter(exchange -> !exchange.equals(review.imprint()))
            .toList());
  }

  private static Optional<AuditLog> read(byte[] log) {
    return switch (AuditLog.parse(log, VoucherLimits.auditLog())) {
      case Verdict.Accepted<AuditLog>(AuditLog known) -> Optional.of(known);
      case Verdict.Refused<AuditLog> _ -> Optional.empty();
    };
  }

  private static List<Entry> entries(AuditLog log, Findings findings) {
    var entries = new ArrayList<Entry>();
    for (var event : log.events()) {
      int number = entries.size() + 1;
      entries.add(
          new Entry(
              number,
              event.date(),
              Description.printable(event.domainId()),
              findings.own().contains(number),
              event.nonce().map(Nonce::text).map(Description::printable),
              findings.sent().contains(number),
              Description.printable(event.assertion().name()),
              event.truncated(),
              remarks(findings, Optional.of(number))));
    }
    return List.copyOf(entries);
  }

  private static List<Remark> remarks(Findings findings, Optional<Integer> entry) {
    return findings.all().stream()
        .filter(finding -> finding.entry().equals(entry))
        .map(AuditDesk::remark)
        .toList();
  }

  private static Remark remark(Finding finding) {
    return new Remark(
        finding.check(),
        finding.ruling().name().toLowerCase(Locale.ROOT),
        finding.accepted(),
        finding.text());
  }
}
