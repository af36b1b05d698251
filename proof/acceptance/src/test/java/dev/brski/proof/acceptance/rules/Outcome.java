package dev.brski.proof.acceptance.rules;

import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.verdict.Check;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What must come back. */
public sealed interface Outcome {

  /** How it is put in the table. */
  String text();

  /**
   * A refusal in CMP, with status rejection and the signature of whoever refuses.
   *
   * @param inResponse whether it is the response of its kind, or else an error message
   * @param failInfo the bits that are set, no others
   * @param check what our own programs say was checked
   */
  record Refused(boolean inResponse, Set<FailBit> failInfo, Check check) implements Outcome {

    /** Copies the set. */
    public Refused {
      failInfo = Set.copyOf(failInfo);
    }

    @Override
    public String text() {
      var bits = failInfo.stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
      return (inResponse ? "rejection, " : "error, ") + bits;
    }
  }

  /** It is answered as if it were not changed: what is broken is no rule for the receiver. */
  record Taken() implements Outcome {

    @Override
    public String text() {
      return "taken";
    }
  }

  /** A refusal in HTTP, for what is no PKIMessage. */
  record Http(int status) implements Outcome {

    @Override
    public String text() {
      return "HTTP " + status;
    }
  }

  /** It cannot be sent there. */
  record NotThere(String why) implements Outcome {

    @Override
    public String text() {
      return why;
    }
  }

  /** An error message. */
  static Outcome error(FailBit bit, Check check) {
    return new Refused(false, Set.of(bit), check);
  }

  /** The response of its kind, with status rejection. */
  static Outcome rejection(FailBit bit, Check check) {
    return new Refused(true, Set.of(bit), check);
  }

  /** It is taken. */
  static Outcome taken() {
    return new Taken();
  }

  /** The check that is named, if it is a refusal in CMP. */
  default List<Check> checks() {
    return this instanceof Refused refused ? List.of(refused.check()) : List.of();
  }
}
