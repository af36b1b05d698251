package dev.brski.demo.story;

import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * The certificates by which the keys of a run are told apart.
 *
 * @param idevids what anchors the birth certificates
 * @param vouchers what anchors the vouchers
 * @param domain the domain's CA, which vouchers pin
 * @param registrar the registrar's certificate
 */
public record KnownKeys(
    List<X509Certificate> idevids,
    List<X509Certificate> vouchers,
    List<X509Certificate> domain,
    X509Certificate registrar) {

  /** Copies the lists. */
  public KnownKeys {
    idevids = List.copyOf(idevids);
    vouchers = List.copyOf(vouchers);
    domain = List.copyOf(domain);
  }

  /** What anchors the keys that sign CMP messages: those of devices, and those of the domain. */
  Anchors cmp() {
    return Anchors.of(java.util.stream.Stream.concat(idevids.stream(), domain.stream()).toList());
  }

  /** The path of a signer to one of the anchors. */
  Verdict<TrustedPath> path(
      PathValidator paths,
      X509Certificate signer,
      Collection<X509Certificate> candidates,
      Moment now) {
    var anchors =
        Anchors.of(
            java.util.stream.Stream.of(idevids, vouchers, domain).flatMap(List::stream).toList());
    return paths.validate(signer, candidates, anchors, Purpose.CMP_SIGNER, now);
  }

  /** Whose key a path leads from. */
  KeyOwner owner(TrustedPath path) {
    if (path.target().equals(registrar)) {
      return KeyOwner.REGISTRAR;
    }
    if (domain.contains(path.anchor())) {
      return KeyOwner.RA;
    }
    return vouchers.contains(path.anchor()) ? KeyOwner.VOUCHER_SIGNER : KeyOwner.IDEVID;
  }
}
