package dev.brski.command;

import dev.brski.trust.Oids;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Distinguished names as people read them. */
final class Names {

  private static final Map<String, String> KEYWORDS =
      Map.of(Oids.SERIAL_NUMBER_ATTRIBUTE, "serialNumber");

  private Names() {}

  static String readable(X500Principal name) {
    return name.getName(X500Principal.RFC2253, KEYWORDS);
  }

  /** The same for a name that is RFC 2253 text already. */
  static String readable(String name) {
    return readable(new X500Principal(name));
  }
}
