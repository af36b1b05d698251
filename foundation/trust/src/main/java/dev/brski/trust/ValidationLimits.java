package dev.brski.trust;

/**
 * How much work one validation may cost, whatever certificates a stranger sends.
 *
 * @param depth most certificates on a path, the anchor not counted
 * @param candidates most certificates offered for building the path
 * @param signatureChecks most signatures verified over the whole call
 * @param steps most extensions of a partial path, those without a new signature check included
 * @param names most subtrees of one nameConstraints, and most names of one subjectAltName under one
 */
public record ValidationLimits(
    int depth, int candidates, int signatureChecks, int steps, int names) {

  /** Demands that every limit leaves room for something. */
  public ValidationLimits {
    if (depth < 1 || candidates < 0 || signatureChecks < 1 || steps < 1 || names < 1) {
      throw new IllegalArgumentException("a limit that refuses everything");
    }
  }

  /** Enough for every chain seen in the field, and milliseconds for the worst. */
  public static ValidationLimits standard() {
    return new ValidationLimits(8, 64, 32, 256, 128);
  }
}
