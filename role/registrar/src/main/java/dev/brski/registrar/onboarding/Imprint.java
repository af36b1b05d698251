package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Lifecycle.Actor;
import dev.brski.registrar.onboarding.Lifecycle.Arrow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One voucher exchange.
 *
 * @param id sortable id
 * @param device the device's id
 * @param serialNumber the device's serial number
 * @param nonce the text of the nonce in the pledge's voucher-request
 * @param generation the generation of the registrar's credential that the pledge saw in TLS
 * @param idevid SHA-256 of the IDevID certificate, in lower-case hexadecimal
 * @param domain the domain chosen for the device
 * @param state where the exchange stands
 * @param voucher the voucher's exact octets, once there
 * @param refusal why it was refused, if it was
 * @param review where the review of the MASA's audit log stands that decides about it, if there is
 *     one: its own, or the device's newest, if that one is later and stands against the device
 * @param changed when the state last changed
 * @param version counts the changes; the next change must name it
 */
public record Imprint(
    String id,
    String device,
    String serialNumber,
    String nonce,
    int generation,
    String idevid,
    String domain,
    State state,
    Optional<byte[]> voucher,
    Optional<Refused> refusal,
    Optional<Review.State> review,
    Instant changed,
    long version) {

  /** Where a voucher exchange stands. */
  public enum State implements Lifecycle.State {
    /** Waits for the MASA. */
    REQUESTED("waits for the manufacturer's voucher"),
    /** The voucher is here; the pledge may fetch it. */
    VOUCHERED("the voucher is here for the pledge"),
    /** The pledge said that it accepts the voucher. */
    ACCEPTED("the pledge accepted the voucher"),
    /** The pledge said that it does not accept the voucher. */
    REJECTED("the pledge rejected the voucher"),
    /** The MASA or this registrar refused. */
    REFUSED("no voucher is given"),
    /** A newer exchange of the same device took its place. */
    SUPERSEDED("a newer exchange took its place"),
    /** An operator withdrew this registrar's consent. */
    WITHDRAWN("withdrawn by an operator");

    private final String title;

    State(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }
  }

  /** What changes a voucher exchange. */
  public enum Event implements Lifecycle.Event {
    REQUESTED(Actor.PLEDGE, "its voucher-request is accepted"),
    VOUCHER_ARRIVED(Actor.MASA, "sends a voucher that can work"),
    STORED_VOUCHER(Actor.REGISTRAR, "uses a voucher that it keeps, for the MASA is away"),
    VOUCHER_REFUSED(Actor.MASA, "gives no voucher, or one that could not work"),
    VOUCHER_ACCEPTED(Actor.PLEDGE, "reports that it accepts the voucher"),
    VOUCHER_REJECTED(Actor.PLEDGE, "reports that it rejects the voucher"),
    REPLACED(Actor.PLEDGE, "another voucher-request is accepted"),
    LOG_REFUSED(Actor.REGISTRAR, "refuses the device because of its audit log"),
    CANCELLED(Actor.OPERATOR, "brski queue cancel");

    private final Actor by;
    private final String title;

    Event(Actor by, String title) {
      this.by = by;
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public Actor by() {
      return by;
    }
  }

  /** All changes of a voucher exchange. */
  public static final Lifecycle<State, Event> LIFE =
      new Lifecycle<>(
          "voucher exchange",
          State.class,
          List.of(
              Arrow.begin(Event.REQUESTED, State.REQUESTED),
              Arrow.draw(State.REQUESTED, Event.VOUCHER_ARRIVED, State.VOUCHERED),
              Arrow.draw(State.REQUESTED, Event.STORED_VOUCHER, State.VOUCHERED),
              Arrow.draw(State.REQUESTED, Event.VOUCHER_REFUSED, State.REFUSED),
              Arrow.draw(State.REQUESTED, Event.REPLACED, State.SUPERSEDED),
              Arrow.draw(State.REQUESTED, Event.CANCELLED, State.WITHDRAWN),
              Arrow.draw(State.VOUCHERED, Event.VOUCHER_ACCEPTED, State.ACCEPTED),
              Arrow.draw(State.VOUCHERED, Event.VOUCHER_REJECTED, State.REJECTED),
              Arrow.draw(State.VOUCHERED, Event.REPLACED, State.SUPERSEDED),
              Arrow.draw(State.VOUCHERED, Event.LOG_REFUSED, State.REFUSED),
              Arrow.draw(State.VOUCHERED, Event.CANCELLED, State.WITHDRAWN)));

  /**
   * A refusal as the pledge gets it.
   *
   * @param status the HTTP status
   * @param told the text
   */
  public record Refused(int status, String told) {}

  /**
   * Whether a certification request may rest on it: the voucher is out and not rejected, and the
   * audit log does not stand against it.
   */
  public boolean allowsEnrollment() {
    return switch (state) {
      case VOUCHERED, ACCEPTED -> review.map(Review.State::isOpen).orElse(true);
      case REQUESTED, REJECTED, REFUSED, SUPERSEDED, WITHDRAWN -> false;
    };
  }

  /** Whether the MASA has answered, or nobody waits for it any more. */
  public boolean isDecided() {
    return state != State.REQUESTED;
  }

  /** Whether its voucher is given no more because of the device's audit log. */
  public boolean isRefusedByLog() {
    return hasVoucher() && review.filter(stands -> stands == Review.State.REFUSED).isPresent();
  }

  /** Whether the voucher is here and kept back until its audit log is judged. */
  public boolean isKeptBack() {
    return hasVoucher() && review.map(Review.State::keepsWaiting).orElse(false);
  }

  private boolean hasVoucher() {
    return switch (state) {
      case VOUCHERED, ACCEPTED, REJECTED -> true;
      case REQUESTED, REFUSED, SUPERSEDED, WITHDRAWN -> false;
    };
  }
}
