package dev.brski.masa.ownership;

import dev.brski.settings.Csv;
import dev.brski.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sales as comma-separated values. */
final class SalesTable {

  private static final String HEAD =
      "Its first line names the columns: serial, and customer or certificate, with commas between"
          + " them.";

  private final int serial;
  private final Optional<Integer> customer;
  private final Optional<Integer> certificate;
  private final int columns;

  private SalesTable(List<String> head) {
    this.serial = head.indexOf("serial");
    this.customer = Optional.of(head.indexOf("customer")).filter(index -> index >= 0);
    this.certificate = Optional.of(head.indexOf("certificate")).filter(index -> index >= 0);
    this.columns = head.size();
  }

  static Verdict<List<SalesLine>> read(String text, CertificateFiles certificates) {
    var entries = Csv.read(text, ',', SalesFile.MOST_LINES + 1);
    if (entries.isEmpty() || entries.getFirst().problem().isPresent()) {
      return SalesFile.refused("the file has no head", HEAD);
    }
    var head =
        entries.getFirst().fields().stream()
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .toList();
    if (!head.contains("serial") || !(head.contains("customer") || head.contains("certificate"))) {
      return SalesFile.refused("its first line is " + String.join(",", head), HEAD);
    }
    var table = new SalesTable(head);
    var lines = new ArrayList<SalesLine>();
    entries.stream().skip(1).forEach(entry -> lines.add(table.line(entry, certificates)));
    return Verdict.accepted(lines);
  }

  private SalesLine line(Csv.Entry entry, CertificateFiles certificates) {
    var fields = entry.fields();
    var sold = serial < fields.size() ? fields.get(serial) : "";
    if (entry.problem().isPresent()) {
      return SalesLine.bad(entry.line(), sold, entry.problem().get());
    }
    return fields.size() == columns
        ? certificates.line(
            entry.line(),
            sold,
            customer.map(fields::get).orElse(""),
            certificate.map(fields::get).orElse(""))
        : SalesLine.bad(
            entry.line(),
            sold,
            "it has %d values under %d heads".formatted(fields.size(), columns));
  }
}
