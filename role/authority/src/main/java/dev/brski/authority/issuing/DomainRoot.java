package dev.brski.authority.issuing;

import dev.brski.cmp.Information;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One of the roots that a domain has had, one after the other, all of one name (RFC 9810 section
 * 4.4).
 *
 * @param generation 1 for the first
 * @param certificate signed by itself: newWithNew for those who have the one before
 * @param succession how it follows on the one before; the first follows on none
 */
public record DomainRoot(
    int generation, X509Certificate certificate, Optional<Information.Roots> succession) {

  /** Until when it is valid, and so whatever hangs on it alone. */
  public Instant end() {
    return certificate.getNotAfter().toInstant();
  }

  /** What leads to it from the one before, if it follows on one. */
  public Optional<X509Certificate> newWithOld() {
    return succession.map(Information.Roots::newWithOld);
  }

  /** Both links between it and the one before, if it follows on one. */
  public Stream<X509Certificate> links() {
    return succession.stream()
        .flatMap(
            roots -> Stream.concat(Stream.of(roots.newWithOld()), roots.oldWithNew().stream()));
  }

  /**
   * What leads to the newest from each one before it that is valid still, newest first: everything
   * that stands under the newest sends it along.
   *
   * @param roots oldest first
   */
  public static List<X509Certificate> waysToNewest(List<DomainRoot> roots, Instant now) {
    return roots.reversed().stream()
        .flatMap(root -> root.newWithOld().stream())
        .takeWhile(link -> !now.isAfter(link.getNotAfter().toInstant()))
        .toList();
  }
}
