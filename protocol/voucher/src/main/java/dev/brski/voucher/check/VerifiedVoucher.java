package dev.brski.voucher.check;

import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import java.security.cert.X509Certificate;

/**
 * A voucher that a pledge may act on.
 *
 * @param voucher what it says
 * @param signer the certificate that signed it, under the manufacturer's voucher anchor
 * @param pin the certificate whose key vouches for the registrar (RFC 8995 section 5.6.2)
 */
public record VerifiedVoucher(
    Signed<Voucher> voucher, X509Certificate signer, X509Certificate pin) {}
