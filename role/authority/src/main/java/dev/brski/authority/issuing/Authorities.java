package dev.brski.authority.issuing;

import dev.brski.cmp.Information;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The certification authorities of a domain, as its devices are told of them (RFC 9483 sections
 * 4.3.1 and 4.3.2).
 *
 * @param issuing the issuing CAs, the newest first, with whatever stands between them and the root
 * @param roots all that the domain has had, oldest first; one at least
 */
public record Authorities(List<X509Certificate> issuing, List<DomainRoot> roots) {

  /** Copies the lists. */
  public Authorities {
    issuing = List.copyOf(issuing);
    roots = List.copyOf(roots);
  }

  /** All that a path may need that is valid now: issuing CAs, links, the roots last. */
  List<X509Certificate> all(Instant now) {
    var newestFirst = roots.reversed();
    return Stream.of(
            issuing.stream(),
            newestFirst.stream().flatMap(DomainRoot::links),
            newestFirst.stream().map(DomainRoot::certificate))
        .flatMap(each -> each)
        .filter(each -> !now.isAfter(each.getNotAfter().toInstant()))
        .distinct()
        .toList();
  }

  /**
   * What follows on a root: the next one, even if there are more by now, since only that one's link
   * can be verified by whoever asks. Nothing follows on the newest, or on one that is not ours.
   *
   * @param old the one that the asker has; the newest but one if it names none
   */
  Optional<Information.Roots> successionOf(Optional<X509Certificate> old) {
    if (old.isEmpty()) {
      return roots.getLast().succession();
    }
    return roots.stream()
        .filter(root -> root.certificate().equals(old.get()))
        .map(root -> roots.indexOf(root) + 1)
        .filter(next -> next < roots.size())
        .findFirst()
        .flatMap(next -> roots.get(next).succession());
  }
}
