package dev.brski.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands and their options as {@code docs/reference/cli.md} has them. */
final class CliReference {

  private static final List<String> EVERYWHERE = List.of("--help", "--version", "--verbose");

  private CliReference() {}

  /** A section for each command that does something, in the order of the help. */
  static String sections() {
    return leaves(Main.whole().getCommandSpec()).stream()
        .map(CliReference::section)
        .collect(Collectors.joining("\n"));
  }

  private static List<CommandSpec> leaves(CommandSpec command) {
    var leaves = new ArrayList<CommandSpec>();
    if (command.userObject() instanceof Callable || command.subcommands().isEmpty()) {
      leaves.add(command);
    }
    for (CommandLine line : command.subcommands().values()) {
      leaves.addAll(leaves(line.getCommandSpec()));
    }
    return leaves;
  }

  private static String section(CommandSpec command) {
    var text = new StringBuilder();
    text.append("### `").append(command.qualifiedName()).append("`\n\n");
    text.append(String.join(" ", command.usageMessage().description())).append("\n\n");
    text.append("| | |\n|---|---|\n");
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      text.append(row(parameter.paramLabel(), parameter));
    }
    for (OptionSpec option : command.options()) {
      if (EVERYWHERE.stream().noneMatch(name -> List.of(option.names()).contains(name))) {
        var label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        text.append(row(option.longestName() + label, option));
      }
    }
    return text.toString();
  }

  private static String row(String name, ArgSpec argument) {
    var text =
        new StringBuilder(
            String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", "`" + argument.defaultValue() + "`"));
    if (argument.required() && argument.group() == null) {
      text.append(" Required.");
    }
    if (argument.isMultiValue()) {
      text.append(" May be given several times.");
    }
    return "| `" + name + "` | " + text + " |\n";
  }
}
