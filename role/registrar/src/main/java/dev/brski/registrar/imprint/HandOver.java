package dev.brski.registrar.imprint;

import dev.brski.registrar.admission.Terms;
import dev.brski.registrar.audit.AuditPolicy;
import dev.brski.registrar.onboarding.Reviews;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.HandOverValidation;
import dev.brski.voucher.check.HandOverValidation.Asked;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What this registrar demands of a voucher before it hands it on, however it came. */
public final class HandOver {

  /** What fits into a consent as evidence. */
  private static final int MOST_OCTETS = 60 * 1024;

  private final HandOverValidation validation;
  private final Supplier<List<List<X509Certificate>>> authorities;
  private final Function<String, Terms> terms;
  private final Clock clock;

  /**
   * @param authorities the chains of the certificates that protect the authority's answers
   * @param terms what is accepted of a manufacturer's MASA
   */
  public HandOver(
      HandOverValidation validation,
      Supplier<List<List<X509Certificate>>> authorities,
      Function<String, Terms> terms,
      Clock clock) {
    this.validation = validation;
    this.authorities = authorities;
    this.terms = terms;
    this.clock = clock;
  }

  /**
   * Whether a voucher could work now.
   *
   * @param manufacturer the configured name of the device's manufacturer
   * @param asked what it has to answer
   * @param registrar the credential that the pledge sees
   */
  public Verdict<Signed<Voucher>> judge(
      String manufacturer, byte[] voucher, Asked asked, Credential registrar) {
    if (voucher.length > MOST_OCTETS) {
      return Verdict.refused(
          VoucherCheck.SIZE,
          "the voucher is over " + MOST_OCTETS + " octets",
          "Ask the manufacturer for a smaller one: without needless certificates.");
    }
    return VoucherCodec.standard()
        .readVoucher(voucher)
        .flatMap(
            read ->
                validation.validate(read, asked, registrar.chain(), authorities.get(), clock.now()))
        .flatMap(terms.apply(manufacturer)::hold);
  }

  /** Whether what a voucher pins vouches for registrar and authority now. */
  public boolean vouches(X509Certificate pin, Credential registrar) {
    return validation.pinned(pin, registrar.chain(), authorities.get(), clock.now())
        instanceof Verdict.Accepted<?>;
  }

  /** What is pinned is ours, and what a policy wants to know before the voucher goes on. */
  static Optional<Reviews.Demand> demand(AuditPolicy policy, Voucher voucher) {
    return voucher
        .pinnedDomainCert()
        .map(AuditLog::domainId)
        .map(own -> new Reviews.Demand(own, policy.asks(), policy.keepsVoucher()));
  }
}
