package dev.brski.registrar.audit;

import dev.brski.registrar.onboarding.Memory;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.Nonce;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds one device's audit log against the policy and against what this registrar remembers (RFC
 * 8995 section 5.8.3). A domainID alone proves nothing, since a CA chooses its key identifier: an
 * entry is this registrar's own when the nonce is, too.
 */
final class Judge {

  private static final int LONGEST_SHOWN = 80;
  private static final long MOST_COUNTED = 1 << 20;

  /** A voucher and the entry about it are dated by the same MASA, at almost the same time. */
  private static final Duration DATED_ALIKE = Duration.ofMinutes(5);

  private final AuditPolicy policy;
  private final Memory memory;
  private final Set<DomainId> own;
  private final Set<String> sent;
  private final List<Nonce> sentNonces;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param own the domainIDs of the certificates that this registrar has now
   */
  Judge(AuditPolicy policy, Memory memory, Set<DomainId> own) {
    this.policy = policy;
    this.memory = memory;
    this.own =
        Stream.concat(own.stream(), memory.domains().stream().map(DomainId::of))
            .collect(Collectors.toUnmodifiableSet());
    this.sent = Set.copyOf(memory.sent());
    this.sentNonces = memory.sent().stream().map(Nonce::new).toList();
  }

  /** Whether an entry says that it is of this domain. */
  private boolean isOwn(AuditLog.Event event) {
    var domain = DomainId.of(event.domainId());
    return own.contains(domain) || policy.isOwn(domain);
  }

  /** Whether an entry repeats a nonce that this registrar sent for the device. */
  private boolean isOwnNonce(AuditLog.Event event) {
    return event
        .nonce()
        .filter(
            nonce -> sent.contains(nonce.text()) || sentNonces.stream().anyMatch(nonce::matches))
        .isPresent();
  }

  /**
   * Whether an entry without a nonce is about a voucher that this registrar fetched in advance;
   * each of them explains one entry.
   *
   * @param unexplained when those were made for which no entry was found yet
   */
  private boolean isOwnFetch(AuditLog.Event event, List<Instant> unexplained) {
    var fetched =
        event.nonce().isPresent() || !isOwn(event)
            ? Optional.<Instant>empty()
            : unexplained.stream().filter(dated -> isAlike(dated, event.date())).findFirst();
    fetched.ifPresent(unexplained::remove);
    return fetched.isPresent();
  }

  private static boolean isAlike(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(DATED_ALIKE) <= 0;
  }

  /** Everything that the rules say of a log. */
  Findings judge(AuditLog log) {
    long others = 0;
    long standsForOwn = 0;
    var ours = new ArrayList<Integer>();
    var repeats = new ArrayList<Integer>();
    var shown = new HashSet<Nonce>();
    var unexplained = new ArrayList<>(memory.fetched());
    for (int i = 0; i < log.events().size(); i++) {
      var event = log.events().get(i);
      boolean repeated = isOwnNonce(event);
      if (repeated) {
        repeats.add(i + 1);
        event.nonce().ifPresent(shown::add);
      }
      boolean asked = repeated || isOwnFetch(event, unexplained);
      if (isOwn(event) && isTakenForOwn(event, asked)) {
        ours.add(i + 1);
        standsForOwn += isListed(event) ? 0 : standsFor(event);
      } else {
        others += 1 + standsFor(event);
        other(i + 1, event);
      }
      if (isOwn(event) && !asked && !isBeforeMemory(event)) {
        unknown(i + 1, event);
      }
    }
    standingForOwn(standsForOwn, sent.size() - shown.size() + unexplained.size());
    if (others > policy.mostEntries()) {
      add(
          AuditCheck.ENTRIES,
          Optional.empty(),
          "it has %d entries of others, more than %d".formatted(others, policy.mostEntries()),
          Long.toString(others));
    }
    if (log.arbitrary() > 0) {
      add(
          AuditCheck.TRUNCATION,
          Optional.empty(),
          log.arbitrary() + " entries were left out for lack of room",
          Long.toString(log.arbitrary()));
    }
    vouchersIn(log);
    return new Findings(findings, ours, repeats);
  }

  /** A stranger's CA may say our domainID: if we did not ask there must be another reason. */
  private boolean isTakenForOwn(AuditLog.Event event, boolean asked) {
    return asked || isListed(event) || isBeforeMemory(event);
  }

  private boolean isListed(AuditLog.Event event) {
    return policy.isOwn(DomainId.of(event.domainId()));
  }

  private boolean isBeforeMemory(AuditLog.Event event) {
    return memory.completeSince().filter(since -> event.date().isBefore(since)).isPresent();
  }

  private static long standsFor(AuditLog.Event event) {
    return Math.clamp(event.truncated().orElse(0L), 0, MOST_COUNTED);
  }

  private void unknown(int number, AuditLog.Event event) {
    var what = event.nonce().isPresent() ? "with a nonce" : "without a nonce,";
    entry(
        AuditCheck.OWN_UNKNOWN,
        number,
        event,
        "says that it is of this domain, %s that this registrar never sent".formatted(what));
  }

  /**
   * What our entries stand for must be ours, too.
   *
   * @param count how many entries they stand for besides themselves
   * @param unseen how many requests of ours have no entry in the log itself
   */
  private void standingForOwn(long count, int unseen) {
    long unknown = count - unseen;
    if (memory.completeSince().isEmpty() && unknown > 0) {
      add(
          AuditCheck.OWN_UNKNOWN,
          Optional.empty(),
          "the entries of this domain stand for %d more, %d of them of no request that this registrar sent"
              .formatted(count, unknown),
          "stands for " + unknown);
    }
  }

  private void other(int number, AuditLog.Event event) {
    var domain = DomainId.of(event.domainId());
    var shown = shown(domain.text());
    if (policy.isForbidden(domain)) {
      entry(AuditCheck.FORBIDDEN_DOMAIN, number, event, "is of the forbidden domain " + shown);
    } else if (!policy.isKnown(domain)) {
      entry(AuditCheck.OTHER_DOMAIN, number, event, "is of the domain " + shown);
    }
    if (event.nonce().isEmpty() && !policy.mayBeNonceless(domain)) {
      entry(
          AuditCheck.NONCELESS,
          number,
          event,
          "of %s has no nonce: that domain may take the device over again".formatted(shown));
    }
    policy
        .brokenByDate(event.date())
        .ifPresent(
            check -> {
              var when = check == AuditCheck.BEFORE_PURCHASE ? "before" : "since";
              entry(
                  check,
                  number,
                  event,
                  "of %s is from %s, %s the purchase".formatted(shown, event.date(), when));
            });
    if (!policy.mayAssert(event.assertion().name())) {
      entry(
          AuditCheck.ASSERTION,
          number,
          event,
          "of %s has the assertion %s".formatted(shown, shown(event.assertion().name())));
    }
  }

  /** A log that says that it leaves entries of one domain out may leave ours out. */
  private void vouchersIn(AuditLog log) {
    boolean abridged =
        log.noncedDuplicates() > 0
            || log.arbitrary() > 0
            || log.events().stream()
                .anyMatch(event -> isOwn(event) && event.truncated().orElse(0L) > 0);
    if (abridged) {
      return;
    }
    var told = log.events().stream().flatMap(event -> event.nonce().stream()).toList();
    var texts = told.stream().map(Nonce::text).collect(Collectors.toUnmodifiableSet());
    for (var nonce : memory.vouchers()) {
      if (!texts.contains(nonce) && told.stream().noneMatch(new Nonce(nonce)::matches)) {
        add(
            AuditCheck.OWN_MISSING,
            Optional.empty(),
            "it lacks the voucher with the nonce %s, which this registrar got"
                .formatted(shown(nonce)),
            nonce);
      }
    }
  }

  private void entry(AuditCheck check, int number, AuditLog.Event event, String text) {
    add(
        check,
        Optional.of(number),
        text,
        String.join(
            "\n",
            event.date().toString(),
            event.domainId(),
            event.nonce().map(nonce -> "nonce " + nonce.text()).orElse("none"),
            event.assertion().name()));
  }

  private void add(AuditCheck check, Optional<Integer> entry, String text, String subject) {
    var mark =
        HexFormat.of()
            .formatHex(
                CryptoSuite.sha256((check.id() + "\n" + subject).getBytes(StandardCharsets.UTF_8)));
    findings.add(
        new Finding(
            check.id(), policy.ruling(check), entry, text, mark, memory.accepted().contains(mark)));
  }

  private static String shown(String text) {
    var printable = Description.printable(text);
    return printable.length() <= LONGEST_SHOWN
        ? printable
        : printable.substring(0, LONGEST_SHOWN) + "…";
  }
}
