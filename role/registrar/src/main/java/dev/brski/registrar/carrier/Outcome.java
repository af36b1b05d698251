package dev.brski.registrar.carrier;

import java.time.Duration;
import java.util.Optional;

/** What became of a parcel that a carrier took. */
public sealed interface Outcome {

  /** It was delivered, and this came back. */
  record Delivered(Answer answer) implements Outcome {}

  /**
   * It was delivered together with others, and the peer has answered without an answer to it; it
   * will have none.
   *
   * @param refused whether the peer refused all of them; otherwise this one was left out
   */
  record Unanswered(boolean refused, String reason) implements Outcome {}

  /**
   * The peer is there, but the exchange about this one broke off or took too long: whether it has
   * seen the message is unknown.
   */
  record Failed(String reason) implements Outcome {}

  /** The peer is there, but this way did not work for it: it will have to be sent again. */
  record Returned(String reason) implements Outcome {}

  /**
   * The peer or the way to it is away: it was not delivered, or nobody knows.
   *
   * @param after when the peer wants to be asked again, if it says
   */
  record Away(String reason, Optional<Duration> after) implements Outcome {}
}
