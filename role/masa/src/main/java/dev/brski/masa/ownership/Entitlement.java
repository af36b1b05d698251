package dev.brski.masa.ownership;

import dev.brski.masa.ledger.IssuedVoucher;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A domain may have a voucher for a device.
 *
 * @param assertion the strongest that is true (RFC 8366 section 5.3)
 * @param pin what the voucher pins: for an owner nothing above what it is known by
 * @param learns the customer that is to be known by the pin from now on
 */
public record Entitlement(Assertion assertion, X509Certificate pin, Optional<String> learns) {

  private static final List<Assertion> WEAKEST_FIRST =
      List.of(Assertion.LOGGED, Assertion.PROXIMITY, Assertion.VERIFIED);

  /**
   * Whether a voucher that was issued before says nothing that is no longer true, and pins nothing
   * that an owner's would not.
   */
  public boolean covers(IssuedVoucher voucher) {
    var said = WEAKEST_FIRST.indexOf(voucher.assertion());
    return said >= 0
        && said <= WEAKEST_FIRST.indexOf(assertion)
        && (!assertion.equals(Assertion.VERIFIED) || pinsTheSame(voucher));
  }

  /** By the key: a domainID is what a certificate says of itself. */
  private boolean pinsTheSame(IssuedVoucher voucher) {
    return VoucherCodec.standard().readVoucher(voucher.voucher())
            instanceof Verdict.Accepted<Signed<Voucher>>(var read)
        && read.leaves()
            .pinnedDomainCert()
            .filter(
                pinned ->
                    Arrays.equals(Certificates.spkiSha256(pinned), Certificates.spkiSha256(pin)))
            .isPresent();
  }
}
