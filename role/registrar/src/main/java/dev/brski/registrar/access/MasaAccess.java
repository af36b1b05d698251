package dev.brski.registrar.access;

import dev.brski.registrar.carrier.Login;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.util.Optional;

/**
 * How a registrar shows itself to a manufacturer's MASA (RFC 8995 sections 5.4 and 5.4.1).
 *
 * @param tls what it shows in TLS when the MASA asks for a certificate
 * @param http how it says over HTTP who it is
 */
public record MasaAccess(Tls tls, Http http) {

  /** What is shown in TLS. */
  public sealed interface Tls {

    /** The registrar's own credential, whichever is the newest. */
    record Registrar() implements Tls {}

    /** A credential for this MASA. */
    record Own(Credential credential) implements Tls {}

    /** Nothing. */
    record Nothing() implements Tls {}
  }

  /** What is said over HTTP. */
  public sealed interface Http {

    /** Nothing. */
    record Nothing() implements Http {}

    /** User and password in every request (RFC 7617). */
    record Basic(String user, Secret password) implements Http {}

    /** A proof of knowing the password (RFC 7616). */
    record Digest(String user, Secret password) implements Http {}
  }

  /** The registrar's own credential, and nothing over HTTP. */
  public static MasaAccess usual() {
    return new MasaAccess(new Tls.Registrar(), new Http.Nothing());
  }

  /** The credential to show. */
  public Optional<Credential> credential(Credential registrar) {
    return switch (tls) {
      case Tls.Registrar() -> Optional.of(registrar);
      case Tls.Own(Credential own) -> Optional.of(own);
      case Tls.Nothing() -> Optional.empty();
    };
  }

  /** The login over HTTP. */
  public Login login(CryptoSuite suite) {
    return switch (http) {
      case Http.Nothing() -> Login.none();
      case Http.Basic(String user, Secret password) -> new BasicLogin(user, password);
      case Http.Digest(String user, Secret password) -> new DigestLogin(user, password, suite);
    };
  }
}
