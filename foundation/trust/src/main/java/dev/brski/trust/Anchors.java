package dev.brski.trust;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** Certificates that are trusted as they are; the constraints inside them still hold. */
public final class Anchors {

  private final List<X509Certificate> certificates;
  private final Map<X500Principal, List<PathCertificate>> bySubject;

  private Anchors(List<PathCertificate> anchors) {
    this.certificates = anchors.stream().map(PathCertificate::certificate).toList();
    this.bySubject =
        anchors.stream()
            .collect(
                Collectors.groupingBy(
                    PathCertificate::subject, LinkedHashMap::new, Collectors.toUnmodifiableList()));
  }

  /**
   * The certificates as trust anchors, each once, in their order.
   *
   * @throws IllegalArgumentException when one is malformed; the message names it
   */
  public static Anchors of(Collection<X509Certificate> certificates) {
    return new Anchors(
        new LinkedHashSet<>(certificates).stream().map(PathCertificate::require).toList());
  }

  /** The trusted certificates. */
  public List<X509Certificate> certificates() {
    return certificates;
  }

  /** Whether nothing is trusted. */
  public boolean isEmpty() {
    return certificates.isEmpty();
  }

  Set<X500Principal> subjects() {
    return bySubject.keySet();
  }

  List<PathCertificate> named(X500Principal subject) {
    return bySubject.getOrDefault(subject, List.of());
  }
}
