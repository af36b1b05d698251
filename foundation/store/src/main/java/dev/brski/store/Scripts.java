package dev.brski.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Migration scripts that lie beside a class on the class path. */
public final class Scripts {

  private Scripts() {}

  /**
   * The texts of resources beside a class, in the order of their names given here.
   *
   * @throws IllegalStateException if one is missing
   */
  public static List<String> beside(Class<?> owner, String... names) {
    return Stream.of(names).map(name -> read(owner, name)).toList();
  }

  private static String read(Class<?> owner, String name) {
    try (var in = owner.getResourceAsStream(name)) {
      return Optional.ofNullable(in)
          .map(Scripts::text)
          .orElseThrow(() -> new IllegalStateException(name + " is missing beside " + owner));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
