package dev.brski.verdict;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The outcome of a check: what was accepted, or the refusal that ended it. */
public sealed interface Verdict<T> {

  /** It holds, and this is what is known now. */
  record Accepted<T>(T value) implements Verdict<T> {}

  /** It does not hold. */
  record Refused<T>(Refusal refusal) implements Verdict<T> {}

  /** An accepted value. */
  static <T> Verdict<T> accepted(T value) {
    return new Accepted<>(value);
  }

  /** A refusal, as a verdict on whatever was asked for. */
  static <T> Verdict<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /** A refusal that tells the peer no more than the rule itself does. */
  static <T> Verdict<T> refused(Check check, String cause, String remedy) {
    return new Refused<>(Refusal.of(check, cause, remedy));
  }

  /** The verdict on something derived from the accepted value. */
  default <U> Verdict<U> map(Function<? super T, ? extends U> derive) {
    return switch (this) {
      case Accepted<T>(T value) -> accepted(derive.apply(value));
      case Refused<T>(Refusal refusal) -> refused(refusal);
    };
  }

  /** The verdict of the next check, asked only when this one holds. */
  default <U> Verdict<U> flatMap(Function<? super T, Verdict<U>> next) {
    return switch (this) {
      case Accepted<T>(T value) -> next.apply(value);
      case Refused<T>(Refusal refusal) -> refused(refusal);
    };
  }

  /** The same verdict with its refusal, if it is one, put differently. */
  default Verdict<T> mapRefusal(UnaryOperator<Refusal> rephrase) {
    return switch (this) {
      case Accepted<T> accepted -> accepted;
      case Refused<T>(Refusal refusal) -> refused(rephrase.apply(refusal));
    };
  }
}
