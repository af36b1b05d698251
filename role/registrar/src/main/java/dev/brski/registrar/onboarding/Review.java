package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Lifecycle.Actor;
import dev.brski.registrar.onboarding.Lifecycle.Arrow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the MASA's audit log means to one voucher exchange (RFC 8995 section 5.8.3): begun with the
 * voucher, and decided by the policy or by an operator.
 *
 * @param imprint the id of the voucher exchange
 * @param device the device's id
 * @param serialNumber the device's serial number
 * @param manufacturer its manufacturer's configured name
 * @param state where it stands
 * @param log the log as it was judged, exact octets, once there
 * @param findings what was found in it, as the policy wrote it down
 * @param reason why it stands there, for the operator
 * @param decidedBy the operator who decided, if one did
 * @param since when the voucher came
 * @param changed when the state last changed
 * @param version counts the changes; the next change must name it
 */
public record Review(
    String imprint,
    String device,
    String serialNumber,
    String manufacturer,
    State state,
    Optional<byte[]> log,
    Optional<String> findings,
    Optional<String> reason,
    Optional<String> decidedBy,
    Instant since,
    Instant changed,
    long version) {

  /** Where the review of an audit log stands. */
  public enum State implements Lifecycle.State {
    /** The voucher is kept back until the log is judged. */
    AWAITED("the voucher is kept back until the audit log is here"),
    /** The voucher is not kept back; the log, if it comes, is judged. */
    PASSED("goes on; the audit log has not been seen"),
    /** The log was judged and nothing is held against the device. */
    CLEARED("nothing in the audit log is held against the device"),
    /** There is no log to judge, which the policy allows. */
    WITHOUT("goes on; there is no audit log"),
    /** A person has to decide. */
    HELD("held until an operator has judged the audit log"),
    /** The device is not taken. */
    REFUSED("refused because of the audit log"),
    /** An operator took the device all the same. */
    ACCEPTED("an operator accepted the device"),
    /** The voucher exchange ended before; nothing was kept back. */
    ENDED("the voucher exchange ended before"),
    /** The voucher exchange ended while the device was kept waiting: nobody has decided. */
    LEFT("the voucher exchange ended before anything was decided");

    private final String title;

    State(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }

    /** Whether the voucher may be handed on and a certificate be asked for. */
    public boolean isOpen() {
      return switch (this) {
        case PASSED, CLEARED, WITHOUT, ACCEPTED, ENDED -> true;
        case AWAITED, HELD, REFUSED, LEFT -> false;
      };
    }

    /** Whether the device has to wait for what comes. */
    public boolean keepsWaiting() {
      return this == AWAITED || this == HELD;
    }
  }

  /** What changes the review of an audit log. */
  public enum Event implements Lifecycle.Event {
    VOUCHER_KEPT(Actor.MASA, "sends a voucher, and the policy wants to see the audit log first"),
    VOUCHER_CAME(Actor.MASA, "sends a voucher that waits for no audit log"),
    PASSED_OVER(Actor.REGISTRAR, "goes on without the audit log, as the policy allows"),
    LOG_CLEAR(Actor.MASA, "sends an audit log that the policy allows"),
    LOG_DOUBTFUL(Actor.MASA, "sends an audit log, or none, and the policy holds the device"),
    LOG_BAD(Actor.MASA, "sends an audit log, or none, and the policy refuses the device"),
    LOG_MISSING(Actor.MASA, "has no audit log in the end, which the policy allows"),
    OPERATOR_ACCEPTED(Actor.OPERATOR, "brski registrar audit accept"),
    OPERATOR_REFUSED(Actor.OPERATOR, "brski registrar audit refuse"),
    EXCHANGE_ENDED(Actor.REGISTRAR, "ends the voucher exchange otherwise");

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

  /** All changes of the review of an audit log. */
  public static final Lifecycle<State, Event> LIFE =
      new Lifecycle<>(
          "review of an audit log",
          State.class,
          List.of(
              Arrow.begin(Event.VOUCHER_KEPT, State.AWAITED),
              Arrow.begin(Event.VOUCHER_CAME, State.PASSED),
              Arrow.draw(State.AWAITED, Event.PASSED_OVER, State.PASSED),
              Arrow.draw(State.AWAITED, Event.LOG_CLEAR, State.CLEARED),
              Arrow.draw(State.AWAITED, Event.LOG_DOUBTFUL, State.HELD),
              Arrow.draw(State.AWAITED, Event.LOG_BAD, State.REFUSED),
              Arrow.draw(State.AWAITED, Event.OPERATOR_REFUSED, State.REFUSED),
              Arrow.draw(State.AWAITED, Event.EXCHANGE_ENDED, State.LEFT),
              Arrow.draw(State.PASSED, Event.LOG_CLEAR, State.CLEARED),
              Arrow.draw(State.PASSED, Event.LOG_DOUBTFUL, State.HELD),
              Arrow.draw(State.PASSED, Event.LOG_BAD, State.REFUSED),
              Arrow.draw(State.PASSED, Event.LOG_MISSING, State.WITHOUT),
              Arrow.draw(State.PASSED, Event.OPERATOR_REFUSED, State.REFUSED),
              Arrow.draw(State.PASSED, Event.EXCHANGE_ENDED, State.ENDED),
              Arrow.draw(State.HELD, Event.OPERATOR_ACCEPTED, State.ACCEPTED),
              Arrow.draw(State.HELD, Event.OPERATOR_REFUSED, State.REFUSED),
              Arrow.draw(State.HELD, Event.EXCHANGE_ENDED, State.LEFT),
              Arrow.draw(State.REFUSED, Event.OPERATOR_ACCEPTED, State.ACCEPTED)));
}
