package dev.brski.voucher;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An artifact that was read: what it says, the signed structure it came in, and what had to be
 * tolerated. Nothing in it is trusted until a signature has been verified.
 *
 * @param leaves what the artifact says
 * @param artifact the CMS structure, exact octets included
 * @param tolerances the deviations accepted in reading it
 * @param ignored names of leaves that were passed over: unknown ones, and those that RFC 8995
 *     section 3.4 says to ignore in requests
 */
public record Signed<T>(
    T leaves, SignedArtifact artifact, Set<Tolerance> tolerances, List<String> ignored) {

  /** Makes the collections immutable. */
  public Signed {
    tolerances = Set.copyOf(tolerances);
    ignored = List.copyOf(ignored);
  }

  /** The same with one more deviation accepted. */
  public Signed<T> tolerating(Tolerance tolerance) {
    var all = EnumSet.of(tolerance);
    all.addAll(tolerances);
    return new Signed<>(leaves, artifact, all, ignored);
  }
}
