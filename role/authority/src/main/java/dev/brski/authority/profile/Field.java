package dev.brski.authority.profile;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a text of a profile may refer to, in braces. */
enum Field {
  SERIAL,
  MANUFACTURER,
  MODEL,
  PLACE,
  NOTE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Field> of(String word) {
    return Stream.of(values()).filter(field -> field.word().equals(word)).findFirst();
  }
}
