package dev.brski.authority.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with fields of a device in it, such as {@code {serial}.devices.example.com}. What a field
 * holds is put in its place once, and never read as a field again.
 */
public record FieldText(List<Piece> pieces) {

  /** A part of the text. */
  sealed interface Piece {

    /** Stands for itself. */
    record Literal(String text) implements Piece {}

    /** Stands for what is known of the device. */
    record Value(Field field) implements Piece {}
  }

  private static final int LONGEST = 512;
  private static final Pattern PIECE = Pattern.compile("\\{([^{}]*)\\}|[^{}]+|[{}]");

  /** Copies the list. */
  public FieldText {
    pieces = List.copyOf(pieces);
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException when it is empty or too long, or a brace of it is no field's
   */
  public static FieldText parse(String text) {
    if (text.isBlank() || text.length() > LONGEST) {
      throw new IllegalArgumentException("it has 1 to " + LONGEST + " characters");
    }
    var pieces = new ArrayList<Piece>();
    var matcher = PIECE.matcher(text);
    while (matcher.find()) {
      var found = matcher.group();
      if (found.startsWith("{") || found.equals("}")) {
        pieces.add(
            Optional.ofNullable(matcher.group(1))
                .flatMap(Field::of)
                .<Piece>map(Piece.Value::new)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "'"
                                + found
                                + "' is none of {serial}, {manufacturer}, {model}, {place},"
                                + " {note}")));
      } else {
        pieces.add(new Piece.Literal(found));
      }
    }
    return new FieldText(pieces);
  }

  /** The fields that it needs. */
  Set<Field> fields() {
    return pieces.stream()
        .flatMap(
            piece ->
                switch (piece) {
                  case Piece.Literal _ -> Optional.<Field>empty().stream();
                  case Piece.Value(var field) -> Optional.of(field).stream();
                })
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A field that it needs and that is not known of a device. */
  Optional<Field> missing(DeviceFields device) {
    return fields().stream().filter(field -> device.value(field).isEmpty()).sorted().findFirst();
  }

  /**
   * The text for a device of which every field is known.
   *
   * @param each what becomes of the content of a field
   */
  String of(DeviceFields device, UnaryOperator<String> each) {
    return pieces.stream()
        .map(
            piece ->
                switch (piece) {
                  case Piece.Literal(var text) -> text;
                  case Piece.Value(var field) -> each.apply(device.value(field).orElseThrow());
                })
        .collect(Collectors.joining());
  }

  /** As it is written in a profile. */
  String written() {
    return pieces.stream()
        .map(
            piece ->
                switch (piece) {
                  case Piece.Literal(var text) -> text;
                  case Piece.Value(var field) -> "{" + field.word() + "}";
                })
        .collect(Collectors.joining());
  }
}
