package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an operator takes back this registrar's consent: the exchange ends, its upstream messages are
 * sent no more, and the pledge is told when it asks again.
 */
public final class Withdrawals {

  /** What the pledge is told. */
  public static final String TOLD = "the operator of this registrar withdrew the request";

  private static final int FORBIDDEN = 403;

  /**
   * What an operator wants.
   *
   * @param who the operator
   * @param reason in the operator's words
   */
  public record Order(String who, String reason) {}

  /** What became of it. */
  public sealed interface Outcome {

    /**
     * It is withdrawn.
     *
     * @param exchange the id of the exchange that ended
     * @param device the device's serial number
     * @param before where the exchange stood
     * @param parcel what was not sent any more, if anything waited
     */
    record Withdrawn(
        String exchange, String device, Lifecycle.State before, Optional<Parcel> parcel)
        implements Outcome {}

    /** It had ended before: in this state. */
    record Over(String exchange, String device, Lifecycle.State state) implements Outcome {}

    /** Neither an exchange nor a parcel has this id. */
    record Unknown() implements Outcome {}
  }

  private final Store store;
  private final Bells bells;
  private final InstantSource clock;

  Withdrawals(Store store, Bells bells, InstantSource clock) {
    this.store = store;
    this.bells = bells;
    this.clock = clock;
  }

  /**
   * Withdraws an exchange.
   *
   * @param id of the exchange, or of a parcel of it
   */
  public Outcome withdraw(String id, Order order) {
    var now = clock.instant();
    var outcome = store.commit(tx -> withdraw(tx, Ledger.exchangeOf(tx, id), order, now));
    if (outcome instanceof Outcome.Withdrawn withdrawn) {
      bells.ring(withdrawn.exchange());
    }
    return outcome;
  }

  private static Outcome withdraw(Transaction tx, String exchange, Order order, Instant now) {
    var imprint = Ledger.imprint(tx, exchange);
    if (imprint.isPresent()) {
      return imprint(tx, imprint.get(), order, now);
    }
    return Ledger.enrollment(tx, exchange)
        .map(enrollment -> enrollment(tx, enrollment, order, now))
        .orElseGet(Outcome.Unknown::new);
  }

  /**
   * Withdraws everything of a device that is under way, but for what gives it nothing: who is to
   * leave may have its certificate revoked.
   *
   * @return the ids of the exchanges that ended
   */
  static List<String> ofDevice(Transaction tx, String device, Order order, Instant now) {
    var ended = new ArrayList<String>();
    for (var open : Ledger.openCertifications(tx, device)) {
      var _ = enrollment(tx, open, order, now);
      ended.add(open.id());
    }
    for (var open : Ledger.openImprints(tx, device)) {
      var _ = imprint(tx, open, order, now);
      ended.add(open.id());
    }
    return List.copyOf(ended);
  }

  private static Outcome imprint(Transaction tx, Imprint imprint, Order order, Instant now) {
    if (!Imprint.LIFE.allows(imprint.state(), Imprint.Event.CANCELLED)) {
      return new Outcome.Over(imprint.id(), imprint.serialNumber(), imprint.state());
    }
    for (var resting : Ledger.openEnrollments(tx, imprint.device())) {
      if (resting.imprint().filter(imprint.id()::equals).isPresent()) {
        var _ = enrollment(tx, resting, order, now);
      }
    }
    Moves.move(tx, imprint, Imprint.Event.CANCELLED, now);
    Reviews.end(tx, imprint.id(), now);
    tx.updateOne(
        "UPDATE imprint SET refused_status = ?, refused_told = ?, withdrawn_by = ?,"
            + " withdrawn_reason = ? WHERE id = ?",
        FORBIDDEN,
        TOLD,
        order.who(),
        order.reason(),
        imprint.id());
    return ended(
        tx,
        "voucher-request-withdrawn",
        imprint.id(),
        imprint.serialNumber(),
        imprint.state(),
        order);
  }

  private static Outcome enrollment(
      Transaction tx, Enrollment enrollment, Order order, Instant now) {
    if (!Enrollment.LIFE.allows(enrollment.state(), Enrollment.Event.CANCELLED)) {
      return new Outcome.Over(enrollment.id(), enrollment.serialNumber(), enrollment.state());
    }
    Moves.move(tx, enrollment, Enrollment.Event.CANCELLED, now);
    tx.updateOne(
        "UPDATE enrollment SET withdrawn_by = ?, withdrawn_reason = ? WHERE id = ?",
        order.who(),
        order.reason(),
        enrollment.id());
    return ended(
        tx,
        "certificate-request-withdrawn",
        enrollment.id(),
        enrollment.serialNumber(),
        enrollment.state(),
        order);
  }

  private static Outcome ended(
      Transaction tx,
      String kind,
      String exchange,
      String device,
      Lifecycle.State before,
      Order order) {
    var parcel = Ledger.waitingParcels(tx, exchange).stream().findFirst();
    Moves.withdrawParcels(tx, exchange);
    tx.journal(
        kind,
        Optional.of(device),
        Map.of(
            "exchange", exchange,
            "state", before.name(),
            "by", order.who(),
            "reason", order.reason(),
            "attempts", parcel.map(waiting -> Integer.toString(waiting.attempts())).orElse("")));
    return new Outcome.Withdrawn(exchange, device, before, parcel);
  }
}
