package dev.brski.authority.ledger;

import static dev.brski.authority.ledger.Stage.AWAITING_CONFIRMATION;
import static dev.brski.authority.ledger.Stage.CONFIRMED;
import static dev.brski.authority.ledger.Stage.DENIED;
import static dev.brski.authority.ledger.Stage.ISSUED;
import static dev.brski.authority.ledger.Stage.ISSUING;
import static dev.brski.authority.ledger.Stage.PENDING;
import static dev.brski.authority.ledger.Stage.REJECTED;
import static dev.brski.authority.ledger.Stage.SUPERSEDED;
import static dev.brski.authority.ledger.Stage.UNCONFIRMED;

import java.util.Optional;
import java.util.stream.Stream;

/** Every way in which the state of an enrollment can change; there is no other. */
public enum Transition {
  /** {@code approval: manual}. */
  HELD(Optional.empty(), "a request came, and a person is to decide", PENDING),
  /** {@code approval: automatic}. */
  TAKEN(Optional.empty(), "a request came", ISSUING),
  /** {@code brski authority approve}. */
  APPROVED(Optional.of(PENDING), "an operator approves it", ISSUING),
  /** {@code brski authority deny}. */
  REFUSED(Optional.of(PENDING), "an operator denies it", DENIED),
  /** The device began again while a person was still to decide. */
  OVERTAKEN_HELD(Optional.of(PENDING), "the device asks anew", SUPERSEDED),
  /** The answer is durable, and implicitConfirm was granted. */
  ANSWERED(Optional.of(ISSUING), "the certificate is made", ISSUED),
  /** The answer is durable, and a certConf is to come. */
  ANSWERED_OPEN(
      Optional.of(ISSUING), "the certificate is made, a certConf is due", AWAITING_CONFIRMATION),
  /** The answer is durable, and there is a newer enrollment already. */
  OVERTAKEN_MAKING(Optional.of(ISSUING), "the device has asked anew", SUPERSEDED),
  /** A certConf that accepts. */
  ACCEPTED(Optional.of(AWAITING_CONFIRMATION), "a certConf accepts it", CONFIRMED),
  /** A certConf that rejects. */
  DECLINED(Optional.of(AWAITING_CONFIRMATION), "a certConf rejects it", REJECTED),
  /** {@code confirm-wait} is over. */
  LAPSED(Optional.of(AWAITING_CONFIRMATION), "the wait for the certConf ends", UNCONFIRMED),
  /** A certConf that accepts was long on its way, and nothing newer of the device is here. */
  ACCEPTED_LATE(Optional.of(UNCONFIRMED), "a late certConf accepts it", CONFIRMED),
  /** A certConf that rejects was long on its way. */
  DECLINED_LATE(Optional.of(UNCONFIRMED), "a late certConf rejects it", REJECTED),
  /** The device began again before it confirmed. */
  OVERTAKEN_OPEN(Optional.of(AWAITING_CONFIRMATION), "the device asks anew", SUPERSEDED),
  /** The device has a newer certificate, which is answered for. */
  REPLACED(Optional.of(ISSUED), "a newer certificate of the device is issued", SUPERSEDED),
  /** The device has a newer certificate, which is answered for. */
  REPLACED_CONFIRMED(
      Optional.of(CONFIRMED), "a newer certificate of the device is issued", SUPERSEDED);

  private final Optional<Stage> from;
  private final String event;
  private final Stage to;

  Transition(Optional<Stage> from, String event, Stage to) {
    this.from = from;
    this.event = event;
    this.to = to;
  }

  /** Where it leads from; empty for the beginning. */
  public Optional<Stage> from() {
    return from;
  }

  /** What happens, in a few words. */
  public String event() {
    return event;
  }

  /** Where it leads to. */
  public Stage to() {
    return to;
  }

  /**
   * The one that leads from a state to another.
   *
   * @throws IllegalStateException when there is none
   */
  static Transition between(Optional<Stage> from, Stage to) {
    return Stream.of(values())
        .filter(transition -> transition.from.equals(from) && transition.to == to)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no enrollment goes from "
                        + from.map(Stage::word).orElse("its beginning")
                        + " to "
                        + to.word()));
  }
}
