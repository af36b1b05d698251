package dev.brski.time;

import java.time.InstantSource;

/** Where a program that may lack a real-time clock asks for the time. */
@FunctionalInterface
public interface Clock {

  /** What is known of the present time. */
  Moment now();

  /** A clock that is trusted, such as a server's. */
  static Clock known(InstantSource source) {
    return () -> new Moment.Known(source.instant());
  }

  /** The clock of a device that has none. */
  static Clock unknown() {
    return Moment.Unknown::new;
  }
}
