package dev.brski.cmp;

import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.PathCheck;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Whose protection certificates are trusted at a step. */
@FunctionalInterface
public interface SignerTrust {

  /**
   * Judges a protection certificate.
   *
   * @param candidates certificates that came with it, proven by nothing
   */
  Verdict<TrustedPath> judge(
      X509Certificate signer, Collection<X509Certificate> candidates, Moment now);

  /** Those with a path to one of the anchors, fit for a purpose. */
  static SignerTrust anchored(PathValidator paths, Anchors anchors, Purpose purpose) {
    return (signer, candidates, now) -> paths.validate(signer, candidates, anchors, purpose, now);
  }

  /** Those with a path to the pinned certificate, or with its key, fit for a purpose. */
  static SignerTrust pinned(PathValidator paths, X509Certificate pin, Purpose purpose) {
    return pinned(paths, List.of(pin), purpose);
  }

  /** The holder of this certificate's key alone, fit for a purpose: nobody below it. */
  static SignerTrust holder(PathValidator paths, X509Certificate certificate, Purpose purpose) {
    var key = Certificates.spkiSha256(certificate);
    return (signer, candidates, now) ->
        Arrays.equals(key, Certificates.spkiSha256(signer))
            ? paths.validateAgainstPins(signer, candidates, List.of(certificate), purpose, now)
            : Verdict.refused(
                PathCheck.UNTRUSTED,
                signer.getSubjectX500Principal()
                    + " does not have the key of the certificate"
                    + " that is named",
                "If it may answer for the authority, name its certificate.");
  }

  /** The same with a path to one of several; one at least. */
  static SignerTrust pinned(PathValidator paths, List<X509Certificate> pins, Purpose purpose) {
    return (signer, candidates, now) ->
        paths.validateAgainstPins(signer, candidates, pins, purpose, now);
  }
}
