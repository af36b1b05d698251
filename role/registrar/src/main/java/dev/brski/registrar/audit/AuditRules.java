package dev.brski.registrar.audit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The policy on audit logs as {@code audit-log} in {@code brski.yaml} says it, or the file of a
 * manufacturer for its devices: what a file leaves out, the more general one says.
 *
 * @param ask whether logs are asked for; always
 * @param ownDomains domainIDs of this domain besides those that this registrar knows
 * @param knownDomains domainIDs of others whose entries are expected
 * @param forbiddenDomains domainIDs whose entries are refused
 * @param otherDomains on entries of domains that are neither; allow
 * @param noncelessDomains domainIDs of others that may have vouchers without nonce
 * @param noncelessEntries on entries without nonce of all others; hold
 * @param purchased when the devices were bought
 * @param entriesBeforePurchase on others' entries from before; allow
 * @param entriesSincePurchase on others' entries from then on; allow
 * @param assertions the assertions that others' entries may have
 * @param otherAssertions on others' entries with another; allow
 * @param mostEntries how many entries of others new equipment has; 0
 * @param moreEntries on logs with more; allow
 * @param arbitraryTruncation on logs from which entries were left out for lack of room; allow
 * @param unknownOwnEntries on entries of this domain that this registrar knows nothing of; allow.
 *     Unless they are of {@code ownDomains}, the rules on others' entries hold for them, too
 * @param ownVoucherMissing on logs without a voucher that this registrar got; allow
 * @param noLog on devices for which there is no log; allow
 * @param unreadableLog on answers that are not understood or too large; the strictest of the rules
 *     on what a log has
 * @param logWithin how long a log that nothing waits for is asked for in vain; a day
 */
public record AuditRules(
    Optional<Asking> ask,
    Optional<List<DomainId>> ownDomains,
    Optional<List<DomainId>> knownDomains,
    Optional<List<DomainId>> forbiddenDomains,
    Optional<Ruling> otherDomains,
    Optional<List<DomainId>> noncelessDomains,
    Optional<Ruling> noncelessEntries,
    Optional<Purchase> purchased,
    Optional<Ruling> entriesBeforePurchase,
    Optional<Ruling> entriesSincePurchase,
    Optional<List<String>> assertions,
    Optional<Ruling> otherAssertions,
    Optional<Integer> mostEntries,
    Optional<Ruling> moreEntries,
    Optional<Ruling> arbitraryTruncation,
    Optional<Ruling> unknownOwnEntries,
    Optional<Ruling> ownVoucherMissing,
    Optional<Ruling> noLog,
    Optional<Ruling> unreadableLog,
    Optional<Duration> logWithin) {

  /** Whether logs are asked for. */
  public enum Asking {
    ALWAYS,
    NEVER
  }

  /** Rules that say nothing: the defaults hold. */
  public static AuditRules none() {
    return new AuditRules(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** These rules, and where they say nothing the more general ones. */
  public AuditRules orElse(AuditRules general) {
    return new AuditRules(
        ask.or(general::ask),
        ownDomains.or(general::ownDomains),
        knownDomains.or(general::knownDomains),
        forbiddenDomains.or(general::forbiddenDomains),
        otherDomains.or(general::otherDomains),
        noncelessDomains.or(general::noncelessDomains),
        noncelessEntries.or(general::noncelessEntries),
        purchased.or(general::purchased),
        entriesBeforePurchase.or(general::entriesBeforePurchase),
        entriesSincePurchase.or(general::entriesSincePurchase),
        assertions.or(general::assertions),
        otherAssertions.or(general::otherAssertions),
        mostEntries.or(general::mostEntries),
        moreEntries.or(general::moreEntries),
        arbitraryTruncation.or(general::arbitraryTruncation),
        unknownOwnEntries.or(general::unknownOwnEntries),
        ownVoucherMissing.or(general::ownVoucherMissing),
        noLog.or(general::noLog),
        unreadableLog.or(general::unreadableLog),
        logWithin.or(general::logWithin));
  }
}
