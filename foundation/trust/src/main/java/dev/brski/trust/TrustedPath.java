package dev.brski.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
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

  private static final int MOST_LINKS = 4;

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
    if (Certificates.isRoot(anchor) || path.contains(anchor)) {
      return path;
    }
    var chain = new ArrayList<>(path);
    chain.add(anchor);
    return List.copyOf(chain);
  }

  /**
   * The chain, and whatever leads from another key of the anchor's authority to the anchor's own
   * (RFC 9810 section 4.4): who trusts that other key alone cannot do without. Who signed them is
   * for others to see; there are no more than are in use for a few generations.
   *
   * @param offered what came with the target
   */
  public List<X509Certificate> chainWithLinks(Collection<X509Certificate> offered) {
    var chain = new LinkedHashSet<>(chain());
    offered.stream()
        .filter(Certificates::isLink)
        .filter(link -> Certificates.haveSameNameAndKey(link, anchor))
        .distinct()
        .limit(MOST_LINKS)
        .forEach(chain::add);
    return List.copyOf(chain);
  }

  /** The certificate that was validated. */
  public X509Certificate target() {
    return path.getFirst();
  }
}
