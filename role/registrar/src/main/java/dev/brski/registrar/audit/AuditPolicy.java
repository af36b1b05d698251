package dev.brski.registrar.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The policy on the audit logs of one manufacturer's devices, every rule decided (RFC 8995 section
 * 5.8.3).
 */
public final class AuditPolicy {

  private static final Duration LOG_WITHIN = Duration.ofDays(1);

  private final AuditRules rules;
  private final Set<DomainId> own;
  private final Set<DomainId> known;
  private final Set<DomainId> forbidden;
  private final Set<DomainId> nonceless;

  /**
   * @param rules what is said; where they say nothing, the defaults hold
   */
  public AuditPolicy(AuditRules rules) {
    this.rules = rules;
    this.own = Set.copyOf(rules.ownDomains().orElse(List.of()));
    this.known = Set.copyOf(rules.knownDomains().orElse(List.of()));
    this.forbidden = Set.copyOf(rules.forbiddenDomains().orElse(List.of()));
    this.nonceless = Set.copyOf(rules.noncelessDomains().orElse(List.of()));
  }

  /** Whether logs are asked for. */
  public boolean asks() {
    return rules.ask().orElse(AuditRules.Asking.ALWAYS) == AuditRules.Asking.ALWAYS;
  }

  /** Whether a voucher waits for its log: some rule could keep the device from going on. */
  public boolean keepsVoucher() {
    return Stream.of(AuditCheck.values()).anyMatch(check -> ruling(check).bites());
  }

  /** Whether a device goes on whose log does not come. */
  public boolean goesOnWithoutLog() {
    return !noLog().bites();
  }

  /** What becomes of a device for which there is no log. */
  Ruling noLog() {
    return ruling(AuditCheck.NO_LOG);
  }

  /** How long a log that nothing waits for is asked for in vain. */
  Duration logWithin() {
    return rules.logWithin().orElse(LOG_WITHIN);
  }

  /** What is said of whatever breaks a rule. */
  Ruling ruling(AuditCheck check) {
    return switch (check) {
      case FORBIDDEN_DOMAIN -> forbidden.isEmpty() ? Ruling.ALLOW : Ruling.REFUSE;
      case OTHER_DOMAIN -> rules.otherDomains().orElse(Ruling.ALLOW);
      case NONCELESS -> rules.noncelessEntries().orElse(Ruling.HOLD);
      case BEFORE_PURCHASE -> rules.entriesBeforePurchase().orElse(Ruling.ALLOW);
      case SINCE_PURCHASE -> rules.entriesSincePurchase().orElse(Ruling.ALLOW);
      case ASSERTION -> rules.otherAssertions().orElse(Ruling.ALLOW);
      case ENTRIES -> rules.moreEntries().orElse(Ruling.ALLOW);
      case TRUNCATION -> rules.arbitraryTruncation().orElse(Ruling.ALLOW);
      case OWN_UNKNOWN -> rules.unknownOwnEntries().orElse(Ruling.ALLOW);
      case OWN_MISSING -> rules.ownVoucherMissing().orElse(Ruling.ALLOW);
      case NO_LOG -> rules.noLog().orElse(Ruling.ALLOW);
      case READABLE -> rules.unreadableLog().orElseGet(this::strictest);
    };
  }

  /** What cannot be read may hold whatever a rule is against. */
  private Ruling strictest() {
    return Stream.of(AuditCheck.values())
        .filter(check -> check != AuditCheck.READABLE && check != AuditCheck.NO_LOG)
        .map(this::ruling)
        .reduce(Ruling.ALLOW, Ruling::or);
  }

  boolean isOwn(DomainId domain) {
    return own.contains(domain);
  }

  boolean isKnown(DomainId domain) {
    return known.contains(domain);
  }

  boolean isForbidden(DomainId domain) {
    return forbidden.contains(domain);
  }

  boolean mayBeNonceless(DomainId domain) {
    return nonceless.contains(domain);
  }

  boolean mayAssert(String assertion) {
    return rules.assertions().map(listed -> listed.contains(assertion)).orElse(true);
  }

  int mostEntries() {
    return rules.mostEntries().orElse(0);
  }

  Optional<Purchase> purchased() {
    return rules.purchased();
  }

  Optional<AuditCheck> brokenByDate(Instant at) {
    return purchased()
        .map(bought -> bought.isAfter(at) ? AuditCheck.BEFORE_PURCHASE : AuditCheck.SINCE_PURCHASE);
  }
}
