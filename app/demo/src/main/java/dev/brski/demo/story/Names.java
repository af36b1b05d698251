package dev.brski.demo.story;

import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Distinguished names as people read them, harmless whoever chose them. */
final class Names {

  private static final Map<String, String> KEYWORDS =
      Map.of(Oids.SERIAL_NUMBER_ATTRIBUTE, "serialNumber");

  private Names() {}

  static String readable(X500Principal name) {
    return Description.printable(name.getName(X500Principal.RFC2253, KEYWORDS));
  }
}
