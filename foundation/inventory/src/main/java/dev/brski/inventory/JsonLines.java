package dev.brski.inventory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The devices of a JSON document: an array of objects of texts. */
final class JsonLines {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(3)
                  .maxStringLength(4096)
                  .maxNameLength(64)
                  .build())
          .build();

  private final JsonParser parser;
  private final Faults faults;
  private final List<Line> lines = new ArrayList<>();

  private JsonLines(JsonParser parser, Faults faults) {
    this.parser = parser;
    this.faults = faults;
  }

  static List<Line> read(String text, Faults faults) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      var reading = new JsonLines(parser, faults);
      try {
        reading.array();
      } catch (JacksonException e) {
        faults.add(
            Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(1),
            "it is not JSON as it is wanted: " + Faults.quoted(first(e.getOriginalMessage())));
      }
      return List.copyOf(reading.lines);
    }
  }

  private static String first(String message) {
    return message.lines().findFirst().orElse("");
  }

  private void array() {
    parser.nextToken();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        faults.add(number(), "each device is an object in {}");
        return;
      }
      if (lines.size() == InventoryFile.MOST_DEVICES) {
        faults.add(
            number(),
            "a file has at most " + InventoryFile.MOST_DEVICES + " devices; make several of it");
        return;
      }
      lines.add(device());
    }
    if (parser.nextToken() != null) {
      faults.add(number(), "something follows after the array");
    }
  }

  private Line device() {
    int number = number();
    var cells = new EnumMap<Column, String>(Column.class);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var member = parser.currentName();
      int at = number();
      var value = parser.nextToken();
      var column = Column.ofMember(member);
      if (column.isEmpty()) {
        faults.add(
            at,
            "the member %s is unknown; the members are manufacturer, serial, model, place, note, validUntil"
                .formatted(Faults.quoted(member)));
        parser.skipChildren();
      } else if (value == JsonToken.VALUE_STRING) {
        var text = parser.getString().strip();
        if (!text.isEmpty()) {
          cells.put(column.get(), text);
        }
      } else if (value != JsonToken.VALUE_NULL) {
        faults.add(at, column.get().member() + " is no text in quotes");
        parser.skipChildren();
      }
    }
    return new Line(number, cells);
  }

  private int number() {
    return parser.currentTokenLocation().getLineNr();
  }
}
