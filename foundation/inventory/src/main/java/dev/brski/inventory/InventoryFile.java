package dev.brski.inventory;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file of expected devices, CSV or JSON by what it begins with: all of it is sound, or none. */
public sealed interface InventoryFile {

  /** The most octets of a file. */
  int MOST_OCTETS = 2 << 20;

  /** The most devices of a file. */
  int MOST_DEVICES = 25_000;

  /** Every line can be used. */
  record Sound(List<Entry> entries) implements InventoryFile {}

  /** Some lines cannot be used; the first hundred of them. */
  record Unsound(List<Fault> faults) implements InventoryFile {}

  /**
   * Reads a file.
   *
   * <p>CSV (RFC 4180) has a line of headings first: {@code manufacturer} and {@code serial}, and as
   * wanted {@code model}, {@code place}, {@code note} and {@code valid-until}, in any order; comma
   * or semicolon. JSON is an array of objects with the members of {@link Entry}. Both are UTF-8.
   */
  static InventoryFile read(byte[] octets) {
    var faults = new Faults();
    if (octets.length > MOST_OCTETS) {
      faults.add(1, "the file has more than " + MOST_OCTETS + " octets; make several of it");
      return new Unsound(faults.inOrder());
    }
    var entries = Judging.entries(lines(octets, faults), faults);
    return faults.isEmpty() ? new Sound(entries) : new Unsound(faults.inOrder());
  }

  private static List<Line> lines(byte[] octets, Faults faults) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      var plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return plain.stripLeading().startsWith("[")
          ? JsonLines.read(plain, faults)
          : CsvLines.read(plain, faults);
    } catch (CharacterCodingException _) {
      faults.add(1, "the file is not UTF-8; save it as UTF-8");
      return List.of();
    }
  }
}
