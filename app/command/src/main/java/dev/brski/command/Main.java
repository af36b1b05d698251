package dev.brski.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code brski} command. */
@Command(
    name = "brski",
    description = "Onboards devices into a domain: BRSKI with alternative enrollment (RFC 9733).",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

  private static final Map<String, Supplier<Object>> GROUPS = groups();

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log more, and show where in the program an error comes from.")
  private boolean verbose;

  private Main() {}

  /** Runs the command line and ends with its exit code. */
  public static void main(String[] args) {
    Logging.configure(args);
    System.exit(run(writer(System.out), writer(System.err), args));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  /** Runs the command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    var main = new Main();
    var asked = Stream.of(args).filter(GROUPS::containsKey).findFirst();
    return line(main, asked)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (fault, line, _) -> new Errors(line.getErr(), main.verbose).explain(fault, line))
        .setParameterExceptionHandler(
            (wrong, _) -> new Errors(wrong.getCommandLine().getErr(), main.verbose).explain(wrong))
        .execute(args);
  }

  /** The whole command line, with every command. */
  static CommandLine line() {
    return line(new Main(), Optional.empty());
  }

  /** Only the group that is asked for is looked at closely, so that commands start quickly. */
  private static CommandLine line(Main main, Optional<String> asked) {
    var line = new CommandLine(main);
    GROUPS.forEach(
        (name, group) -> {
          if (asked.filter(other -> !other.equals(name)).isEmpty()) {
            line.addSubcommand(name, group.get());
          }
        });
    return Values.readBy(line)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpWidth(100);
  }

  private static Map<String, Supplier<Object>> groups() {
    var groups = new LinkedHashMap<String, Supplier<Object>>();
    groups.put("demo", DemoCommand::new);
    groups.put("factory", FactoryCommand::new);
    groups.put("masa", MasaCommand::new);
    groups.put("authority", AuthorityCommand::new);
    groups.put("registrar", RegistrarCommand::new);
    groups.put("queue", QueueCommand::new);
    groups.put("pledge", PledgeCommand::new);
    groups.put("load", LoadCommand::new);
    groups.put("voucher", VoucherCommand::new);
    groups.put("cmp", CmpCommand::new);
    return groups;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which command to run.");
  }
}
