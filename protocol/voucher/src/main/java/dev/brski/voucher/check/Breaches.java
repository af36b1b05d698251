package dev.brski.voucher.check;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Loose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Gathers what an artifact breaks, where a validation stops at the first. */
final class Breaches {

  private final List<Refusal> found;
  private final Loose<?> artifact;

  /** Begins with the leaves that cannot be read. */
  Breaches(Loose<?> artifact) {
    this.artifact = artifact;
    this.found = new ArrayList<>(artifact.faults());
  }

  /** A rule on some leaves; it says nothing where one of them is there but cannot be read. */
  Breaches judge(Verdict<?> verdict, String... leaves) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)
        && Stream.of(leaves).allMatch(artifact::isJudgeable)) {
      found.add(refusal);
    }
    return this;
  }

  List<Refusal> all() {
    return List.copyOf(found);
  }
}
