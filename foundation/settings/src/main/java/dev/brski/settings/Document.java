package dev.brski.settings;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * A settings file as groups, lists and values.
 *
 * <p>Of YAML it takes one document of plain and quoted values, and no anchors, aliases or tags.
 */
final class Document {

  private static final int LARGEST = 256 * 1024;
  private static final int DEEPEST = 16;
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private final Source source;
  private final YAMLParser parser;

  private Document(Source source, YAMLParser parser) {
    this.source = source;
    this.parser = parser;
  }

  static Verdict<Node> read(Source source) {
    return text(source).flatMap(text -> parse(source, text));
  }

  private static Verdict<String> text(Source source) {
    try (var in = Files.newInputStream(source.file())) {
      var octets = in.readNBytes(LARGEST + 1);
      if (octets.length > LARGEST) {
        return source.refused(
            SettingsCheck.TOO_LARGE,
            "it has more than " + LARGEST + " octets",
            "Check that it is the right file");
      }
      return Verdict.accepted(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException e) {
      return source.refused(SettingsCheck.SYNTAX, "it is not UTF-8", "Save it as UTF-8");
    } catch (IOException e) {
      return source.refused(
          SettingsCheck.UNREADABLE, e.toString(), "Check that it exists and may be read");
    }
  }

  private static Verdict<Node> parse(Source source, String text) {
    try (var parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
      var document = new Document(source, parser);
      if (parser.nextToken() == null) {
        return Verdict.accepted(new Node.Mapping(Map.of(), 1));
      }
      return document.node().flatMap(document::last);
    } catch (JacksonException e) {
      var lines = e.getOriginalMessage().lines().map(String::strip).toList();
      return source.refused(
          SettingsCheck.SYNTAX,
          Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(1),
          "it is not well-formed YAML: " + lines.getFirst(),
          "Correct it there, or a line before");
    }
  }

  private Verdict<Node> last(Node root) {
    return parser.nextToken() == null
        ? Verdict.accepted(root)
        : unwanted("a second document", "Keep the first only");
  }

  private Verdict<Node> node() {
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      return unwanted("an anchor or alias", "Write the value out at each place");
    }
    if (parser.getTypeId() != null) {
      return unwanted("a tag", "Remove what begins with '!'");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping();
      case START_ARRAY -> sequence();
      case VALUE_STRING -> scalar(Node.Scalar.Type.TEXT);
      case VALUE_NUMBER_INT -> scalar(Node.Scalar.Type.NUMBER);
      case VALUE_NUMBER_FLOAT -> scalar(Node.Scalar.Type.FRACTION);
      case VALUE_TRUE, VALUE_FALSE -> scalar(Node.Scalar.Type.FLAG);
      case VALUE_NULL -> scalar(Node.Scalar.Type.NOTHING);
      case PROPERTY_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          unwanted("a " + parser.currentToken(), "Write a plain value");
    };
  }

  private Verdict<Node> scalar(Node.Scalar.Type type) {
    return Verdict.accepted(new Node.Scalar(type, parser.getString(), line()));
  }

  private Verdict<Node> sequence() {
    int line = line();
    var items = new ArrayList<Node>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      switch (node()) {
        case Verdict.Accepted<Node>(Node item) -> items.add(item);
        case Verdict.Refused<Node> refused -> {
          return refused;
        }
      }
    }
    return Verdict.accepted(new Node.Sequence(List.copyOf(items), line));
  }

  private Verdict<Node> mapping() {
    int line = line();
    var entries = new LinkedHashMap<String, Node.Entry>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = parser.currentName();
      int at = line();
      var first = Optional.ofNullable(entries.get(key));
      if (first.isPresent()) {
        return source.refused(
            SettingsCheck.DUPLICATE_KEY,
            at,
            "the key '" + key + "' is already in line " + first.get().line(),
            "Keep one of the two");
      }
      parser.nextToken();
      switch (node()) {
        case Verdict.Accepted<Node>(Node value) -> entries.put(key, new Node.Entry(value, at));
        case Verdict.Refused<Node> refused -> {
          return refused;
        }
      }
    }
    return Verdict.accepted(new Node.Mapping(entries, line));
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private Verdict<Node> unwanted(String what, String remedy) {
    return source.refused(
        SettingsCheck.SYNTAX, line(), "there is " + what + ", which settings do without", remedy);
  }
}
