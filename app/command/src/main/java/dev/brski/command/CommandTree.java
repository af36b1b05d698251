package dev.brski.command;

import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The commands below a group. Only the one that is asked for is looked at closely, because most of
 * the time that a command takes to start went into the options of its neighbours.
 */
final class CommandTree {

  private CommandTree() {}

  /**
   * A group with all that is below it, or with only the command of it that the words name.
   *
   * @param words what was typed; empty for everything
   */
  static CommandLine of(Group group, List<String> words) {
    var line = new CommandLine(group);
    var commands = commands(group);
    var asked = words.stream().filter(commands::containsKey).findFirst();
    commands.forEach(
        (name, command) -> {
          if (asked.filter(other -> !other.equals(name)).isEmpty()) {
            line.addSubcommand(name, below(command, words));
          }
        });
    return line;
  }

  private static CommandLine below(Object command, List<String> words) {
    return command instanceof Group group ? of(group, words) : new CommandLine(command);
  }

  private static Map<String, Object> commands(Group group) {
    var commands = new LinkedHashMap<String, Object>();
    group.commands().forEach(command -> commands.put(name(command.getClass()), command));
    CommandLine.getCommandMethods(group.getClass(), null)
        .forEach(method -> commands.put(name(method), method));
    return commands;
  }

  private static String name(AnnotatedElement command) {
    return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
  }
}
