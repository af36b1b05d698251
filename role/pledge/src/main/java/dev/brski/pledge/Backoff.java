package dev.brski.pledge;

/**
 * How often in a row a registrar came to nothing, and when it deserves another attempt (RFC 8995
 * section 4.1: exponential, at most an hour, independently for each).
 */
record Backoff(int failures, Appointment next) {

  private static final long LONGEST_SECONDS = 3600;
  private static final int MOST_DOUBLINGS = 12;

  static Backoff first(Pause pause) {
    return new Backoff(1, Appointment.in(1, pause));
  }

  Backoff again(Pause pause) {
    long seconds = Math.min(1L << Math.min(failures, MOST_DOUBLINGS), LONGEST_SECONDS);
    return new Backoff(failures + 1, Appointment.within(seconds, LONGEST_SECONDS, pause));
  }
}
