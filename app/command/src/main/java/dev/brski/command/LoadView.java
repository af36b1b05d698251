package dev.brski.command;

import dev.brski.load.Place;
import dev.brski.load.Report;
import dev.brski.load.Screen;
import dev.brski.trust.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A load on the screen: how far it is, and what was measured. */
final class LoadView implements Screen {

  private static final int MOST_NAMED = 20;

  private final Output output;
  private final Style style = Style.ofThisProcess();

  LoadView(Output output) {
    this.output = output;
  }

  @Override
  public void made(int done, int all) {
    say(style.faint("  made %d of %d devices".formatted(done, all)));
  }

  @Override
  public void asked(int done, int all) {
    say(style.faint("  %d of %d devices are done for now".formatted(done, all)));
  }

  private void say(String line) {
    output.say(line);
  }

  /** What came of it; its exit code: the worst of what happened to a device. */
  int end(Report report) {
    tell(report);
    if (report.good()) {
      return ExitCode.DONE.number();
    }
    if (report.troubled(Place.FAULT) > 0) {
      return ExitCode.FAULT.number();
    }
    if (report.troubled(Place.LOST_ITS_PLACE) + report.troubled(Place.REFUSED) > 0) {
      return ExitCode.REFUSED.number();
    }
    return report.troubled(Place.UNREACHABLE) > 0
        ? ExitCode.UNREACHABLE.number()
        : ExitCode.WAITING.number();
  }

  /** What is known. */
  void tell(Report report) {
    var lines = new ArrayList<String>();
    lines.add(
        style.strong("%d devices".formatted(report.devices()))
            + " at %s, in %s".formatted(report.registrar(), seconds(report.seconds())));
    report.places().forEach((place, count) -> lines.add("  %-26s %8d".formatted(place, count)));
    if (!report.requests().isEmpty()) {
      lines.addAll(requests(report).lines(style));
      lines.add("connections: " + report.connections());
    }
    report
        .behind()
        .ifPresent(late -> lines.add("the last set out %s late".formatted(seconds(late))));
    report.processes().forEach(process -> lines.add(processor(process, report)));
    report.ledgers().forEach(ledger -> lines.addAll(ledger(ledger)));
    report.troubled().stream().limit(MOST_NAMED).map(this::trouble).forEach(lines::add);
    if (report.troubled().size() > MOST_NAMED) {
      lines.add("  and %d more; --json names all".formatted(report.troubled().size() - MOST_NAMED));
    }
    output.report(report, lines);
  }

  private static Table requests(Report report) {
    var table =
        new Table(
            "REQUEST", "SENT", "OCTETS", "UNANSWERED", "P50 ms", "P95 ms", "MAX ms", "ANSWERS");
    for (var kind : report.requests()) {
      table.row(
          kind.name(),
          String.valueOf(kind.sent()),
          String.valueOf(kind.octets()),
          String.valueOf(kind.unanswered()),
          millis(kind.p50()),
          millis(kind.p95()),
          millis(kind.max()),
          kind.responses().stream()
              .map(one -> "%d x %s (%d octets)".formatted(one.count(), one.kind(), one.octets()))
              .collect(Collectors.joining(", ")));
    }
    return table;
  }

  private static String processor(Report.ProcessorTime process, Report report) {
    var name = process.load() ? "this program" : "process " + process.pid();
    return process
        .seconds()
        .map(
            used -> "processor time of %s: %s%s".formatted(name, seconds(used), each(used, report)))
        .orElse("processor time of " + name + ": unknown, it has ended");
  }

  private static String each(double seconds, Report report) {
    var each =
        ", %s ms for each device".formatted(millis(seconds * 1000 / Math.max(1, report.devices())));
    return report.sent() == 0
        ? each
        : each + ", %s ms for each request".formatted(millis(seconds * 1000 / report.sent()));
  }

  private List<String> ledger(Report.Ledger ledger) {
    var table = new Table("TABLE", "ROWS", "MORE THAN BEFORE");
    ledger
        .tables()
        .forEach(
            one ->
                table.row(one.name(), String.valueOf(one.rows()), "%+d".formatted(one.grownBy())));
    var lines = new ArrayList<String>();
    lines.add(
        "ledger of %s: %d octets, %+d".formatted(ledger.role(), ledger.octets(), ledger.grownBy()));
    lines.addAll(table.lines(style));
    return lines;
  }

  private String trouble(Report.Troubled device) {
    return "  "
        + style.bad(device.place().toString())
        + "  "
        + Description.printable(device.serial() + "  " + device.cause());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ENGLISH, "%.1f s", seconds);
  }

  private static String millis(double millis) {
    return String.format(Locale.ENGLISH, "%.1f", millis);
  }
}
