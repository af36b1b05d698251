package dev.brski.trust;

import dev.brski.trust.Forge.Forged;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One row of a table: certificates and the verdict they deserve. */
record Chain(
    String name,
    Optional<PathCheck> refusal,
    X509Certificate target,
    List<X509Certificate> candidates,
    List<X509Certificate> anchors,
    Optional<List<String>> openSslOptions) {

  static Chain good(String name, Forged target, List<Forged> candidates, Forged... anchors) {
    return new Chain(
        name,
        Optional.empty(),
        target.certificate(),
        certificates(candidates),
        certificates(Arrays.asList(anchors)),
        Optional.of(List.of()));
  }

  static Chain bad(
      String name, PathCheck check, Forged target, List<Forged> candidates, Forged... anchors) {
    return new Chain(
        name,
        Optional.of(check),
        target.certificate(),
        certificates(candidates),
        certificates(Arrays.asList(anchors)),
        Optional.of(List.of()));
  }

  /** Judged by openssl with these options besides. */
  Chain with(String... options) {
    return new Chain(name, refusal, target, candidates, anchors, Optional.of(List.of(options)));
  }

  /** A rule that openssl does not have. */
  Chain oursAlone() {
    return new Chain(name, refusal, target, candidates, anchors, Optional.empty());
  }

  static List<X509Certificate> certificates(List<Forged> forged) {
    return forged.stream().map(Forged::certificate).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
