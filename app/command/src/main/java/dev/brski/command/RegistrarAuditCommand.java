package dev.brski.command;

import dev.brski.registrar.control.AuditDesk;
import dev.brski.registrar.control.AuditView;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The audit logs that MASAs gave of devices, and what an operator decides about them. */
@Command(
    name = "audit",
    description = {
      "Show the MASA's audit log of a device as it was judged, entry by entry.",
      "The registrar may run or not."
    })
final class RegistrarAuditCommand implements Callable<Integer> {

  private static final int WIDTH = 80;
  private static final InstantSource CLOCK = InstantSource.system();

  /** Which device, and why. */
  static final class Decision {
    @Option(
        names = "--serial",
        required = true,
        paramLabel = "SERIAL",
        description = "The device's serial number.")
    private String serial = "";

    @Option(
        names = "--manufacturer",
        paramLabel = "NAME",
        description = "Its manufacturer, where several have such a device.")
    private Optional<String> manufacturer = Optional.empty();

    @Option(
        names = "--exchange",
        paramLabel = "ID",
        description =
            "The voucher exchange whose log you have seen; without this, the newest of the device.")
    private Optional<String> exchange = Optional.empty();

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, for the journal.")
    private String reason = "";

    AuditDesk.Wanted wanted() {
      return new AuditDesk.Wanted(serial, manufacturer, exchange);
    }
  }

  @Spec private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The role's folder.")
  private Optional<Path> dir = Optional.empty();

  @Option(names = "--serial", paramLabel = "SERIAL", description = "The device's serial number.")
  private Optional<String> serial = Optional.empty();

  @Option(
      names = "--manufacturer",
      paramLabel = "NAME",
      description = "Its manufacturer, where several have such a device.")
  private Optional<String> manufacturer = Optional.empty();

  @Option(
      names = "--exchange",
      paramLabel = "ID",
      description = "One voucher exchange of it; without this, the newest with an audit log.")
  private Optional<String> exchange = Optional.empty();

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var folder = dir.orElseThrow(() -> missing("--dir=DIR"));
    var device = serial.orElseThrow(() -> missing("--serial=SERIAL"));
    var sheet =
        Failure.unless(
            "Cannot show the audit log of " + device,
            new AuditView(Failure.folder(folder), CLOCK)
                .show(new AuditDesk.Wanted(device, manufacturer, exchange)));
    output.report(sheet, told(sheet));
    return ExitCode.DONE.number();
  }

  private ParameterException missing(String option) {
    return new ParameterException(spec.commandLine(), "Missing required option: '" + option + "'");
  }

  @Command(
      name = "accept",
      description = {
        "Take a device in spite of its audit log, or of there being none.",
        "A log that is not here yet is not accepted. What stood against the device does not stand"
            + " against it again. Who did it and why stands in the journal."
      })
  int accept(@Mixin DirOption dir, @Mixin Decision decision, @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    return decide(dir, decision, true, output);
  }

  @Command(
      name = "refuse",
      description = {
        "Refuse a device because of its audit log: its voucher and certificate are not given out.",
        "Who did it and why stands in the journal. The device may begin anew."
      })
  int refuse(@Mixin DirOption dir, @Mixin Decision decision, @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    return decide(dir, decision, false, output);
  }

  private static int decide(DirOption dir, Decision decision, boolean accept, Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var decided =
        Failure.unless(
            "Cannot decide about device " + decision.serial,
            new AuditView(dir.existing(), CLOCK)
                .decide(decision.wanted(), accept, new Order(OsUser.name(), decision.reason)));
    var lines = new ArrayList<String>();
    lines.add(Paragraph.printable("Device " + decided.serial() + ": " + decided.after() + "."));
    lines.addAll(Paragraph.of("  ", decided.advice()).lines(WIDTH));
    output.report(decided, lines);
    return ExitCode.DONE.number();
  }

  private static List<String> told(AuditDesk.Sheet sheet) {
    var lines = new ArrayList<String>();
    lines.add(Paragraph.printable("Device " + sheet.serial() + " of " + sheet.manufacturer()));
    lines.addAll(Paragraph.of("  state   ", sheet.title()).lines(WIDTH));
    lines.add("  since   " + new Times(CLOCK).told(sheet.since()));
    sheet.reason().ifPresent(why -> lines.addAll(Paragraph.of("  reason  ", why).lines(WIDTH)));
    sheet.decidedBy().ifPresent(who -> lines.addAll(Paragraph.of("  by      ", who).lines(WIDTH)));
    lines.add("  id      " + sheet.exchange());
    sheet
        .othersHeld()
        .forEach(other -> lines.add("  held    another exchange: --exchange " + other));
    sheet.findings().forEach(remark -> lines.addAll(told("  ", remark)));
    sheet.entries().forEach(entry -> lines.addAll(told(entry)));
    if (sheet.noncedDuplicates() + sheet.noncelessDuplicates() + sheet.arbitrary() > 0) {
      lines.addAll(
          Paragraph.of(
                  "Left out by the MASA: ",
                  "%d duplicates with nonce, %d without, %d for lack of room"
                      .formatted(
                          sheet.noncedDuplicates(), sheet.noncelessDuplicates(), sheet.arbitrary()))
              .lines(WIDTH));
    }
    return lines;
  }

  private static List<String> told(AuditDesk.Entry entry) {
    var lines = new ArrayList<String>();
    lines.add(
        Paragraph.printable(
            "Entry %d  %s  %s"
                .formatted(entry.number(), Times.absolute(entry.date()), entry.assertion())));
    lines.addAll(
        Paragraph.of("  domain  ", entry.domainId() + (entry.own() ? " (this domain)" : ""))
            .lines(WIDTH));
    lines.addAll(
        Paragraph.of(
                "  nonce   ",
                entry
                    .nonce()
                    .map(nonce -> nonce + (entry.sent() ? " (sent by this registrar)" : ""))
                    .orElse("none"))
            .lines(WIDTH));
    entry
        .truncated()
        .filter(count -> count > 0)
        .ifPresent(count -> lines.add("  stands for " + count + " more of this domain"));
    entry.findings().forEach(remark -> lines.addAll(told("  ", remark)));
    return lines;
  }

  private static List<String> told(String indent, AuditDesk.Remark remark) {
    var ruling = remark.accepted() ? "accepted" : remark.ruling();
    return Paragraph.of(indent + ruling + ": ", remark.text() + " [" + remark.check() + "]")
        .lines(WIDTH);
  }
}
