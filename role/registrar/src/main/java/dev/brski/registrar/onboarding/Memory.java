package dev.brski.registrar.onboarding;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this registrar itself remembers of a device and of its own domain, for comparison with a
 * MASA's audit log (RFC 8995 section 5.8.3).
 *
 * @param sent the nonces of the device's voucher-requests that went to the MASA
 * @param vouchers those of them for which a voucher came
 * @param fetched the dates of the vouchers without a nonce that were fetched in advance
 * @param completeSince from when on all of them are known; empty when from the first
 * @param domains the domainIDs of every certificate that a voucher for this registrar pinned
 * @param accepted the marks of what operators accepted for this device before
 */
public record Memory(
    List<String> sent,
    List<String> vouchers,
    List<Instant> fetched,
    Optional<Instant> completeSince,
    Set<String> domains,
    Set<String> accepted) {

  /** Makes the collections immutable. */
  public Memory {
    sent = List.copyOf(sent);
    vouchers = List.copyOf(vouchers);
    fetched = List.copyOf(fetched);
    domains = Set.copyOf(domains);
    accepted = Set.copyOf(accepted);
  }
}
