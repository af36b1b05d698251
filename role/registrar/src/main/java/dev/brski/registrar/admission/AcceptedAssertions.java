package dev.brski.registrar.admission;

import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which assertions are accepted in the vouchers of a manufacturer's MASA (RFC 8995 section 5.6, RFC
 * 8366 section 5.3).
 *
 * @param names those that are; if empty, every one
 */
public record AcceptedAssertions(Optional<List<Assertion>> names) {

  /** Copies the list. */
  public AcceptedAssertions {
    names = names.map(List::copyOf);
  }

  /** Every one there is. */
  public static AcceptedAssertions all() {
    return new AcceptedAssertions(Optional.empty());
  }

  /** These and no other. */
  public static AcceptedAssertions only(Collection<Assertion> names) {
    return new AcceptedAssertions(Optional.of(List.copyOf(names)));
  }

  /** The voucher, unless it asserts something else, or nothing where something is wanted. */
  public Verdict<Signed<Voucher>> hold(Signed<Voucher> voucher) {
    var asserted = voucher.leaves().assertion();
    return names.isEmpty() || asserted.filter(names.get()::contains).isPresent()
        ? Verdict.accepted(voucher)
        : Verdict.refused(
            VoucherCheck.HANDOVER_ASSERTION,
            "the voucher asserts "
                + asserted.map(Assertion::name).orElse("nothing")
                + ", and accepted is "
                + names.get().stream().map(Assertion::name).collect(Collectors.joining(", ")),
            "Let the manufacturer record to whom the device was sold, so that its MASA can assert"
                + " it; or change assertions in the manufacturer's file.");
  }
}
