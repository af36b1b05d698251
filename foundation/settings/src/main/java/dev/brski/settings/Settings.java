package dev.brski.settings;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a program: one YAML file, read strictly into a record.
 *
 * <p>The components of the record are the keys ({@code pollInterval} is written {@code
 * poll-interval}); one that is an Optional may be left out, and every other must be there. A
 * component is a String, boolean, int, long, Duration, URI, Path (meant from the folder of the
 * file), an enum, any type with a static method {@code parse(String)} that throws
 * IllegalArgumentException, a record again, a List of those or a Map from String to those. Every
 * file has {@code version: 1}, which is no component.
 */
public final class Settings {

  private static final String VERSION = "version";
  private static final String CURRENT = "1";
  private static final String SUFFIX = ".yaml";

  private Settings() {}

  /** What a file says, or the line and key that is wrong, with what is allowed there. */
  public static <R extends Record> Verdict<R> read(Path yaml, Class<R> type) {
    var source = new Source(yaml);
    return Document.read(source)
        .flatMap(root -> unversioned(source, root))
        .flatMap(root -> new Binding(source).bind("", root, type))
        .map(type::cast);
  }

  /**
   * What every file of a folder whose name ends in {@code .yaml} says, by the rest of its name in
   * alphabetical order; nothing if there is no such folder.
   */
  public static <R extends Record> Verdict<Map<String, R>> readFolder(Path folder, Class<R> type) {
    var all = new LinkedHashMap<String, R>();
    if (!Files.exists(folder)) {
      return Verdict.accepted(all);
    }
    try (var files = Files.list(folder)) {
      for (var file : files.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList()) {
        var name = String.valueOf(file.getFileName());
        switch (read(file, type)) {
          case Verdict.Accepted<R>(R settings) ->
              all.put(name.substring(0, name.length() - SUFFIX.length()), settings);
          case Verdict.Refused<R>(var refusal) -> {
            return Verdict.refused(refusal);
          }
        }
      }
      return Verdict.accepted(all);
    } catch (IOException e) {
      return new Source(folder)
          .refused(SettingsCheck.UNREADABLE, e.toString(), "Check that it may be read");
    }
  }

  private static Verdict<Node> unversioned(Source source, Node root) {
    if (!(root instanceof Node.Mapping mapping)) {
      return source.refused(
          SettingsCheck.VALUE,
          root.line(),
          "the file is " + root.kind() + ", not a group of keys",
          "Begin it with 'version: 1'");
    }
    var version = Optional.ofNullable(mapping.entries().get(VERSION));
    if (version.isEmpty()) {
      return source.refused(
          SettingsCheck.MISSING_KEY, 1, "the key 'version' is missing", "Add 'version: 1'");
    }
    if (!(version.get().value() instanceof Node.Scalar scalar) || !scalar.text().equals(CURRENT)) {
      return source.refused(
          SettingsCheck.VERSION,
          version.get().line(),
          "this program knows settings of version 1 only",
          "Write 'version: 1', or run the program that the file was written for");
    }
    var rest = new LinkedHashMap<>(mapping.entries());
    rest.remove(VERSION);
    return Verdict.accepted(new Node.Mapping(rest, mapping.line()));
  }
}
