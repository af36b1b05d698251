package dev.brski.command;

import dev.brski.load.Expectation;
import dev.brski.load.LoadOptions;
import dev.brski.load.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the devices of a load set out. */
final class LoadSettings {

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many at most are on their way together. Default: ${DEFAULT-VALUE}")
  private int atOnce;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description =
          "How many set out each second. Without this, as many as --at-once lets through.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "0",
      description =
          "How long each waits for what is not ready, such as 40s or 15m; 0 ends it at the first"
              + " \"waiting\". Default: ${DEFAULT-VALUE}")
  private Duration wait;

  @Option(
      names = "--expect",
      paramLabel = "WHERE",
      defaultValue = "waiting",
      description =
          "Where every device should be in the end: waiting (for voucher or certificate, or a"
              + " member already), or enrolled. Default: ${DEFAULT-VALUE}")
  private Expectation expectation;

  @Option(
      names = "--watch",
      paramLabel = "PID",
      description = "A process whose processor time to report too.")
  private @Nullable List<Long> watched;

  @Mixin private LedgersOption ledgers;

  LoadOptions of(Part part) throws Failure {
    try {
      return new LoadOptions(
          atOnce,
          rate,
          wait,
          part,
          expectation,
          watched == null ? List.of() : watched,
          ledgers.folders());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "Cannot load a registrar",
          String.valueOf(e.getMessage()),
          "Correct --at-once, --rate or --wait.");
    }
  }
}
