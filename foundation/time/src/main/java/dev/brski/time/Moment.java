package dev.brski.time;

import java.time.Instant;

/**
 * What is known of the present time (RFC 8995 section 2.6.1): a pledge may have no clock at all.
 */
public sealed interface Moment {

  /** A trusted clock says it is now this instant. */
  record Known(Instant at) implements Moment {}

  /** No clock, but something trusted was made at this instant, so it is not earlier. */
  record AtLeast(Instant at) implements Moment {}

  /** Nothing is known; no date may be judged. */
  record Unknown() implements Moment {}

  /** Whether the instant is certainly past. */
  default boolean isAfter(Instant instant) {
    return switch (this) {
      case Known(Instant at) -> at.isAfter(instant);
      case AtLeast(Instant at) -> at.isAfter(instant);
      case Unknown() -> false;
    };
  }

  /** Whether the instant is certainly still to come. */
  default boolean isBefore(Instant instant) {
    return switch (this) {
      case Known(Instant at) -> at.isBefore(instant);
      case AtLeast(Instant _), Unknown() -> false;
    };
  }
}
