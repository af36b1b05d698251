package dev.brski.authority.issuing;

import dev.brski.trust.Credential;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;

/**
 * One of the issuing CAs that a domain has had, one after the other, under one root.
 *
 * @param generation 1 for the first
 */
public record IssuingCa(int generation, Credential credential) {

  /** Its certificate. */
  public X509Certificate certificate() {
    return credential.leaf();
  }

  /** Its name, which no other generation has. */
  public X500Principal name() {
    return certificate().getSubjectX500Principal();
  }

  /** Until when it is valid, and so the last of its certificates. */
  public Instant end() {
    return certificate().getNotAfter().toInstant();
  }

  /**
   * Where its revocation list can be had: the first one's at the configured place, {@code
   * domain.crl}, the second one's beside it, {@code domain-2.crl}.
   *
   * @param first the configured place
   */
  public URI listUrl(URI first) {
    if (generation == 1) {
      return first;
    }
    var path = first.getRawPath();
    int dot = path.lastIndexOf('.');
    int end = dot > path.lastIndexOf('/') ? dot : path.length();
    return first.resolve(path.substring(0, end) + "-" + generation + path.substring(end));
  }
}
