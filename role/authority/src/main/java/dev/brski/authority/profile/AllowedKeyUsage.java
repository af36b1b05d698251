package dev.brski.authority.profile;

import java.util.Collection;
import java.util.Locale;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The key usages (RFC 5280 section 4.2.1.3) that an end entity may have. */
public enum AllowedKeyUsage {
  DIGITAL_SIGNATURE(KeyUsage.digitalSignature),
  NON_REPUDIATION(KeyUsage.nonRepudiation),
  KEY_ENCIPHERMENT(KeyUsage.keyEncipherment),
  DATA_ENCIPHERMENT(KeyUsage.dataEncipherment),
  KEY_AGREEMENT(KeyUsage.keyAgreement);

  private static final int SIGNS = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
  private static final int ENCIPHERS = KeyUsage.keyEncipherment | KeyUsage.dataEncipherment;

  private final int bit;

  AllowedKeyUsage(int bit) {
    this.bit = bit;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The bits of some of them, as {@link KeyUsage} has them. */
  public static int bits(Collection<AllowedKeyUsage> usages) {
    return usages.stream().mapToInt(usage -> usage.bit).reduce(0, (all, bit) -> all | bit);
  }

  /**
   * Those of some usages that a key can have: RSA no key agreement (RFC 3279 section 2.3.1), a
   * curve no encipherment (RFC 5480 section 3), and Edwards curves and RSASSA-PSS only signatures
   * (RFC 8410 section 5, RFC 4055 section 1.2).
   *
   * @param algorithm the algorithm of the key, as the JDK names it
   */
  public static int fitting(int bits, String algorithm) {
    return switch (algorithm) {
      case "EC" -> bits & (SIGNS | KeyUsage.keyAgreement);
      case "RSA" -> bits & (SIGNS | ENCIPHERS);
      default -> bits & SIGNS;
    };
  }
}
