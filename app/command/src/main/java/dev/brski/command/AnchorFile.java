package dev.brski.command;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** A file that anchors something, given on the command line. */
record AnchorFile(Path file, List<X509Certificate> certificates) {

  private static final int LONGEST_NAME = 64;

  /** Reads it; {@code what} failed if that cannot be done. */
  static AnchorFile read(String what, Path file) throws Failure {
    if (!Files.isRegularFile(file)) {
      throw Failure.usage(
          what, "there is no file " + file, "Name a file with certificates in PEM.");
    }
    try {
      return new AnchorFile(file, Certificates.readPem(file));
    } catch (IOException e) {
      throw Failure.usage(
          what, String.valueOf(e.getMessage()), "Name a file with certificates in PEM.");
    }
  }

  /**
   * A name for a file, made of the subject's O, or else its CN, or else the file's own name:
   * letters, digits, dots and dashes.
   */
  String shortName() {
    var name =
        attribute("O")
            .or(() -> attribute("CN"))
            .orElseGet(() -> String.valueOf(file.getFileName()));
    var fit = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|[._-]+$", "");
    return fit.isEmpty() ? "manufacturer" : fit.substring(0, Math.min(fit.length(), LONGEST_NAME));
  }

  private Optional<String> attribute(String type) {
    try {
      return new LdapName(certificates.getFirst().getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .findFirst();
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
  }
}
