package dev.brski.proof.halt;

/** Where a program can be halted. */
public enum Moment {
  /** The work is done in its transaction, or in a file beside its place, and does not count yet. */
  BEFORE_COMMIT,
  /** It is durable, and whoever asked for it does not know. */
  AFTER_COMMIT,
  /** All that an HTTP answer rests on is durable, and nothing of the answer has been sent. */
  BEFORE_ANSWER,
  /** The HTTP answer has been handed to the socket. */
  AFTER_ANSWER,
  /** A request of this program's own has been handed to the socket; its answer is not read yet. */
  AFTER_SENDING
}
