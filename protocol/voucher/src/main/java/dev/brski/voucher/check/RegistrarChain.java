package dev.brski.voucher.check;

import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the chain among certificates that came in no order (RFC 8995 section 5.5.2). */
final class RegistrarChain {

  private RegistrarChain() {}

  /**
   * The signer, then each one's issuer by name and key identifier, a root rather than what links it
   * to the root before it (RFC 9810 section 4.4); nothing is verified.
   */
  static List<X509Certificate> from(X509Certificate signer, Collection<X509Certificate> included) {
    var chain = new ArrayList<X509Certificate>();
    var next = Optional.of(signer);
    while (next.isPresent()) {
      var current = next.get();
      chain.add(current);
      next =
          Certificates.isRoot(current)
              ? Optional.empty()
              : included.stream()
                  .filter(candidate -> !chain.contains(candidate))
                  .filter(candidate -> isIssuer(candidate, current))
                  .min(Comparator.comparing(Certificates::isLink));
    }
    return chain;
  }

  private static boolean isIssuer(X509Certificate candidate, X509Certificate of) {
    if (!candidate.getSubjectX500Principal().equals(of.getIssuerX500Principal())) {
      return false;
    }
    var demanded = Certificates.authorityKeyIdentifier(of);
    var offered = Certificates.subjectKeyIdentifier(candidate);
    return demanded.isEmpty() || offered.isEmpty() || Arrays.equals(demanded.get(), offered.get());
  }
}
