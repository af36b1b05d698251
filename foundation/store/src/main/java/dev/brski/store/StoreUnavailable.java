package dev.brski.store;

/**
 * The disk refuses, now: nothing was acknowledged, and the same call may succeed later.
 *
 * <p>The message is for the operator. It is unchecked because every use of the store can meet it
 * and only a role's outermost layer, which answers "try again later", does anything about it.
 */
public final class StoreUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String reason;

  StoreUnavailable(String reason) {
    super(reason);
    this.reason = reason;
  }

  StoreUnavailable(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** The same, told to another caller, with this as its cause. */
  StoreUnavailable again() {
    return new StoreUnavailable(reason, this);
  }
}
