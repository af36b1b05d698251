package dev.brski.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The credentials of one role over time: a folder with {@code gen-1.pem}, {@code gen-1.key} and so
 * on. The newest is used for what begins now; what began under an older one ends under it.
 *
 * <p>Safe for concurrent use within the one process that owns the folder.
 */
public final class Keyring {

  private static final Pattern CERTIFICATES = Pattern.compile("gen-([1-9][0-9]{0,8})\\.pem");
  private static final Pattern FILES = Pattern.compile("gen-([1-9][0-9]{0,8})\\.(?:pem|key)");

  /**
   * A credential with its place in the keyring.
   *
   * @param number counts from 1
   */
  public record Generation(int number, Credential credential) {}

  private final Path folder;
  private volatile NavigableMap<Integer, Generation> generations;

  private Keyring(Path folder, NavigableMap<Integer, Generation> generations) {
    this.folder = folder;
    this.generations = Collections.unmodifiableNavigableMap(generations);
  }

  /**
   * Opens a folder that holds at least one generation. The key of a generation whose certificates
   * were never written is a write cut short: it does not count and is written over by the next.
   *
   * @throws IOException when there is none, or one cannot be read; the message names the file
   */
  public static Keyring open(Path folder) throws IOException {
    var generations = read(folder);
    if (generations.isEmpty()) {
      throw new IOException(folder + " holds no credential (gen-1.pem and gen-1.key)");
    }
    return new Keyring(folder, generations);
  }

  /**
   * Makes a keyring with its first generation.
   *
   * @throws IOException when the folder already holds one, or cannot be written
   */
  public static Keyring create(Path folder, Credential first) throws IOException {
    if (Files.exists(folder) && !read(folder).isEmpty()) {
      throw new IOException(folder + " already holds a credential");
    }
    var keyring = new Keyring(folder, new TreeMap<>());
    keyring.add(first);
    return keyring;
  }

  /** The newest generation. */
  public Generation current() {
    return generations.lastEntry().getValue();
  }

  /** The generation of that number, if the keyring has it. */
  public Optional<Generation> generation(int number) {
    return Optional.ofNullable(generations.get(number));
  }

  /** All generations, the oldest first. */
  public List<Generation> generations() {
    return List.copyOf(generations.values());
  }

  /**
   * Writes a credential as the next generation, which is the current one from then on.
   *
   * @throws IOException when it cannot be written durably; the keyring is then unchanged
   */
  public synchronized Generation add(Credential credential) throws IOException {
    var added = write(credential);
    take(List.of(added));
    return added;
  }

  /**
   * Writes a credential as the next generation, which does not count before it is {@linkplain #take
   * taken}. What somebody else has put into the folder meanwhile is not written over, be it a key
   * alone.
   *
   * @throws IOException when it cannot be written durably
   */
  public synchronized Generation write(Credential credential) throws IOException {
    int known = generations.isEmpty() ? 0 : generations.lastKey();
    int there = numbers(folder, FILES).stream().mapToInt(Integer::intValue).max().orElse(0);
    int number = Math.addExact(Math.max(known, there), 1);
    credential.write(certificates(folder, number), key(folder, number));
    return new Generation(number, credential);
  }

  /**
   * The generations that somebody else has put into the folder since it was read and that are newer
   * than the current one, the oldest first; none counts before it is {@linkplain #take taken}.
   *
   * @throws IOException when one cannot be read; the message names the file
   */
  public List<Generation> arrived() throws IOException {
    int current = generations.lastKey();
    var arrived = new ArrayList<Generation>();
    for (int number : new TreeSet<>(numbers(folder, CERTIFICATES)).tailSet(current, false)) {
      arrived.add(read(folder, number));
    }
    return List.copyOf(arrived);
  }

  /** Takes generations in that are in the folder; the newest is the current one from then on. */
  public synchronized void take(List<Generation> arrived) {
    var known = new TreeMap<>(generations);
    arrived.forEach(generation -> known.put(generation.number(), generation));
    generations = Collections.unmodifiableNavigableMap(known);
  }

  private static NavigableMap<Integer, Generation> read(Path folder) throws IOException {
    var found = new TreeMap<Integer, Generation>();
    for (int number : numbers(folder, CERTIFICATES)) {
      found.put(number, read(folder, number));
    }
    return found;
  }

  private static Generation read(Path folder, int number) throws IOException {
    return new Generation(
        number, Credential.read(certificates(folder, number), key(folder, number)));
  }

  private static Set<Integer> numbers(Path folder, Pattern names) throws IOException {
    if (!Files.exists(folder)) {
      return Set.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> names.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Integer.parseInt(name.group(1)))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  private static Path certificates(Path folder, int number) {
    return folder.resolve("gen-" + number + ".pem");
  }

  private static Path key(Path folder, int number) {
    return folder.resolve("gen-" + number + ".key");
  }
}
