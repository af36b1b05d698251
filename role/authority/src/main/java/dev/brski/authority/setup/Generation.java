package dev.brski.authority.setup;

import dev.brski.authority.setup.AuthoritySettings.CredentialFiles;
import dev.brski.trust.Credential;
import dev.brski.trust.Generations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A credential of an authority with its place among those that it has had: what the settings name
 * is the first, {@code NAME-2.pem} with {@code NAME-2.key} beside it the second.
 *
 * @param number 1 for the first
 */
record Generation(int number, CredentialFiles files) {

  private static final String SUFFIX = ".pem";

  /** Those that there are, oldest first; the first always, whether its files are there or not. */
  static List<Generation> all(CredentialFiles first) throws IOException {
    var all = new ArrayList<>(List.of(new Generation(1, first)));
    var beside = beside(first);
    int newest = beside.newest();
    for (int number = 2; number <= newest; number++) {
      var generation = new Generation(number, files(beside, number));
      if (Files.exists(generation.files().certificates())) {
        all.add(generation);
      }
    }
    return List.copyOf(all);
  }

  /** The one of a number, whether its files are there or not. */
  static Generation of(CredentialFiles first, int number) {
    return new Generation(number, number == 1 ? first : files(beside(first), number));
  }

  static Generation newest(CredentialFiles first) throws IOException {
    return all(first).getLast();
  }

  /**
   * Adds one, key first, certificate last.
   *
   * @throws IOException when it cannot be written
   */
  static Generation add(CredentialFiles first, Credential credential) throws IOException {
    var beside = beside(first);
    int number = beside.add(credential);
    return new Generation(number, files(beside, number));
  }

  /** Whether the name of the first has a place for a number. */
  static boolean canFollow(CredentialFiles first) {
    return name(first.certificates()).endsWith(SUFFIX);
  }

  Credential read() throws IOException {
    return Credential.read(files.certificates(), files.key());
  }

  private static CredentialFiles files(Generations beside, int number) {
    return new CredentialFiles(beside.certificates(number), beside.key(number));
  }

  private static Generations beside(CredentialFiles first) {
    var file = first.certificates().toAbsolutePath();
    var name = name(file);
    return new Generations(
        file.resolveSibling(".").normalize(),
        name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
