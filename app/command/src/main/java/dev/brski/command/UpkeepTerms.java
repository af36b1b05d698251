package dev.brski.command;

import dev.brski.pledge.Pause;
import dev.brski.pledge.UpkeepOptions;
import dev.brski.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a pledge that belongs to a domain goes about what it is to do. */
final class UpkeepTerms {

  private final InstantSource clock = InstantSource.system();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "How long to wait for what is not ready, such as 40s, 15m or 4d; 0 returns at the first"
              + " \"waiting\". Without this, until there is an answer.")
  private Optional<Duration> wait = Optional.empty();

  @Option(
      names = "--no-clock",
      description = "The device has no clock that shows the date: no date is judged.")
  private boolean withoutClock;

  /** The clock of this machine. */
  InstantSource clock() {
    return clock;
  }

  /** Whether the device is to be taken for one that cannot tell the date. */
  boolean withoutClock() {
    return withoutClock;
  }

  /** How long to wait was said. */
  boolean saysHowLong() {
    return wait.isPresent();
  }

  Pause pause() {
    return Pause.of(clock);
  }

  UpkeepOptions options(Path folder) {
    return UpkeepOptions.of(folder, wait, withoutClock ? Clock.unknown() : Clock.known(clock));
  }
}
