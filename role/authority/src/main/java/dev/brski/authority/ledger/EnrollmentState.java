package dev.brski.authority.ledger;

import java.time.Instant;
import java.util.Optional;

/** Where one PKI management operation stands. */
public sealed interface EnrollmentState {

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

  /** The wait for the confirmation is over, which counts as a rejection. */
  record Unconfirmed() implements EnrollmentState {}

  /** A newer enrollment of the same device and profile came before this one was confirmed. */
  record Superseded() implements EnrollmentState {}

  /** The state's name, as stored and listed. */
  default String word() {
    return switch (this) {
      case Issuing() -> "issuing";
      case Issued() -> "issued";
      case AwaitingConfirmation(Instant _) -> "awaiting-confirmation";
      case Confirmed() -> "confirmed";
      case Rejected() -> "rejected";
      case Unconfirmed() -> "unconfirmed";
      case Superseded() -> "superseded";
    };
  }

  /** The instant at which the state ends by itself, if it does. */
  default Optional<Instant> until() {
    return this instanceof AwaitingConfirmation(Instant deadline)
        ? Optional.of(deadline)
        : Optional.empty();
  }

  /** Whether the operation is over. */
  default boolean isFinal() {
    return switch (this) {
      case Issuing(), AwaitingConfirmation(Instant _) -> false;
      case Issued(), Confirmed(), Rejected(), Unconfirmed(), Superseded() -> true;
    };
  }

  /**
   * The state of that name.
   *
   * @throws IllegalStateException when a row holds what no version of this program wrote
   */
  static EnrollmentState of(String word, Optional<Instant> until) {
    return switch (word) {
      case "issuing" -> new Issuing();
      case "issued" -> new Issued();
      case "awaiting-confirmation" ->
          new AwaitingConfirmation(
              until.orElseThrow(() -> new IllegalStateException("a wait without its end")));
      case "confirmed" -> new Confirmed();
      case "rejected" -> new Rejected();
      case "unconfirmed" -> new Unconfirmed();
      case "superseded" -> new Superseded();
      default -> throw new IllegalStateException("unknown enrollment state " + word);
    };
  }
}
