package dev.brski.authority.ledger;

import java.time.Instant;
import java.util.Optional;

/** Where one PKI management operation stands; {@link Transition} says what can follow on what. */
public sealed interface EnrollmentState {

  /** Accepted with its evidence; a person has to decide, and nothing is reserved or signed. */
  record Pending() implements EnrollmentState {}

  /** Decided and durable, with a serial number reserved; the certificate is being made. */
  record Issuing() implements EnrollmentState {}

  /** Answered, and implicitConfirm was granted: nothing more is expected. */
  record Issued() implements EnrollmentState {}

  /** Answered; the device has until this instant to confirm (RFC 9483 section 4.1.1). */
  record AwaitingConfirmation(Instant deadline) implements EnrollmentState {}

  /** The device accepted its certificate. */
  record Confirmed() implements EnrollmentState {}

  /** The device rejected its certificate. */
  record Rejected() implements EnrollmentState {}

  /**
   * The wait for the confirmation is over, which counts as a rejection. A certConf that was longer
   * on its way, or whose device was away, still counts, unless the device has asked anew.
   */
  record Unconfirmed() implements EnrollmentState {}

  /** A person denied it: it has no certificate and gets none. */
  record Denied() implements EnrollmentState {}

  /**
   * A newer enrollment of the same device and profile came before this one was answered or
   * confirmed, or its certificate is issued.
   */
  record Superseded() implements EnrollmentState {}

  /** Which one it is. */
  default Stage stage() {
    return switch (this) {
      case Pending() -> Stage.PENDING;
      case Issuing() -> Stage.ISSUING;
      case Issued() -> Stage.ISSUED;
      case AwaitingConfirmation(Instant _) -> Stage.AWAITING_CONFIRMATION;
      case Confirmed() -> Stage.CONFIRMED;
      case Rejected() -> Stage.REJECTED;
      case Unconfirmed() -> Stage.UNCONFIRMED;
      case Denied() -> Stage.DENIED;
      case Superseded() -> Stage.SUPERSEDED;
    };
  }

  /** The state's name, as stored and listed. */
  default String word() {
    return stage().word();
  }

  /** The instant at which the state ends by itself, if it does. */
  default Optional<Instant> until() {
    return this instanceof AwaitingConfirmation(Instant deadline)
        ? Optional.of(deadline)
        : Optional.empty();
  }

  /**
   * The state of that name.
   *
   * @throws IllegalStateException when a row holds what no version of this program wrote
   */
  static EnrollmentState of(String word, Optional<Instant> until) {
    return switch (Stage.of(word)) {
      case PENDING -> new Pending();
      case ISSUING -> new Issuing();
      case ISSUED -> new Issued();
      case AWAITING_CONFIRMATION ->
          new AwaitingConfirmation(
              until.orElseThrow(() -> new IllegalStateException("a wait without its end")));
      case CONFIRMED -> new Confirmed();
      case REJECTED -> new Rejected();
      case UNCONFIRMED -> new Unconfirmed();
      case DENIED -> new Denied();
      case SUPERSEDED -> new Superseded();
    };
  }
}
