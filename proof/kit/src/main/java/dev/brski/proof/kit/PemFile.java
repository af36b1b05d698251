package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The certificates of a text, as blocks of PEM, uninterpreted.
 *
 * @param blocks each with its first and last line
 */
public record PemFile(List<String> blocks) {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN CERTIFICATE-----\\R([^-]+)-----END CERTIFICATE-----\\R?");

  /** Keeps the blocks. */
  public PemFile {
    blocks = List.copyOf(blocks);
  }

  /** The certificates of a file. */
  public static PemFile read(Path file) throws IOException {
    return of(Files.readString(file));
  }

  /** The certificates between whatever else a text says. */
  public static PemFile of(String text) {
    return new PemFile(BLOCK.matcher(text).results().map(MatchResult::group).toList());
  }

  /** The DER of the first certificate in base64, in one line. */
  public String base64() {
    return blocks.getFirst().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
  }

  /** Writes the first certificate into a file. */
  public Path writeFirst(Path file) throws IOException {
    return Files.writeString(file, blocks.getFirst());
  }

  /** Writes all but the first into a file. */
  public Path writeRest(Path file) throws IOException {
    return Files.writeString(file, String.join("", blocks.subList(1, blocks.size())));
  }
}
