package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A registrar's state on a real store, moved by events of its neighbours and a clock of ours. */
final class Exchanges implements AutoCloseable {

  static final String JSON = "application/json";

  final Store store;
  final Onboarding onboarding;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long sequence;

  Exchanges(Path folder) throws Exception {
    this(folder, Limits.standard());
  }

  Exchanges(Path folder, Limits limits) throws Exception {
    InstantSource clock = () -> now;
    store = Store.open(folder, Schema.MIGRATIONS, clock);
    onboarding = new Onboarding(store, clock, limits);
  }

  Instant now() {
    return now;
  }

  /** The highest number of a consent so far. */
  long lastSequence() {
    return sequence;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Imprints.Accepted voucherRequest(String device, String nonce) {
    return new Imprints.Accepted(
        new Parcel.Destination.Masa("maker", Optional.empty()),
        device,
        "idevid-" + device,
        nonce,
        1,
        "domain",
        octets("pvr " + device + " " + nonce),
        octets("rvr " + device + " " + nonce),
        JSON);
  }

  Imprint requested(String device, String nonce) {
    return switch (onboarding.imprints().begin(voucherRequest(device, nonce))) {
      case Imprints.Begun.Running(Imprint imprint) -> imprint;
      case Imprints.Begun.Beyond(Limits.Beyond limit) -> throw new AssertionError(limit.cause());
    };
  }

  Imprint vouchered(String device, String nonce) {
    var imprint = requested(device, nonce);
    onboarding
        .imprints()
        .vouchered(parcel(imprint.id()), octets("voucher"), JSON, Optional.empty());
    return onboarding.imprints().get(imprint.id()).orElseThrow();
  }

  /** An exchange whose voucher is here and whose audit log is asked for. */
  Imprint reviewed(String device, String nonce, boolean keepsVoucher) {
    var imprint = requested(device, nonce);
    onboarding
        .imprints()
        .vouchered(
            parcel(imprint.id()),
            octets("voucher"),
            JSON,
            Optional.of(new Reviews.Demand("domain", true, keepsVoucher)));
    return onboarding.imprints().get(imprint.id()).orElseThrow();
  }

  /** A voucher is fetched for a device before it comes. */
  StoredVouchers.Kept keep(String device, String voucher) {
    return onboarding.storedVouchers().keep(fetched(device, voucher));
  }

  StoredVouchers.Fetched fetched(String device, String voucher) {
    return new StoredVouchers.Fetched(
        "maker",
        device,
        octets(voucher),
        octets("pin"),
        "own",
        Optional.empty(),
        Optional.empty(),
        now,
        "olga");
  }

  /** The MASA counts as away from now on. */
  void masaAway(boolean busy) {
    onboarding
        .parcels()
        .away(
            new Parcel.Destination.Masa("maker", Optional.empty()),
            List.of(),
            "no route",
            busy,
            now(),
            now());
  }

  /** It is used for an exchange, under a policy that keeps it back for its audit log. */
  boolean useStored(String imprint, String voucher) {
    return onboarding
        .storedVouchers()
        .use(imprint, octets(voucher), JSON, Optional.of(new Reviews.Demand("own", true, true)));
  }

  /** The MASA's audit log is judged. */
  void judged(String imprint, Reviews.Outcome outcome) {
    onboarding
        .reviews()
        .judged(parcel(imprint), octets("log"), new Reviews.Judgement(outcome, "{}", "an entry"));
  }

  /** The MASA has no audit log, and the policy rules on that. */
  void withoutLog(String imprint, Reviews.Outcome outcome) {
    onboarding
        .reviews()
        .withoutLog(
            parcel(imprint), Optional.empty(), new Reviews.Judgement(outcome, "{}", "no log"));
  }

  Optional<Review> decide(String imprint, boolean accept) {
    return onboarding
        .reviews()
        .decide(
            imprint, accept, new Withdrawals.Order("operator", "it is a spare"), List.of("mark"));
  }

  /** The audit log comes after the operation that rests on the voucher, and is bad. */
  void decideAgainst(Enrollment enrollment) {
    var imprint = onboarding.imprints().get(enrollment.imprint().orElseThrow()).orElseThrow();
    store.change(
        tx ->
            onboarding
                .reviews()
                .begin(tx, imprint, new Reviews.Demand("domain", true, false), now));
    judged(imprint.id(), Reviews.Outcome.BAD);
  }

  Review review(String imprint) {
    return onboarding.reviews().of(imprint).orElseThrow();
  }

  Imprint accepted(String device, String nonce) {
    var imprint = vouchered(device, nonce);
    status(imprint, true);
    return onboarding.imprints().get(imprint.id()).orElseThrow();
  }

  void status(Imprint imprint, boolean good) {
    onboarding.imprints().status(imprint.id(), good, Optional.empty(), octets("{}"), JSON);
  }

  Enrollments.Begun begin(Imprint imprint, String transaction) {
    sequence++;
    return onboarding
        .enrollments()
        .begin(
            new Enrollments.Accepted(
                new Enrollments.Basis.Voucher(imprint),
                Operation.IR,
                "initialization",
                transaction,
                imprint.idevid(),
                sequence,
                octets("ir " + transaction),
                Onward.nested(Optional.of(octets("nested " + transaction)))));
  }

  Enrollment submitted(String device, String transaction) {
    return submitted(accepted(device, "n-" + transaction), transaction);
  }

  Enrollment submitted(Imprint imprint, String transaction) {
    if (begin(imprint, transaction) instanceof Enrollments.Begun.Running(Enrollment enrollment)) {
      return enrollment;
    }
    throw new AssertionError(transaction + " was not begun");
  }

  Enrollment issued(String device, String transaction) {
    var enrollment = submitted(device, transaction);
    answer(enrollment, Optional.of(false));
    return get(enrollment);
  }

  Enrollment confirming(String device, String transaction) {
    var enrollment = issued(device, transaction);
    return onboarding
        .confirmations()
        .begin(
            enrollment,
            octets("certConf " + transaction),
            Onward.nested(Optional.of(octets("nested certConf"))),
            ++sequence);
  }

  /** The authority answers: with a certificate, confirmed implicitly or not, or with a refusal. */
  void answer(Enrollment enrollment, Optional<Boolean> implicit) {
    answer(
        enrollment,
        implicit
            .<Enrollments.Meaning>map(
                confirm -> new Enrollments.Meaning.Issued("hash " + enrollment.id(), "01", confirm))
            .orElseGet(() -> new Enrollments.Meaning.Refused("no")));
  }

  void answer(Enrollment enrollment, Enrollments.Meaning meaning) {
    onboarding
        .enrollments()
        .answered(
            enrollment.id(),
            Optional.of(parcel(enrollment.id())),
            new Enrollments.Answer(octets("ip"), Message.Party.AUTHORITY, "00", meaning));
  }

  Enrollment get(Enrollment enrollment) {
    return onboarding.enrollments().get(enrollment.id()).orElseThrow();
  }

  Parcel parcel(String exchange) {
    return waiting(exchange).getFirst();
  }

  List<Parcel> waiting(String exchange) {
    return store.read(rows -> Ledger.waitingParcels(rows, exchange));
  }

  void cancel(String id) {
    onboarding.withdrawals().withdraw(id, new Withdrawals.Order("operator", "stolen"));
  }

  /** A device asks that nothing names. */
  JoinRequest held(String device) {
    return switch (onboarding
        .joinRequests()
        .ask(
            new JoinRequests.Asking(
                "maker", device, "idevid-" + device, "serialNumber=" + device, "CN=maker"))) {
      case JoinRequests.Asked.Known(JoinRequest request) -> request;
      case JoinRequests.Asked.Beyond(Limits.Beyond limit) ->
          throw new AssertionError(limit.cause());
    };
  }

  /** An operator decides on a device. */
  JoinRequest ruled(String device, JoinRequest.Event event) {
    return onboarding
                .joinRulings()
                .rule(
                    device,
                    Optional.of("maker"),
                    Optional.empty(),
                    new JoinRulings.Word(event, "olga", "seen"))
            instanceof JoinRulings.Ruled.Said said
        ? said.request()
        : fail(device);
  }

  private static JoinRequest fail(String device) {
    throw new AssertionError("nothing was said of " + device);
  }

  /** What the database says, past all our classes. */
  String state(String table, String id) {
    return store
        .read(
            rows ->
                rows.one(
                    "SELECT state FROM " + table + " WHERE id = ?", row -> row.text("state"), id))
        .orElseThrow();
  }

  long count(String table) {
    return store
        .read(rows -> rows.one("SELECT count(*) AS n FROM " + table, row -> row.number("n")))
        .orElseThrow();
  }

  List<String> journal() {
    return store.journalAfter(0, 1000).stream().map(line -> line.kind()).toList();
  }

  @Override
  public void close() {
    onboarding.close();
    store.close();
  }
}
