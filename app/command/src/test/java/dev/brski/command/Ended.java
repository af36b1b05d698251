package dev.brski.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command ended with, run inside this program. */
record Ended(int code, String out, String err) {

  static Ended brski(Object... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            Stream.of(words).map(Object::toString).toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }

  JsonNode json() {
    return JsonMapper.builder().build().readTree(out);
  }
}
