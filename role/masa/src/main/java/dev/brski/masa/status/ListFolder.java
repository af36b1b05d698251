package dev.brski.masa.status;

import dev.brski.trust.RevocationList;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which an operator puts revocation lists by hand, PEM or DER, for domains whose
 * servers cannot be reached. A file is read again when it has changed; 256 files of 4 MiB, and 32
 * MiB in all, are read, and what is beyond is told of. While a file cannot be read, what it held
 * before counts.
 */
public final class ListFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ListFolder.class);
  private static final int MOST_FILES = 256;
  private static final long MOST_OCTETS = 32L << 20;
  private static final int MOST_NAMED = 8;
  private static final String REMEDY =
      "Put a revocation list in PEM or DER in its place, or take the file away";

  private record Stamp(FileTime modified, long size, String identity) {}

  private record Content(Stamp stamp, List<RevocationList> lists) {}

  /** The files that are read, and why others are not. */
  private record Survey(List<Path> files, List<String> left) {}

  private final Path folder;
  private Map<Path, Content> known = Map.of();
  private List<String> told = List.of();

  /**
   * @param folder need not exist
   */
  public ListFolder(Path folder) {
    this.folder = folder;
  }

  /** What the files hold now, and the log says once what cannot be read. */
  synchronized List<RevocationList> lists() {
    var survey = surveyOrNone();
    if (!survey.left().equals(told)) {
      told = survey.left();
      leftAside(survey).ifPresent(refusal -> LOG.warn("{}", refusal));
    }
    var found = new HashMap<Path, Content>();
    for (var file : survey.files()) {
      var before = Optional.ofNullable(known.get(file));
      var stamp = stamp(file);
      found.put(
          file,
          before
              .filter(content -> content.stamp().equals(stamp))
              .orElseGet(() -> new Content(stamp, readOr(file, before))));
    }
    known = Map.copyOf(found);
    return known.values().stream().flatMap(content -> content.lists().stream()).toList();
  }

  /**
   * The files of the folder that are read, in the order of their names; hidden ones are none.
   *
   * @throws IOException when it cannot be read
   */
  public List<Path> files() throws IOException {
    return survey().files();
  }

  /**
   * Which files are not read, if there are such, and why.
   *
   * @throws IOException when the folder cannot be read
   */
  public Optional<Refusal> leftAside() throws IOException {
    return leftAside(survey());
  }

  private Optional<Refusal> leftAside(Survey survey) {
    var left = survey.left();
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                ListCheck.FILE,
                "%d files in %s are not read: %s%s"
                    .formatted(
                        left.size(),
                        folder,
                        String.join("; ", left.stream().limit(MOST_NAMED).toList()),
                        left.size() > MOST_NAMED ? "; and others" : ""),
                "Take away what is no revocation list, or no longer needed"));
  }

  private Survey survey() throws IOException {
    var files = new ArrayList<Path>();
    var left = new ArrayList<String>();
    long octets = 0;
    for (var file : all()) {
      long size = stamp(file).size();
      if (size > RevocationList.MOST_OCTETS) {
        left.add(file.getFileName() + " is over " + RevocationList.MOST_OCTETS + " octets");
      } else if (files.size() == MOST_FILES) {
        left.add(file.getFileName() + " is beyond the first " + MOST_FILES);
      } else if (octets + size > MOST_OCTETS) {
        left.add(file.getFileName() + " is beyond " + MOST_OCTETS + " octets in all");
      } else {
        octets += size;
        files.add(file);
      }
    }
    return new Survey(files, left);
  }

  private List<Path> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** The lists of one file. */
  public static Verdict<List<RevocationList>> read(Path file) {
    try {
      if (Files.size(file) > RevocationList.MOST_OCTETS) {
        return Verdict.refused(
            ListCheck.FILE, file + " is over " + RevocationList.MOST_OCTETS + " octets", REMEDY);
      }
      return RevocationList.parseFile(Files.readAllBytes(file))
          .mapRefusal(
              refusal ->
                  Refusal.of(
                      ListCheck.FILE,
                      file + ": " + refusal.cause() + " [" + refusal.check().id() + "]",
                      REMEDY));
    } catch (IOException e) {
      return Verdict.refused(ListCheck.FILE, file + " cannot be read: " + e.getMessage(), REMEDY);
    }
  }

  private Survey surveyOrNone() {
    try {
      return survey();
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", folder, e.getMessage());
      return new Survey(List.of(), List.of());
    }
  }

  private static List<RevocationList> readOr(Path file, Optional<Content> before) {
    return switch (read(file)) {
      case Verdict.Accepted<List<RevocationList>>(var lists) -> {
        LOG.info("revocation lists in {}: {}", file, lists.size());
        yield lists;
      }
      case Verdict.Refused<List<RevocationList>>(var refusal) -> {
        LOG.warn("a revocation list is left aside: {}", refusal);
        yield before.map(Content::lists).orElse(List.of());
      }
    };
  }

  private static Stamp stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    } catch (IOException _) {
      return new Stamp(FileTime.fromMillis(0), 0, "");
    }
  }
}
