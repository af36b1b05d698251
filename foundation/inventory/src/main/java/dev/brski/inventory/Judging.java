package dev.brski.inventory;

import dev.brski.trust.Description;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes devices of lines, each of which is sound or named with what is wrong. */
final class Judging {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final Faults faults;
  private final Map<Entry.Key, Integer> seen = new HashMap<>();

  private Judging(Faults faults) {
    this.faults = faults;
  }

  static List<Entry> entries(List<Line> lines, Faults faults) {
    var judging = new Judging(faults);
    var entries = new ArrayList<Entry>();
    lines.forEach(line -> judging.judge(line).ifPresent(entries::add));
    return List.copyOf(entries);
  }

  private Optional<Entry> judge(Line line) {
    boolean sound = isWhole(line) && isPrintable(line) && isNamed(line);
    var until = line.cell(Column.VALID_UNTIL).flatMap(text -> until(line, text));
    if (!sound || until.isPresent() != line.cell(Column.VALID_UNTIL).isPresent()) {
      return Optional.empty();
    }
    var entry =
        new Entry(
            line.cell(Column.MANUFACTURER).orElseThrow(),
            line.cell(Column.SERIAL).orElseThrow(),
            line.cell(Column.MODEL),
            line.cell(Column.PLACE),
            line.cell(Column.NOTE),
            until);
    var before = Optional.ofNullable(seen.putIfAbsent(entry.key(), line.number()));
    before.ifPresent(
        first ->
            faults.add(
                line.number(),
                "device %s of %s is in line %d already"
                    .formatted(Faults.quoted(entry.serial()), entry.manufacturer(), first)));
    return before.isEmpty() ? Optional.of(entry) : Optional.empty();
  }

  private boolean isWhole(Line line) {
    boolean whole = true;
    for (var column : List.of(Column.MANUFACTURER, Column.SERIAL)) {
      if (line.cell(column).isEmpty()) {
        faults.add(line.number(), "it has no " + column.heading());
        whole = false;
      }
    }
    return whole;
  }

  private boolean isPrintable(Line line) {
    boolean printable = true;
    for (var column : Column.values()) {
      var text = line.cell(column).orElse("");
      if (text.length() > column.longest()) {
        faults.add(
            line.number(), column.heading() + " has more than " + column.longest() + " characters");
        printable = false;
      } else if (!text.equals(Description.printable(text))) {
        faults.add(
            line.number(),
            column.heading() + " holds characters that cannot be shown: " + Faults.quoted(text));
        printable = false;
      }
    }
    return printable;
  }

  private boolean isNamed(Line line) {
    var name = line.cell(Column.MANUFACTURER).orElse("");
    if (name.isEmpty() || name.matches(NAME)) {
      return true;
    }
    faults.add(
        line.number(),
        Faults.quoted(name)
            + " cannot name a manufacturer; write the name of its file in manufacturers.d");
    return false;
  }

  /** A date lasts until its end, in UTC. */
  private Optional<Instant> until(Line line, String text) {
    try {
      var until =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      if (until.isAfter(Instant.EPOCH) && until.isBefore(LAST)) {
        return Optional.of(until);
      }
    } catch (DateTimeException _) {
      // told below, as what is out of range is
    }
    faults.add(
        line.number(),
        Column.VALID_UNTIL.heading()
            + " is "
            + Faults.quoted(text)
            + ", not a date such as 2030-01-31 or a time such as 2030-01-31T12:00:00Z");
    return Optional.empty();
  }
}
