package dev.brski.command;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How a command reports: text for people, or one JSON document, which is ASCII everywhere. */
final class Output {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  private boolean json;

  /** Whether the report is to be a JSON document, and nothing else be printed. */
  boolean isJson() {
    return json;
  }

  /** Where reports go. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Prints the one or the other. */
  void report(Object document, List<String> lines) {
    if (json) {
      out()
          .println(
              JsonMapper.builder()
                  .enable(SerializationFeature.INDENT_OUTPUT)
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .build()
                  .writeValueAsString(document));
    } else {
      lines.forEach(out()::println);
    }
    out().flush();
  }
}
