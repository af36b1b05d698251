package dev.brski.masa.issuing;

import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether and how vouchers without a nonce are issued (RFC 8995 section 7.4.1).
 *
 * @param signer what signs them, which is another key than that for the others; or why none are
 *     issued
 * @param lifetime how long they are good for
 * @param withoutClock how the serial numbers of devices begin that cannot tell the time
 */
public record NoncelessPolicy(
    Verdict<Credential> signer, Lifetime lifetime, List<String> withoutClock) {

  private static final int SOON = 3;
  private static final Duration BEFORE = Duration.ofSeconds(1);

  /** Makes the list immutable. */
  public NoncelessPolicy {
    withoutClock = List.copyOf(withoutClock);
  }

  /**
   * Until when a voucher that is issued now is good: before any of the certificates expires that it
   * rests on (RFC 8995 section 5.6, RFC 8366 section 5.3).
   *
   * @param certificates the registrar's, the pinned one, and the signer's
   * @return nothing for one that never expires
   */
  Optional<Instant> expiry(String serialNumber, List<X509Certificate> certificates, Instant now) {
    if (withoutClock.stream().anyMatch(serialNumber::startsWith)) {
      return Optional.empty();
    }
    return lifetime
        .length()
        .flatMap(
            length ->
                Stream.concat(
                        Stream.of(now.plus(length)),
                        certificates.stream().map(NoncelessPolicy::endOf))
                    .min(Instant::compareTo));
  }

  /** From when on a voucher that is good until then is to be renewed: in the last third. */
  static Instant renewalOf(Instant expiry, Instant now) {
    return now.plus(Duration.between(now, expiry).dividedBy(SOON));
  }

  private static Instant endOf(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().minus(BEFORE);
  }
}
