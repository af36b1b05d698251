package dev.brski.authority.profile;

import dev.brski.trust.Oids;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * An extended key usage that a device may have.
 *
 * @param oid in dotted form
 */
public record AllowedPurpose(String oid) {

  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              "server-auth",
              Oids.SERVER_AUTH,
              "client-auth",
              Oids.CLIENT_AUTH,
              "email-protection",
              "1.3.6.1.5.5.7.3.4",
              "ipsec-ike",
              "1.3.6.1.5.5.7.3.17"));

  /** Those by which a holder acts for the PKI, and the one that means every purpose. */
  private static final Set<String> WITHHELD =
      Set.of(Oids.CMC_CA, Oids.CMC_RA, Oids.CM_KGA, Oids.OCSP_SIGNING, Oids.ANY_EXTENDED_KEY_USAGE);

  /** Demands a purpose that is no part of the PKI's (RFC 9810 section 8.10, RFC 6960 4.2.2.2). */
  public AllowedPurpose {
    if (actsForPki(oid)) {
      throw new IllegalArgumentException(
          "'" + oid + "' is not for devices: cmcRA, cmcCA, cmKGA, OCSPSigning, any");
    }
  }

  /**
   * Reads a name or an object identifier.
   *
   * @throws IllegalArgumentException when it is neither, or none for a device
   */
  public static AllowedPurpose parse(String text) {
    var named = Optional.ofNullable(NAMES.get(text));
    if (named.isEmpty() && ASN1ObjectIdentifier.tryFromID(text) == null) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is neither an object identifier nor one of "
              + String.join(", ", NAMES.keySet()));
    }
    return new AllowedPurpose(named.orElse(text));
  }

  /** Whether a purpose lets its holder act for the PKI, as every purpose does. */
  public static boolean actsForPki(String oid) {
    return WITHHELD.contains(oid);
  }

  /** Its name, or else its object identifier. */
  static String word(String oid) {
    return NAMES.entrySet().stream()
        .filter(named -> named.getValue().equals(oid))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(oid);
  }
}
