package dev.brski.settings;

import java.util.List;
import java.util.Map;

/** A piece of a settings file, and the line it begins on. */
sealed interface Node {

  int line();

  /** What a person would call it. */
  String kind();

  /** A value without parts, with its text as written. */
  record Scalar(Type type, String text, int line) implements Node {

    enum Type {
      TEXT("a text"),
      NUMBER("a whole number"),
      FRACTION("a number with a fraction"),
      FLAG("true or false"),
      NOTHING("no value");

      private final String kind;

      Type(String kind) {
        this.kind = kind;
      }
    }

    @Override
    public String kind() {
      return type.kind;
    }
  }

  /** Several values in order. */
  record Sequence(List<Node> items, int line) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Values under keys, each key with its line, in the order of the file. */
  record Mapping(Map<String, Entry> entries, int line) implements Node {
    @Override
    public String kind() {
      return "a group of keys";
    }
  }

  /** A key's value, and the line of the key. */
  record Entry(Node value, int line) {}
}
