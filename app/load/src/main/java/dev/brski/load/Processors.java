package dev.brski.load;

import dev.brski.load.Report.ProcessorTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processor time that processes use, from a moment on. */
final class Processors {

  private final Map<Long, Duration> before = new LinkedHashMap<>();

  private Processors() {}

  /** This process, and others that run. */
  static Processors watching(List<Long> others) {
    var watched = new Processors();
    watched.begin(ProcessHandle.current().pid());
    others.forEach(watched::begin);
    return watched;
  }

  private void begin(long pid) {
    before.put(pid, used(pid).orElse(Duration.ZERO));
  }

  /** What each has used since; nothing is known of one that has ended. */
  List<ProcessorTime> since() {
    return before.entrySet().stream()
        .map(
            process ->
                new ProcessorTime(
                    process.getKey(),
                    process.getKey() == ProcessHandle.current().pid(),
                    used(process.getKey())
                        .map(now -> now.minus(process.getValue()).toMillis() / 1000.0)))
        .toList();
  }

  private static Optional<Duration> used(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
  }
}
