package dev.brski.cmp;

import dev.brski.time.Moment;
import dev.brski.trust.Certificates;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Whether a new root may be trusted because an old one is (RFC 9810 section 4.4.2.2, RFC 9483
 * section 4.3.2).
 */
public final class RootSuccession {

  private static final Purpose ROOT =
      new Purpose("root", Set.of(), false, Purpose.Validity.RESPECTED);

  private static final int KEY_CERT_SIGN = 5;

  private final PathValidator paths;

  /** A judgement by the rules of the paths. */
  public RootSuccession(PathValidator paths) {
    this.paths = paths;
  }

  /**
   * The new root, when the old one vouches for its key, all have one name, and all are valid now.
   * Both certificates must be a certification authority's: what else the old root has issued, to
   * registrars or to authorities of other names, says nothing of roots.
   *
   * @param old the root that is trusted
   */
  public Verdict<X509Certificate> judge(Information.Roots roots, X509Certificate old, Moment now) {
    return sameAuthority(roots, old)
        .flatMap(same -> areAuthorities(same, old))
        .flatMap(same -> hasNewKey(same, old))
        .flatMap(same -> leads(same.newWithOld(), old, now).map(_ -> same))
        .flatMap(same -> leads(same.newWithNew(), same.newWithNew(), now))
        .flatMap(path -> signsItself(path.target()));
  }

  /** With the old key, newWithOld would be believed for its key and not for its signature. */
  private static Verdict<Information.Roots> hasNewKey(
      Information.Roots roots, X509Certificate old) {
    return Certificates.haveSameKey(roots.newWithNew(), old)
        ? CmpCheck.ROOT_SUCCESSION.refused("newWithNew has the key of the old root")
        : Verdict.accepted(roots);
  }

  private Verdict<TrustedPath> leads(X509Certificate target, X509Certificate anchor, Moment now) {
    return paths
        .validateAgainstPin(target, List.of(), anchor, ROOT, now)
        .mapRefusal(why -> why.under(CmpCheck.ROOT_SUCCESSION));
  }

  private Verdict<X509Certificate> signsItself(X509Certificate root) {
    return paths
        .internallyConsistent(List.of(root))
        .map(_ -> root)
        .mapRefusal(why -> why.under(CmpCheck.ROOT_SUCCESSION));
  }

  /** Whoever holds any other certificate by the old root could make itself the next one. */
  private static Verdict<Information.Roots> sameAuthority(
      Information.Roots roots, X509Certificate old) {
    var root = roots.newWithNew();
    var bound = roots.newWithOld();
    if (!Certificates.isRoot(root)) {
      return CmpCheck.ROOT_SUCCESSION.refused("newWithNew is no root");
    }
    if (!Certificates.haveSameNameAndKey(root, bound)) {
      return CmpCheck.ROOT_SUCCESSION.refused(
          "newWithOld is for another name or key than newWithNew");
    }
    return Certificates.isSelfIssued(bound)
            && bound.getSubjectX500Principal().equals(old.getSubjectX500Principal())
        ? Verdict.accepted(roots)
        : CmpCheck.ROOT_SUCCESSION.refused(
            "newWithOld is not from the name of the old root to that same name");
  }

  /** The next root reaches no further than the old one has said, in itself and in newWithOld. */
  private static Verdict<Information.Roots> areAuthorities(
      Information.Roots roots, X509Certificate old) {
    if (!isAuthority(roots.newWithNew()) || !isAuthority(roots.newWithOld())) {
      return CmpCheck.ROOT_SUCCESSION.refused(
          "newWithNew or newWithOld is not a certification authority's");
    }
    int most = Math.min(old.getBasicConstraints(), roots.newWithOld().getBasicConstraints());
    return roots.newWithNew().getBasicConstraints() <= most
        ? Verdict.accepted(roots)
        : CmpCheck.ROOT_SUCCESSION.refused("newWithNew allows longer paths than the old root does");
  }

  /** By basicConstraints and by keyUsage, which an authority has (RFC 5280 section 4.2.1.3). */
  private static boolean isAuthority(X509Certificate certificate) {
    var usage = certificate.getKeyUsage();
    return certificate.getBasicConstraints() >= 0 && usage != null && usage[KEY_CERT_SIGN];
  }
}
