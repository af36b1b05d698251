package dev.brski.proof.acceptance;

import dev.brski.proof.acceptance.rules.Cast;
import dev.brski.proof.acceptance.rules.Side;
import dev.brski.proof.acceptance.rules.Target;
import dev.brski.proof.kit.cmp.Identity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Properties;

/**
 * A file that describes a CMP server to the table of rules: its URL, who vouches for its answers,
 * and in whose name it is spoken to. Paths are relative to where the file lies.
 */
record TargetFile(Path folder, Properties lines) {

  private static final String KEY = "-key";

  /**
   * The server of a file. With a {@code registrar} it is a CA that registrars speak to, otherwise a
   * registrar. What needs the key of somebody who is not named is skipped.
   *
   * @throws IllegalArgumentException when a line is missing that must be there
   */
  static Target read(Path file) throws IOException, GeneralSecurityException {
    var lines = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      lines.load(in);
    }
    return new TargetFile(file.toAbsolutePath().getParent(), lines).target();
  }

  private Target target() throws IOException, GeneralSecurityException {
    var member = identity("member");
    var registrar = further("registrar");
    return new Target(
        registrar.isPresent() ? Side.AUTHORITY : Side.REGISTRAR,
        URI.create(text("url")),
        new Cast(
            identity("device"),
            identity("another"),
            member,
            member,
            registrar,
            further("maker"),
            further("domain")),
        has("voucher") ? Optional.of(Files.readAllBytes(path("voucher"))) : Optional.empty(),
        Identity.certificates(path("anchor")).getFirst(),
        false);
  }

  private Optional<Identity> further(String name) throws IOException, GeneralSecurityException {
    return has(name) ? Optional.of(identity(name)) : Optional.empty();
  }

  private Identity identity(String name) throws IOException, GeneralSecurityException {
    return Identity.read(path(name), path(name + KEY));
  }

  private boolean has(String name) {
    return lines.containsKey(name);
  }

  private Path path(String name) {
    return folder.resolve(text(name));
  }

  private String text(String name) {
    return Optional.ofNullable(lines.getProperty(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no line for " + name));
  }
}
