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
 * @param succession the root that follows on this one, once there is one
 */
public record Authorities(
    List<X509Certificate> issuing, X509Certificate root, Optional<Information.Roots> succession) {

  /** Copies the list. */
  public Authorities {
    issuing = List.copyOf(issuing);
  }

  /** All that a path may need that is valid now, the root last. */
  List<X509Certificate> all(Instant now) {
    return Stream.concat(
            issuing.stream().filter(each -> !now.isAfter(each.getNotAfter().toInstant())),
            Stream.of(root))
        .distinct()
        .toList();
  }

  /**
   * What follows on a root.
   *
   * @param old the one that the asker has; ours if it names none
   */
  Optional<Information.Roots> successionOf(Optional<X509Certificate> old) {
    return old.map(root::equals).orElse(true) ? succession : Optional.empty();
  }
}
