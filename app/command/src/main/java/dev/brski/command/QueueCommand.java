package dev.brski.command;

import dev.brski.registrar.control.QueueDesk;
import dev.brski.registrar.control.QueueView;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a registrar has to send upstream, and what waits for an answer. */
@Command(
    name = "queue",
    addMethodSubcommands = false,
    description = "What a registrar has sent, or has to send, to MASAs and to the authority.")
final class QueueCommand extends Group {

  private static final int WIDTH = 80;
  private static final InstantSource CLOCK = InstantSource.system();

  /** What was made due. */
  record Due(int due) {}

  /** What to try again: one, or everything. */
  static final class Which {
    @Parameters(
        paramLabel = "ID",
        description = "What to try again: the id of an upstream message or of its exchange.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--all", description = "Try everything that waits, instead of one.")
    private boolean all;

    Optional<String> wanted() {
      return all ? Optional.empty() : id;
    }
  }

  @Command(
      name = "ls",
      description = {
        "List the upstream messages, oldest first: for whom, to whom, where they stand, and why.",
        "The registrar may run or not."
      })
  int ls(
      @Mixin DirOption dir,
      @Option(names = "--waiting", description = "Only what waits for its answer.") boolean waiting,
      @Option(
              names = "--older-than",
              paramLabel = "DURATION",
              description = "Only what was put into the queue so long ago or longer, such as 7d.")
          Optional<Duration> olderThan,
      @Option(
              names = "--device",
              paramLabel = "SERIAL",
              description = "Only what is for the device of this serial number.")
          Optional<String> device,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var filter = new Queue.Filter(waiting, olderThan.map(CLOCK.instant()::minus), device);
    var lines = Failure.unless("Cannot list the queue of " + dir.path(), view(dir).list(filter));
    output.report(lines, told(lines, Style.ofThisProcess()));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "show",
      description = {
        "Show one exchange with everything of it: what it waits for, and its messages.",
        "The registrar may run or not."
      })
  int show(
      @Mixin DirOption dir,
      @Parameters(
              paramLabel = "ID",
              description = "The id of an upstream message or of an exchange.")
          String id,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var sheet = Failure.unless("Cannot show " + id, view(dir).show(id));
    output.report(sheet, told(sheet, Style.ofThisProcess()));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "retry",
      description = {
        "Make due now what waits for its next attempt.",
        "A registrar at rest tries when it is started."
      })
  int retry(@Mixin DirOption dir, @ArgGroup(multiplicity = "1") Which which, @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var due =
        Failure.unless(
            "Cannot try " + which.wanted().orElse("everything") + " again",
            view(dir).retry(which.wanted()));
    output.report(new Due(due), List.of(due + (due == 1 ? " is" : " are") + " due now."));
    return ExitCode.DONE.number();
  }

  /** What was found out: one of these. */
  static final class Finding {
    @Option(names = "--send-again", description = "The authority has it not: send it once more.")
    private boolean sendAgain;

    @Option(
        names = "--answer",
        paramLabel = "FILE",
        description =
            "The authority has answered: its PKIMessage in DER. The registrar judges it as if it"
                + " had come over the line, and has to run for that.")
    private Optional<Path> answer = Optional.empty();

    @Option(
        names = "--refuse",
        description = "It is not wanted any more: the device is told so, and may begin anew.")
    private boolean refuse;

    QueueDesk.Found found() throws Failure, IOException {
      if (answer.isPresent()) {
        return new QueueDesk.Found.Answered(Artifact.read(answer.get()));
      }
      if (refuse) {
        return new QueueDesk.Found.Unwanted();
      }
      if (sendAgain) {
        return new QueueDesk.Found.NotThere();
      }
      throw Failure.usage(
          "Nothing is resolved",
          "it is not said what was found out",
          "Say --send-again, --answer FILE or --refuse.");
    }
  }

  @Command(
      name = "resolve",
      description = {
        "Say what became of a message of which nobody here knows whether the authority has it: it"
            + " was sent, no answer came, and the authority is one that gets nothing twice"
            + " (resend: never).",
        "Who says it and why stands in the journal. See with brski queue ls --waiting what there"
            + " is to resolve."
      })
  int resolve(
      @Mixin DirOption dir,
      @Parameters(
              paramLabel = "ID",
              description = "The id of an upstream message or of its exchange.")
          String id,
      @ArgGroup(multiplicity = "1") Finding finding,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "What was found out, for the journal.")
          String reason,
      @Mixin Output output)
      throws Failure, IOException, PeerFailure, StoreLocked, SchemaRefused {
    var resolved =
        Failure.unless(
            "Cannot resolve " + id,
            view(dir).resolve(id, finding.found(), new Order(OsUser.name(), reason)));
    output.report(
        resolved,
        Paragraph.of("", "Device %s: %s.".formatted(resolved.device(), resolved.how()))
            .lines(WIDTH));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "cancel",
      description = {
        "Withdraw the registrar's consent: the exchange ends, and the device is told so when it"
            + " asks again.",
        "Who did it and why stands in the journal. The device may begin anew."
      })
  int cancel(
      @Mixin DirOption dir,
      @Parameters(
              paramLabel = "ID",
              description = "The id of an upstream message or of its exchange.")
          String id,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "Why, for the journal.")
          String reason,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var cancelled =
        Failure.unless(
            "Cannot cancel " + id, view(dir).cancel(id, new Order(OsUser.name(), reason)));
    output.report(cancelled, told(cancelled));
    return ExitCode.DONE.number();
  }

  private static QueueView view(DirOption dir) throws Failure {
    return new QueueView(dir.existing(), CLOCK);
  }

  private static List<String> told(List<Queue.Line> queue, Style style) {
    if (queue.isEmpty()) {
      return List.of("Nothing of that kind is in the queue.");
    }
    var lines = new ArrayList<String>();
    for (var line : queue) {
      lines.add(
          Paragraph.printable(line.device() + "  " + line.what() + " to " + line.destination()));
      lines.addAll(Paragraph.of("  ", line.state() + "; " + standing(line)).lines(WIDTH));
      line.reason()
          .filter(_ -> line.nextAttempt().isPresent() || line.indeterminate())
          .ifPresent(reason -> lines.addAll(Paragraph.of("  ", "because " + reason).lines(WIDTH)));
      lines.add(style.faint("  " + line.id()));
      if (line.indeterminate()) {
        lines.addAll(
            Paragraph.of("  ", "find out there, and then: brski queue resolve " + line.id())
                .lines(WIDTH));
      }
    }
    return lines;
  }

  private static String standing(Queue.Line line) {
    var times = new Times(CLOCK);
    var age = "in the queue for " + Times.length(Duration.between(line.since(), CLOCK.instant()));
    var tries = line.attempts() + (line.attempts() == 1 ? " attempt" : " attempts") + " in vain";
    return line.nextAttempt()
        .map(next -> age + "; " + tries + "; next attempt " + times.relative(next))
        .orElse(age);
  }

  private static List<String> told(Queue.Sheet sheet, Style style) {
    var times = new Times(CLOCK);
    var lines = new ArrayList<String>();
    lines.add(Paragraph.printable("Device " + sheet.device() + ": " + sheet.subject()));
    lines.addAll(Paragraph.of("  state      ", sheet.state()).lines(WIDTH));
    lines.add("  since      " + times.told(sheet.since()));
    lines.addAll(Paragraph.of("  waits for  ", sheet.waitsFor()).lines(WIDTH));
    lines.add("  id         " + sheet.exchange());
    lines.add("Upstream:");
    lines.addAll(told(sheet.parcels(), style));
    lines.add("Messages:");
    for (var message : sheet.messages()) {
      lines.add(
          Paragraph.printable(
              "  %s  %s, %s to %s, %d octets"
                  .formatted(
                      Times.absolute(message.at()),
                      message.kind(),
                      message.sender(),
                      message.receiver(),
                      message.size())));
      lines.add(style.faint("    sha256 " + message.sha256()));
    }
    return lines;
  }

  private static List<String> told(QueueDesk.Cancelled cancelled) {
    var lines = new ArrayList<String>();
    lines.addAll(
        Paragraph.of(
                "",
                "Device %s: withdrawn. Before: %s. It is told so when it asks again, and may begin anew."
                    .formatted(cancelled.device(), cancelled.before()))
            .lines(WIDTH));
    lines.addAll(
        Paragraph.of(
                "  ",
                cancelled
                    .advice()
                    .orElse("The request was never sent: nothing is to be done upstream."))
            .lines(WIDTH));
    return lines;
  }
}
