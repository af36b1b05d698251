package dev.brski.store;

/** Somebody else was first: a row has another version than expected, or a key is already taken. */
public final class Conflict extends RuntimeException {

  private static final long serialVersionUID = 1;

  Conflict(String message) {
    super(message);
  }

  Conflict(String message, Throwable cause) {
    super(message, cause);
  }
}
