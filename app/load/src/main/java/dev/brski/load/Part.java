package dev.brski.load;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A part of the devices: those whose number leaves this remainder.
 *
 * @param which from 1 to {@code of}
 * @param of how many parts there are
 */
public record Part(int which, int of) {

  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

  /** Demands a part that exists. */
  public Part {
    if (of < 1 || which < 1 || which > of) {
      throw new IllegalArgumentException("there is no part " + which + " of " + of);
    }
  }

  /** All of them. */
  public static Part whole() {
    return new Part(1, 1);
  }

  /**
   * Reads {@code 3/10}, the third of ten parts.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is wanted
   */
  public static Part parse(String text) {
    var match = WRITTEN.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a part such as 3/10");
    }
    return new Part(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
  }

  <T> List<T> in(List<T> all) {
    return IntStream.iterate(which - 1, index -> index < all.size(), index -> index + of)
        .mapToObj(all::get)
        .toList();
  }
}
