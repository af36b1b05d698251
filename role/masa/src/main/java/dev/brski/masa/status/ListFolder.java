package dev.brski.masa.status;

import dev.brski.trust.RevocationList;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which an operator puts revocation lists by hand, PEM or DER, for domains whose
 * servers cannot be reached. A file is read again when it has changed; 256 files of 4 MiB, and 32
 * MiB in all, are read.
 */
public final class ListFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ListFolder.class);
  private static final int MOST_FILES = 256;
  private static final long MOST_OCTETS = 32L << 20;
  private static final String REMEDY =
      "Put a revocation list in PEM or DER in its place, or take the file away";

  private record Stamp(FileTime modified, long size, String identity) {}

  private record Content(Stamp stamp, List<RevocationList> lists) {}

  private final Path folder;
  private Map<Path, Content> known = Map.of();

  /**
   * @param folder need not exist
   */
  public ListFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What the files hold now; a file that cannot be read holds nothing, and the log says so once.
   */
  synchronized List<RevocationList> lists() {
    var found = new HashMap<Path, Content>();
    long octets = 0;
    for (var file : filesOrNone()) {
      var stamp = stamp(file);
      octets += stamp.size();
      if (octets > MOST_OCTETS) {
        break;
      }
      var before = known.get(file);
      found.put(
          file,
          before != null && before.stamp().equals(stamp)
              ? before
              : new Content(stamp, readOrNone(file)));
    }
    known = Map.copyOf(found);
    return known.values().stream().flatMap(content -> content.lists().stream()).toList();
  }

  /**
   * The files of the folder, in the order of their names, 256 at most; hidden ones are none.
   *
   * @throws IOException when it cannot be read
   */
  public List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .limit(MOST_FILES)
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

  private List<Path> filesOrNone() {
    try {
      return files();
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", folder, e.getMessage());
      return List.of();
    }
  }

  private static List<RevocationList> readOrNone(Path file) {
    return switch (read(file)) {
      case Verdict.Accepted<List<RevocationList>>(var lists) -> {
        LOG.info("revocation lists in {}: {}", file, lists.size());
        yield lists;
      }
      case Verdict.Refused<List<RevocationList>>(var refusal) -> {
        LOG.warn("a revocation list is left aside: {}", refusal);
        yield List.of();
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
