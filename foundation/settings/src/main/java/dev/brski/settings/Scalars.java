package dev.brski.settings;

import dev.brski.settings.Node.Scalar;
import dev.brski.verdict.Verdict;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes values of the texts in a settings file. */
final class Scalars {

  private final Source source;

  Scalars(Source source) {
    this.source = source;
  }

  /** Whether a type reads itself from a text, with a static method {@code parse}. */
  static boolean parses(Class<?> type) {
    return parser(type).isPresent();
  }

  Verdict<Object> bind(String path, Node node, Class<?> type) {
    if (type == String.class) {
      return text(path, node, "a text", text -> text);
    }
    if (type == boolean.class || type == Boolean.class) {
      return of(
          Scalar.Type.FLAG, path, node, "true or false", text -> text.equalsIgnoreCase("true"));
    }
    if (type == int.class || type == Integer.class) {
      return of(Scalar.Type.NUMBER, path, node, "a whole number", Integer::valueOf);
    }
    if (type == long.class || type == Long.class) {
      return of(Scalar.Type.NUMBER, path, node, "a whole number", Long::valueOf);
    }
    if (type == Duration.class) {
      var written = node instanceof Scalar scalar ? scalar.type() : Scalar.Type.TEXT;
      return of(written, path, node, "a duration such as 15m", Durations::parse);
    }
    if (type == Path.class) {
      return text(path, node, "the name of a file", this::file);
    }
    if (type == URI.class) {
      return text(path, node, "a URL", URI::create);
    }
    if (type.isEnum()) {
      return word(path, node, type);
    }
    var parser =
        parser(type)
            .orElseThrow(() -> new IllegalArgumentException("settings cannot hold a " + type));
    return text(path, node, "a text", text -> call(parser, text));
  }

  private Verdict<Object> text(
      String path, Node node, String wanted, Function<String, Object> make) {
    return of(Scalar.Type.TEXT, path, node, wanted, make);
  }

  private Verdict<Object> of(
      Scalar.Type type, String path, Node node, String wanted, Function<String, Object> make) {
    if (!(node instanceof Scalar scalar) || scalar.type() != type || type == Scalar.Type.NOTHING) {
      var quotes =
          node instanceof Scalar scalar && type == Scalar.Type.TEXT && !scalar.text().isEmpty();
      return source.refused(
          SettingsCheck.VALUE,
          node.line(),
          "'" + path + "' is " + node.kind() + ", not " + wanted,
          "Write " + wanted + (quotes ? ", if need be in quotes" : ""));
    }
    try {
      return Verdict.accepted(make.apply(scalar.text()));
    } catch (IllegalArgumentException e) {
      return source.refused(
          SettingsCheck.VALUE,
          node.line(),
          "'" + path + "' does not fit: " + e.getMessage(),
          "Write " + wanted);
    }
  }

  private Verdict<Object> word(String path, Node node, Class<?> type) {
    var words =
        Stream.of(type.getEnumConstants())
            .collect(Collectors.toMap(Scalars::word, Function.identity()));
    var wanted = "one of " + String.join(", ", words.keySet().stream().sorted().toList());
    return text(
        path,
        node,
        wanted,
        text ->
            Optional.<Object>ofNullable(words.get(text))
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is unknown")));
  }

  private static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Path file(String text) {
    var name = text.startsWith("file:") ? text.substring("file:".length()) : text;
    if (name.matches("[a-z][a-z0-9]+:.*")) {
      throw new IllegalArgumentException("'" + text + "' is not in a file");
    }
    return source.resolve(name);
  }

  private static Optional<Method> parser(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(
            method ->
                method.getName().equals("parse")
                    && Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == type
                    && method.getParameterCount() == 1
                    && method.getParameterTypes()[0] == String.class)
        .findFirst();
  }

  private static Object call(Method parser, String text) {
    try {
      parser.setAccessible(true);
      return parser.invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(parser + " failed", e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(parser + " cannot be called", e);
    }
  }
}
