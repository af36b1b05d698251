package dev.brski.store;

import java.io.StringWriter;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The details of a journal line as JSON text: one object of texts, its names in order. */
final class Details {

  private static final JsonFactory JSON = new JsonFactory();

  private Details() {}

  static String write(Map<String, String> details) {
    var text = new StringWriter();
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      generator.writeStartObject();
      new TreeMap<>(details).forEach(generator::writeStringProperty);
      generator.writeEndObject();
    }
    return text.toString();
  }

  static SortedMap<String, String> read(String text) {
    var details = new TreeMap<String, String>();
    try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        parser.nextToken();
        details.put(name, parser.getString());
      }
    } catch (JacksonException e) {
      throw new IllegalStateException(
          "A line of the journal was altered outside this program; verify the journal", e);
    }
    return Collections.unmodifiableSortedMap(details);
  }
}
