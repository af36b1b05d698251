package dev.brski.command;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a command reports: text for people, or one JSON document, which is ASCII everywhere. Nothing
 * that a stranger chose can harm the terminal, whoever forgot to make it printable.
 */
final class Output {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  private boolean json;

  /** Whether the report is to be a JSON document, and nothing else be printed. */
  boolean isJson() {
    return json;
  }

  /** Prints a line at once, unless the report is to be a JSON document. */
  void say(String line) {
    if (!json) {
      out().println(Style.ofThisProcess().fit(line));
      out().flush();
    }
  }

  /** Prints the one or the other. */
  void report(Object document, List<String> lines) {
    if (json) {
      var text =
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
              .build()
              .writeValueAsString(document);
      out().println(text.replace("\u007f", "\\u007f"));
    } else {
      var style = Style.ofThisProcess();
      lines.forEach(line -> out().println(style.fit(line)));
    }
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
