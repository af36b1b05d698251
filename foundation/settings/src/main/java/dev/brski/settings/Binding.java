package dev.brski.settings;

import dev.brski.verdict.Verdict;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the records that a role asks for of what a settings file says. */
final class Binding {

  private final Source source;
  private final Scalars scalars;

  Binding(Source source) {
    this.source = source;
    this.scalars = new Scalars(source);
  }

  /** The key of a record's component: {@code pollInterval} is written {@code poll-interval}. */
  static String key(String component) {
    return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  Verdict<Object> bind(String path, Node node, Type type) {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == Optional.class ->
          bind(path, node, generic.getActualTypeArguments()[0]).map(Optional::of);
      case ParameterizedType generic when generic.getRawType() == List.class ->
          list(path, node, generic.getActualTypeArguments()[0]);
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          map(path, node, generic.getActualTypeArguments()[1]);
      case Class<?> record when record.isRecord() && !Scalars.parses(record) ->
          record(path, node, record);
      case Class<?> value -> scalars.bind(path, node, value);
      default -> throw new IllegalArgumentException("settings cannot hold a " + type);
    };
  }

  private Verdict<Object> list(String path, Node node, Type type) {
    if (!(node instanceof Node.Sequence sequence)) {
      return mismatch(path, node, "a list");
    }
    var items = new ArrayList<Object>();
    for (var item : sequence.items()) {
      switch (bind(path + "[" + items.size() + "]", item, type)) {
        case Verdict.Accepted<Object>(Object value) -> items.add(value);
        case Verdict.Refused<Object> refused -> {
          return refused;
        }
      }
    }
    return Verdict.accepted(List.copyOf(items));
  }

  private Verdict<Object> map(String path, Node node, Type type) {
    if (!(node instanceof Node.Mapping mapping)) {
      return mismatch(path, node, "a group of keys");
    }
    var values = new LinkedHashMap<String, Object>();
    for (var entry : mapping.entries().entrySet()) {
      switch (bind(below(path, entry.getKey()), entry.getValue().value(), type)) {
        case Verdict.Accepted<Object>(Object value) -> values.put(entry.getKey(), value);
        case Verdict.Refused<Object> refused -> {
          return refused;
        }
      }
    }
    return Verdict.accepted(Collections.unmodifiableMap(values));
  }

  private Verdict<Object> record(String path, Node node, Class<?> type) {
    if (!(node instanceof Node.Mapping mapping)) {
      return mismatch(path, node, "a group of keys");
    }
    var components = Objects.requireNonNull(type.getRecordComponents());
    var allowed = Stream.of(components).map(component -> key(component.getName())).toList();
    for (var entry : mapping.entries().entrySet()) {
      if (!allowed.contains(entry.getKey())) {
        return source.refused(
            SettingsCheck.UNKNOWN_KEY,
            entry.getValue().line(),
            "there is no key '" + below(path, entry.getKey()) + "'",
            allowed(allowed));
      }
    }
    var values = new ArrayList<Object>();
    for (var component : components) {
      switch (component(path, mapping, component, allowed)) {
        case Verdict.Accepted<Object>(Object value) -> values.add(value);
        case Verdict.Refused<Object> refused -> {
          return refused;
        }
      }
    }
    return make(path, mapping, type, components, values);
  }

  private Verdict<Object> component(
      String path, Node.Mapping mapping, RecordComponent component, List<String> allowed) {
    var key = key(component.getName());
    var entry = Optional.ofNullable(mapping.entries().get(key));
    if (entry.isPresent()) {
      return bind(below(path, key), entry.get().value(), component.getGenericType());
    }
    if (component.getType() == Optional.class) {
      return Verdict.accepted(Optional.empty());
    }
    return source.refused(
        SettingsCheck.MISSING_KEY,
        mapping.line(),
        "the key '" + below(path, key) + "' is missing",
        "Add it. " + allowed(allowed));
  }

  private Verdict<Object> make(
      String path,
      Node.Mapping mapping,
      Class<?> type,
      RecordComponent[] components,
      List<Object> values) {
    try {
      var types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Verdict.accepted(constructor.newInstance(values.toArray()));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        return source.refused(
            SettingsCheck.VALUE,
            mapping.line(),
            (path.isEmpty() ? "" : "in '" + path + "': ") + refusal.getMessage(),
            "Correct it there");
      }
      throw new IllegalArgumentException(type + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " cannot be made", e);
    }
  }

  private Verdict<Object> mismatch(String path, Node node, String wanted) {
    return source.refused(
        SettingsCheck.VALUE,
        node.line(),
        "'" + path + "' is " + node.kind() + ", not " + wanted,
        "Write " + wanted);
  }

  private static String allowed(List<String> keys) {
    return keys.stream().sorted().collect(Collectors.joining(", ", "Allowed here: ", ""));
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
