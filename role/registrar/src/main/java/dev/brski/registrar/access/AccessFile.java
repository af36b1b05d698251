package dev.brski.registrar.access;

import dev.brski.registrar.access.MasaAccess.Http;
import dev.brski.registrar.access.MasaAccess.Tls;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code masa-access} in a manufacturer's file says.
 *
 * @param clientCertificate what is shown in TLS; the registrar's own
 * @param certificate the file of the certificate for this MASA, leaf first
 * @param key the file of its key
 * @param login how the registrar says over HTTP who it is; not at all
 * @param user the name
 * @param password the file of the password
 */
public record AccessFile(
    Optional<Shown> clientCertificate,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Scheme> login,
    Optional<String> user,
    Optional<Path> password) {

  /** What is shown in TLS. */
  public enum Shown {
    /** The registrar's own certificate. */
    REGISTRAR,
    /** One for this MASA. */
    OWN,
    /** None. */
    NONE
  }

  /** A scheme of HTTP authentication. */
  public enum Scheme {
    BASIC,
    DIGEST
  }

  /** Demands that what belongs together is there together. */
  public AccessFile {
    boolean own = clientCertificate.filter(shown -> shown == Shown.OWN).isPresent();
    if (own != certificate.isPresent() || own != key.isPresent()) {
      throw new IllegalArgumentException(
          "certificate and key are given with 'client-certificate: own', both, and only then");
    }
    if (login.isPresent() != user.isPresent() || login.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException("login, user and password are given together");
    }
    user.ifPresent(AccessFile::demand);
  }

  private static void demand(String user) {
    if (!user.matches("[!-~]([ -~]{0,126}[!-~])?") || user.matches(".*[:\"\\\\].*")) {
      throw new IllegalArgumentException(
          "user is 1 to 128 characters of ASCII without colon, quote and backslash");
    }
  }

  /**
   * Reads the files.
   *
   * @throws IOException when one is missing, unusable, or may be read by others; the message names
   *     it
   */
  public MasaAccess read() throws IOException {
    return new MasaAccess(tls(), http());
  }

  private Tls tls() throws IOException {
    return switch (clientCertificate.orElse(Shown.REGISTRAR)) {
      case REGISTRAR -> new Tls.Registrar();
      case NONE -> new Tls.Nothing();
      case OWN -> {
        Secret.demandOwnersOnly(key.orElseThrow());
        yield new Tls.Own(Credential.read(certificate.orElseThrow(), key.orElseThrow()));
      }
    };
  }

  private Http http() throws IOException {
    if (login.isEmpty()) {
      return new Http.Nothing();
    }
    var secret = Secret.read(password.orElseThrow());
    return switch (login.get()) {
      case BASIC -> new Http.Basic(user.orElseThrow(), secret);
      case DIGEST -> new Http.Digest(user.orElseThrow(), secret);
    };
  }
}
