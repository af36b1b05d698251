package dev.brski.masa.intake;

import dev.brski.trust.Certificates;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.check.ConsistentRequest;
import dev.brski.voucher.check.ConsistentRequest.Nonced;
import dev.brski.voucher.check.ConsistentRequest.Nonceless;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was found out about a registrar's request when its signatures were verified.
 *
 * @param serialNumber the device it is about
 * @param idevidIssuer whose serial number that is, if the device has said so
 * @param registrar the name of the signer, for people
 * @param signer the fingerprint of the signer's certificate
 * @param chain the signer's certificate, then each one's issuer as far as included
 * @param keys the SHA-256 of the public key of each certificate of the chain, the signer's first
 * @param brings whether it brings revocation lists
 * @param notBefore from when the whole chain is valid
 * @param notAfter until when it is
 */
public record KnownRequest(
    String serialNumber,
    Optional<IdevidIssuer> idevidIssuer,
    String registrar,
    String signer,
    List<X509Certificate> chain,
    List<byte[]> keys,
    boolean brings,
    Instant notBefore,
    Instant notAfter) {

  /** Makes the lists immutable. */
  public KnownRequest {
    chain = List.copyOf(chain);
    keys = List.copyOf(keys);
  }

  /** What is known of a request that was validated. */
  static KnownRequest of(ConsistentRequest request) {
    var chain = request.chain();
    return new KnownRequest(
        request.serialNumber(),
        switch (request) {
          case Nonced nonced -> Optional.of(IdevidIssuer.of(nonced.idevid()));
          case Nonceless _ -> Optional.empty();
        },
        SignedArtifact.name(request.registrar()),
        Certificates.fingerprint(request.registrar()),
        chain,
        chain.stream().map(Certificates::spkiSha256).toList(),
        !request.request().artifact().revocationLists().isEmpty(),
        chain.stream()
            .map(certificate -> certificate.getNotBefore().toInstant())
            .max(Instant::compareTo)
            .orElseThrow(),
        chain.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .min(Instant::compareTo)
            .orElseThrow());
  }

  /** The certificate farthest from the signer's own. */
  public X509Certificate topmost() {
    return chain.getLast();
  }

  /**
   * The certificate of the chain that has a key.
   *
   * @param spkiSha256 the SHA-256 of the public key, one of {@link #keys}
   */
  public X509Certificate withKey(byte[] spkiSha256) {
    return chain.stream()
        .filter(certificate -> Arrays.equals(Certificates.spkiSha256(certificate), spkiSha256))
        .findFirst()
        .orElseThrow();
  }

  /** Whether every certificate of the chain is valid then. */
  boolean isValid(Instant now) {
    return !now.isBefore(notBefore) && !now.isAfter(notAfter);
  }
}
