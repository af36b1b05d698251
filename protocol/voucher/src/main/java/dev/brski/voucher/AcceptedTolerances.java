package dev.brski.voucher;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which deviations are accepted of somebody.
 *
 * @param accepted those that are; every other one is refused
 */
public record AcceptedTolerances(Set<Tolerance> accepted) {

  /** Makes the set immutable. */
  public AcceptedTolerances {
    accepted = Set.copyOf(accepted);
  }

  /** Every one there is. */
  public static AcceptedTolerances all() {
    return new AcceptedTolerances(EnumSet.allOf(Tolerance.class));
  }

  /** These and no other. */
  public static AcceptedTolerances only(Collection<Tolerance> names) {
    return new AcceptedTolerances(Set.copyOf(names));
  }

  /** What was read, unless reading it needed a deviation that is not accepted. */
  public <T> Verdict<T> hold(T read, Set<Tolerance> needed) {
    var others = needed.stream().filter(each -> !accepted.contains(each)).sorted().toList();
    if (others.isEmpty()) {
      return Verdict.accepted(read);
    }
    return Verdict.refused(
        Refusal.of(
                VoucherCheck.TOLERANCE,
                others.stream()
                    .map(each -> each.meaning() + ", against " + each.from() + " (" + each + ")")
                    .collect(Collectors.joining("; ")),
                "Let the manufacturer correct its devices or its MASA; or name "
                    + others.stream().map(Tolerance::toString).collect(Collectors.joining(", "))
                    + " under tolerances in the manufacturer's file.")
            .withTold(
                VoucherCheck.TOLERANCE.told()
                    + ": "
                    + others.stream().map(Tolerance::meaning).collect(Collectors.joining("; "))));
  }
}
