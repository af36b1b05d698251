package dev.brski.trust;

/** Object identifiers of the certificates that the specifications name, in dotted form. */
public final class Oids {

  /** id-kp-serverAuth (RFC 5280 section 4.2.1.12). */
  public static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  /** id-kp-clientAuth (RFC 5280 section 4.2.1.12). */
  public static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  /** id-kp-cmcCA (RFC 9810 section 4.5). */
  public static final String CMC_CA = "1.3.6.1.5.5.7.3.27";

  /** id-kp-cmcRA: a registration authority or registrar (RFC 7030 section 3.6.1). */
  public static final String CMC_RA = "1.3.6.1.5.5.7.3.28";

  /** id-kp-cmKGA: may generate keys for others (RFC 9810 section 4.5). */
  public static final String CM_KGA = "1.3.6.1.5.5.7.3.32";

  /** anyExtendedKeyUsage: every purpose (RFC 5280 section 4.2.1.12). */
  public static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

  /** id-kp-OCSPSigning: may tell the status of its issuer's certificates (RFC 6960 4.2.2.2). */
  public static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  /** id-pe-masa-url: where the manufacturer's MASA is (RFC 8995 section 2.3.2). */
  public static final String MASA_URL = "1.3.6.1.5.5.7.1.32";

  /** The serialNumber attribute of a name, X520SerialNumber (RFC 5280 appendix A.1). */
  public static final String SERIAL_NUMBER_ATTRIBUTE = "2.5.4.5";

  /** id-on-hardwareModuleName: an otherName of the subjectAltName (RFC 4108 section 5). */
  public static final String HARDWARE_MODULE_NAME = "1.3.6.1.5.5.7.8.4";

  /** id-on-AcpNodeName: an otherName of the subjectAltName (RFC 8994 section 6.2.2.1). */
  public static final String ACP_NODE_NAME = "1.3.6.1.5.5.7.8.10";

  private Oids() {}
}
