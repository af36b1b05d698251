package dev.brski.registrar.admission;

import dev.brski.verdict.Verdict;
import dev.brski.voucher.AcceptedTolerances;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;

/**
 * What is accepted of a manufacturer's devices and its MASA.
 *
 * @param tolerances which deviations from the specifications, in all that they sign
 * @param assertions what vouchers may assert
 */
public record Terms(AcceptedTolerances tolerances, AcceptedAssertions assertions) {

  /** Those of a manufacturer that says nothing else. */
  public static Terms usual() {
    return new Terms(AcceptedTolerances.all(), AcceptedAssertions.all());
  }

  /** A voucher that was found valid, unless it is not acceptable. */
  public Verdict<Signed<Voucher>> hold(Signed<Voucher> voucher) {
    return tolerances.hold(voucher, voucher.tolerances()).flatMap(assertions::hold);
  }
}
