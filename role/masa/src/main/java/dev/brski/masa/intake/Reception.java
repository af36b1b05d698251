package dev.brski.masa.intake;

import dev.brski.verdict.Refusal;
import java.time.Duration;

/** What becomes of a registrar's request at the door. */
public sealed interface Reception<T> {

  /** It is right in itself, and this is what it says. */
  record Taken<T>(T value) implements Reception<T> {}

  /** It is not. */
  record Refused<T>(Refusal refusal) implements Reception<T> {}

  /** It is not taken before this time has passed. */
  record Later<T>(Refusal refusal, Duration retryAfter) implements Reception<T> {}
}
