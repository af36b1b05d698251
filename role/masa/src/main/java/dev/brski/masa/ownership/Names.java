package dev.brski.masa.ownership;

import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What to call a customer of whom only a certificate is given. */
final class Names {

  private static final int LONGEST = 64;

  private Names() {}

  /** The subject's O, or else its CN, or else the certificate's fingerprint. */
  static String of(X509Certificate certificate) {
    var name =
        attribute(certificate, "O")
            .or(() -> attribute(certificate, "CN"))
            .orElseGet(() -> Certificates.fingerprint(certificate));
    return name.substring(0, name.offsetByCodePoints(0, Math.min(LONGEST, count(name)))).strip();
  }

  private static int count(String name) {
    return name.codePointCount(0, name.length());
  }

  private static Optional<String> attribute(X509Certificate certificate, String type) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .filter(value -> !value.isBlank())
              .findFirst();
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
  }
}
