package dev.brski.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A certification path that was found valid.
 *
 * @param path the target first, then each one's issuer; the anchor is not among them, unless the
 *     target itself is the anchor
 * @param anchor the trust anchor that the last one was issued by, or whose key the target has
 * @param signatureChecks how many signatures were verified to find it
 */
public record TrustedPath(List<X509Certificate> path, X509Certificate anchor, int signatureChecks) {

  /** Demands a target. */
  public TrustedPath {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a path has a target");
    }
  }

  /**
   * What an owner of the target sends along: the path, and the anchor if it is one that others
   * certified and may not know.
   */
  public List<X509Certificate> chain() {
    if (Certificates.isSelfIssued(anchor) || path.contains(anchor)) {
      return path;
    }
    var chain = new ArrayList<>(path);
    chain.add(anchor);
    return List.copyOf(chain);
  }

  /** The certificate that was validated. */
  public X509Certificate target() {
    return path.getFirst();
  }
}
