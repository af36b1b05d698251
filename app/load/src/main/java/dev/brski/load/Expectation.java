package dev.brski.load;

/** Where every device of a load should be when it ends. */
public enum Expectation {
  /** It waits for something, or is a member. */
  WAITING,
  /** It is a member. */
  ENROLLED;

  boolean holdsFor(Place place) {
    return switch (place) {
      case ENROLLED -> true;
      case WAITS_FOR_VOUCHER, WAITS_FOR_CERTIFICATE -> this == WAITING;
      case NEW, UNDER_WAY, LOST_ITS_PLACE, REFUSED, UNREACHABLE, FAULT -> false;
    };
  }
}
