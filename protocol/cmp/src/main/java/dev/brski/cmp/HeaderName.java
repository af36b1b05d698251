package dev.brski.cmp;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/** The names that sender and recipient hold: any GeneralName, of which a directoryName counts. */
final class HeaderName {

  private HeaderName() {}

  /** The name itself, once what it holds is known to be what its tag says. */
  static GeneralName sound(GeneralName name) throws MalformedMessage {
    if (name.getTagNo() == GeneralName.directoryName && directoryName(name).isEmpty()) {
      throw MalformedMessage.syntax("a directoryName that is no Name");
    }
    return name;
  }

  /** The distinguished name, if it is one. */
  static Optional<X500Principal> directoryName(GeneralName name) {
    if (name.getTagNo() != GeneralName.directoryName) {
      return Optional.empty();
    }
    try {
      return Optional.of(new X500Principal(X500Name.getInstance(name.getName()).getEncoded()));
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /** The name for people; one that is not a distinguished name as its encoding. */
  static String text(GeneralName name) {
    return directoryName(name)
        .map(found -> found.getName().isEmpty() ? "NULL-DN" : Certificates.nameText(found))
        .orElseGet(() -> HexFormat.of().formatHex(Protection.der(name)));
  }
}
