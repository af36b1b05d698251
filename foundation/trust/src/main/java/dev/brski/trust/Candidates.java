package dev.brski.trust;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * The certificates offered for building a path, as far as their names lead to an anchor: what does
 * not lead there is never looked at again.
 */
final class Candidates {

  private final Map<X500Principal, List<PathCertificate>> bySubject;
  private final Map<X500Principal, Integer> distances;

  private Candidates(
      Map<X500Principal, List<PathCertificate>> bySubject, Map<X500Principal, Integer> distances) {
    this.bySubject = bySubject;
    this.distances = distances;
  }

  static Candidates leadingTo(Anchors anchors, Collection<PathCertificate> offered) {
    var byIssuer = offered.stream().collect(Collectors.groupingBy(PathCertificate::issuer));
    var distances = new HashMap<X500Principal, Integer>();
    anchors.subjects().forEach(name -> distances.put(name, 0));
    var reached = new ArrayDeque<>(anchors.subjects());
    while (!reached.isEmpty()) {
      var issuer = reached.remove();
      for (var issued : byIssuer.getOrDefault(issuer, List.of())) {
        if (distances.putIfAbsent(issued.subject(), distances.getOrDefault(issuer, 0) + 1)
            == null) {
          reached.add(issued.subject());
        }
      }
    }
    return new Candidates(
        offered.stream()
            .filter(candidate -> distances.containsKey(candidate.issuer()))
            .collect(Collectors.groupingBy(PathCertificate::subject)),
        distances);
  }

  /** Whether the certificate's issuer is an anchor's name or leads to one. */
  boolean leads(PathCertificate certificate) {
    return distances.containsKey(certificate.issuer());
  }

  /** Those that bear the issuer's name: the right key identifier first, then nearest the anchor. */
  List<PathCertificate> issuersOf(PathCertificate issued) {
    return bySubject.getOrDefault(issued.issuer(), List.of()).stream()
        .sorted(
            byKeyIdentifier(issued)
                .thenComparingInt(candidate -> distances.getOrDefault(candidate.issuer(), 0)))
        .toList();
  }

  /**
   * Key identifiers only help to guess (RFC 5280 section 4.2.1.1): equal ones first, then where one
   * is missing, then different ones.
   */
  static Comparator<PathCertificate> byKeyIdentifier(PathCertificate issued) {
    return Comparator.comparingInt(
        issuer -> {
          var wanted = issued.authorityKeyIdentifier();
          var held = issuer.subjectKeyIdentifier();
          if (wanted.isEmpty() || held.isEmpty()) {
            return 1;
          }
          return wanted.equals(held) ? 0 : 2;
        });
  }
}
