package dev.brski.trust;

import java.util.Set;

/**
 * What a certificate is to be used for, and what it must allow for that.
 *
 * @param name the purpose in the specifications' words, for messages
 * @param requiredExtendedKeyUsages object identifiers that the extension must be present and list:
 *     usages that give an authority nobody has by default, such as id-kp-cmcRA
 * @param permittedExtendedKeyUsages object identifiers that the extension must list if it is
 *     present; without the extension a key is not restricted (RFC 5280 section 4.2.1.12)
 * @param digitalSignature whether keyUsage, if present, must have digitalSignature
 * @param validity which dates count when the time is known
 */
public record Purpose(
    String name,
    Set<String> requiredExtendedKeyUsages,
    Set<String> permittedExtendedKeyUsages,
    boolean digitalSignature,
    Validity validity) {

  /** Which dates count when the time is known. */
  public enum Validity {
    /** Both dates of every certificate count, the anchor included. */
    RESPECTED,
    /** No notAfter counts (RFC 8995 section 2.6.2): devices outlive their manufacturer's chain. */
    LIFETIME_IGNORED
  }

  /** A manufacturer's device certificate: no usage restriction is expected (RFC 8995 2.3). */
  public static final Purpose IDEVID = new Purpose("IDevID", Set.of(), true, Validity.RESPECTED);

  /** A registrar or registration authority: id-kp-cmcRA (RFC 8995 5.5.4, RFC 7030 3.6.1). */
  public static final Purpose REGISTRAR =
      new Purpose("registrar", Set.of(Oids.CMC_RA), true, Validity.RESPECTED);

  /** The signer of vouchers, told apart by its own trust anchor only. */
  public static final Purpose VOUCHER_SIGNER =
      new Purpose("voucher signer", Set.of(), true, Validity.RESPECTED);

  /** A TLS server outside the provisional state; its host name is judged elsewhere. */
  public static final Purpose TLS_SERVER =
      new Purpose("TLS server", Set.of(), Set.of(Oids.SERVER_AUTH), true, Validity.RESPECTED);

  /** A TLS client. */
  public static final Purpose TLS_CLIENT =
      new Purpose("TLS client", Set.of(), Set.of(Oids.CLIENT_AUTH), true, Validity.RESPECTED);

  /** The signer of a CMP message (RFC 9483 section 3.2): keyUsage digitalSignature if present. */
  public static final Purpose CMP_SIGNER =
      new Purpose("CMP signer", Set.of(), true, Validity.RESPECTED);

  /** Copies the sets. */
  public Purpose {
    requiredExtendedKeyUsages = Set.copyOf(requiredExtendedKeyUsages);
    permittedExtendedKeyUsages = Set.copyOf(permittedExtendedKeyUsages);
  }

  /** A purpose to which only usages matter that must be there. */
  public Purpose(
      String name,
      Set<String> requiredExtendedKeyUsages,
      boolean digitalSignature,
      Validity validity) {
    this(name, requiredExtendedKeyUsages, Set.of(), digitalSignature, validity);
  }

  /** The same purpose for a manufacturer whose devices outlive their certificates (8995 2.6.2). */
  public Purpose ignoringLifetime() {
    return withValidity(Validity.LIFETIME_IGNORED);
  }

  /** The same purpose with another judgement of dates. */
  public Purpose withValidity(Validity other) {
    return new Purpose(
        name, requiredExtendedKeyUsages, permittedExtendedKeyUsages, digitalSignature, other);
  }
}
