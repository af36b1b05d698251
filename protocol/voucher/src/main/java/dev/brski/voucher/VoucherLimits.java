package dev.brski.voucher;

/**
 * How much of a stranger's artifact is looked at before it is refused.
 *
 * @param mostOctets octets of the whole body
 * @param mostCertificates certificates in the CMS structure
 * @param deepestEncoding levels of nested ASN.1
 * @param deepestJson levels of nested JSON
 * @param mostLeaves members of the voucher object
 */
public record VoucherLimits(
    int mostOctets, int mostCertificates, int deepestEncoding, int deepestJson, int mostLeaves) {

  /** Enough for chains of RSA certificates inside a request inside a request. */
  public static VoucherLimits standard() {
    return new VoucherLimits(128 << 10, 16, 32, 8, 64);
  }

  /** Enough for an audit log of 1024 entries, each as long as it can be. */
  public static VoucherLimits auditLog() {
    return new VoucherLimits(1 << 20, 0, 0, 8, 64);
  }
}
