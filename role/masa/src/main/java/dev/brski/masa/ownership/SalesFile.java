package dev.brski.masa.ownership;

import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with sales: a table as comma-separated values whose first line names the columns, or a
 * JSON array of objects. Of a sale its serial is wanted, and customer, a name, or certificate, a
 * file in PEM, or both; other columns and members are passed over.
 *
 * @param lines the sales, and what is none
 * @param certificates the PEM texts that they point to
 */
public record SalesFile(List<SalesLine> lines, List<String> certificates) {

  /** The most sales of a file. */
  public static final int MOST_LINES = 50_000;

  private static final int MOST_OCTETS = 4 << 20;

  /** Makes the lists immutable. */
  public SalesFile {
    lines = List.copyOf(lines);
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads a file, and the files with certificates that it names, from its own folder on.
   *
   * @return refused when it is no such file at all; what is wrong with one line is said there
   */
  public static Verdict<SalesFile> read(Path file) {
    var folder = file.toAbsolutePath().getParent();
    return text(file)
        .flatMap(
            text -> {
              var certificates = new CertificateFiles(folder == null ? file : folder);
              var lines =
                  text.stripLeading().startsWith("[")
                      ? SalesJson.read(text, certificates)
                      : SalesTable.read(text, certificates);
              return lines.flatMap(found -> counted(file, found, certificates));
            });
  }

  private static Verdict<SalesFile> counted(
      Path file, List<SalesLine> lines, CertificateFiles certificates) {
    if (lines.size() > MOST_LINES) {
      return refused(file + " has over " + MOST_LINES + " sales", "Divide it into several files.");
    }
    return lines.isEmpty()
        ? refused("there is no sale in " + file, "See the format: brski masa sales import --help.")
        : Verdict.accepted(new SalesFile(lines, certificates.texts()));
  }

  private static Verdict<String> text(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return refused("there is no file " + file, "Name a file with sales, CSV or JSON.");
      }
      var octets = octets(file);
      if (octets.length > MOST_OCTETS) {
        return refused(
            file + " is larger than " + (MOST_OCTETS >> 20) + " MiB",
            "Divide it into several files.");
      }
      var decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
      var text = decoded.toString();
      return Verdict.accepted(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException _) {
      return refused(file + " is not in UTF-8", "Save it in UTF-8.");
    } catch (IOException e) {
      return refused(file + " cannot be read: " + e.getMessage(), "See whether it may be read.");
    }
  }

  private static byte[] octets(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_OCTETS + 1);
    }
  }

  static <T> Verdict<T> refused(String cause, String remedy) {
    return Verdict.refused(OwnershipCheck.SALES, Description.printable(cause), remedy);
  }
}
