package dev.brski.masa.issuing;

import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.check.ConsistentRequest.Nonceless;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;

/**
 * Whether an old voucher in a request is one that the request may renew (RFC 8366bis section 10.1).
 * Nothing is taken from it: it says only that its like was issued before.
 *
 * @param anchors what this MASA's vouchers without a nonce are verified with
 */
public record Renewals(CryptoSuite suite, PathValidator paths, Anchors anchors) {

  /**
   * Holds an old voucher, if there is one, against the request and what would be pinned now.
   *
   * @return the pin
   */
  Verdict<X509Certificate> check(Nonceless request, X509Certificate pin, Instant now) {
    if (request.old().isEmpty()) {
      return Verdict.accepted(pin);
    }
    var old = request.old().get();
    if (old.leaves().nonce().isPresent()) {
      return refused("it has a nonce", "Ask with the nonce of the pledge that is there.");
    }
    if (!old.leaves().serialNumber().equals(request.serialNumber())) {
      return refused("it is for another device", "Put the old voucher of that device inside.");
    }
    var same =
        old.leaves()
            .pinnedDomainCert()
            .filter(
                pinned ->
                    Arrays.equals(Certificates.spkiSha256(pinned), Certificates.spkiSha256(pin)))
            .isPresent();
    return same
        ? ours(old, now).map(_ -> pin)
        : refused(
            "it pins another certificate than "
                + SignedArtifact.name(pin)
                + ", which would be pinned now",
            "Ask without it: this is no renewal.");
  }

  /** The signer may have expired since; that it is the manufacturer's stays true. */
  private Verdict<X509Certificate> ours(Signed<Voucher> old, Instant now) {
    var artifact = old.artifact();
    return artifact
        .signer(anchors.certificates())
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                refused(
                    "its signer is named as "
                        + artifact.signerIdentifier()
                        + ", whose certificate is not included",
                    "Put the voucher inside as it came."))
        .flatMap(
            signer ->
                paths.validate(
                    signer,
                    artifact.certificates(),
                    anchors,
                    Purpose.VOUCHER_SIGNER.ignoringLifetime(),
                    new Moment.Known(now)))
        .flatMap(path -> artifact.verifySignature(suite, path.target()))
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_RENEWAL));
  }

  private static <T> Verdict<T> refused(String cause, String remedy) {
    return Verdict.refused(VoucherCheck.RVR_RENEWAL, cause, remedy);
  }
}
