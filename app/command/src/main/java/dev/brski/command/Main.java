package dev.brski.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code brski} command. */
@Command(
    name = "brski",
    addMethodSubcommands = false,
    description = "Onboards devices into a domain: BRSKI with alternative enrollment (RFC 9733).",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main extends Group {

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
    return line(main, List.of(args))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (fault, line, _) -> new Errors(line.getErr(), main.verbose).explain(fault, line))
        .setParameterExceptionHandler(
            (wrong, _) -> new Errors(wrong.getCommandLine().getErr(), main.verbose).explain(wrong))
        .execute(args);
  }

  /** The whole command line, with every command. */
  static CommandLine whole() {
    return line(new Main(), List.of());
  }

  private static CommandLine line(Main main, List<String> words) {
    return Values.readBy(CommandTree.of(main, words))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpWidth(100);
  }

  @Override
  List<Object> commands() {
    return List.of(
        new DemoCommand(),
        new FactoryCommand(),
        new MasaCommand(),
        new AuthorityCommand(),
        new RegistrarCommand(),
        new QueueCommand(),
        new PledgeCommand(),
        new LoadCommand(),
        new VoucherCommand(),
        new CmpCommand());
  }
}
