package dev.brski.registrar.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.registrar.onboarding.Memory;
import dev.brski.settings.Settings;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.VoucherLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each rule says of logs as a MASA writes them. */
class JudgeTest {

  private static final String OURS = "b3VycyBpcyB0aGlz";
  private static final String FORMER = "Zm9ybWVyIHBpbi4u";
  private static final String THEIRS = "dGhlaXJzIGlzIGl0";
  private static final String DATE = "2026-03-01T10:00:00Z";

  /** A file of settings, as an operator writes it. */
  record Page(Optional<AuditRules> auditLog) {}

  @TempDir Path folder;

  @Test
  @Proves({"AU-9", "AU-6"})
  void ownRetriesAreNoViolationUnderTheStrictestPolicy() throws Exception {
    var findings =
        judge(everything("refuse"), memory(), entry(OURS, "nonce-one"), entry(OURS, "nonce-two"));

    assertThat(findings.all()).isEmpty();
    assertThat(findings.ruling()).isEqualTo(Ruling.ALLOW);
    assertThat(findings.own()).containsExactly(1, 2);
    assertThat(findings.sent()).containsExactly(1, 2);
  }

  @Test
  @Proves({"AU-8", "AU-4"})
  void everyPinEverReceivedIsThisDomain() throws Exception {
    var padless = FORMER.replace('+', '-').replace('/', '_');

    assertThat(judge(everything("refuse"), memory(), own(), entry(padless, "nonce-one")).all())
        .isEmpty();
    assertThat(
            judge(everything("refuse"), memory(), own(), entry("b3RoZXIgcGlu", "nonce-one")).all())
        .isNotEmpty();
    assertThat(
            judge(
                    everything("refuse") + "  own-domains: [b3RoZXIgcGlu]\n",
                    memory(),
                    own(),
                    entry("b3RoZXIgcGlu", "nonce-one"))
                .all())
        .isEmpty();
  }

  @Test
  @Proves("AU-8")
  void aDomainIdAloneMakesNoEntryOurs() throws Exception {
    assertDecides(
        "unknown-own-entries", AuditCheck.OWN_UNKNOWN, memory(), own(), entry(OURS, "forged-one"));
    assertDecides("unknown-own-entries", AuditCheck.OWN_UNKNOWN, memory(), own(), nonceless(OURS));
  }

  @ParameterizedTest
  @CsvSource({
    "other-domains, OTHER_DOMAIN",
    "nonceless-entries, NONCELESS",
    "entries-before-purchase, BEFORE_PURCHASE",
    "other-assertions, ASSERTION",
    "more-entries, ENTRIES",
  })
  @Proves({"AU-6", "AU-8"})
  void whoBorrowsOurDomainIdIsJudgedAsOthersAre(String key, AuditCheck check) throws Exception {
    var borrowed = nonceless(OURS);
    var yaml =
        everything("allow").replace(key + ": allow", key + ": refuse")
            + "  purchased: 2027-01-01\n  assertions: [verified]\n";

    var findings = judge(yaml, memory(), own(), borrowed);
    assertThat(findings.ruling()).isEqualTo(Ruling.REFUSE);
    assertThat(findings.reason()).contains(check.id());
    assertThat(findings.own()).containsExactly(1);
    assertThat(judge(yaml + "  own-domains: [" + OURS + "]\n", memory(), own(), borrowed).ruling())
        .as("another registrar of the domain")
        .isEqualTo(Ruling.ALLOW);
    var since = Optional.of(Instant.parse("2026-03-02T00:00:00Z"));
    var forgetful = new Memory(memory().sent(), List.of(), List.of(), since, Set.of(), Set.of());
    assertThat(judge(yaml, forgetful, own(), borrowed).ruling())
        .as("from before the memory")
        .isEqualTo(Ruling.ALLOW);
  }

  @Test
  @Proves("AU-8")
  void whoBorrowsOurDomainIdIsHeldWithoutAWordForAnEntryWithoutNonceAndMayBeForbidden()
      throws Exception {
    assertThat(judge("  ask: always\n", memory(), own(), nonceless(OURS)).ruling())
        .isEqualTo(Ruling.HOLD);
    var forbidden = everything("allow") + "  forbidden-domains: [" + OURS + "]\n";
    assertThat(judge(forbidden, memory(), own(), entry(OURS, "forged-one")).reason())
        .startsWith("entry 2 ")
        .contains(AuditCheck.FORBIDDEN_DOMAIN.id());
  }

  @Test
  @Proves({"AU-8", "AU-9", "RG-18"})
  void aVoucherThatWasFetchedInAdvanceExplainsOneEntryOfItsDate() throws Exception {
    var fetched = memory(Instant.parse(DATE).plusSeconds(120));
    var otherwise = memory(Instant.parse(DATE).plusSeconds(600));

    var findings = judge(everything("refuse"), fetched, own(), nonceless(OURS));
    assertThat(findings.all()).isEmpty();
    assertThat(findings.own()).containsExactly(1, 2);
    assertThat(judge(everything("refuse"), otherwise, own(), nonceless(OURS)).reason())
        .contains(AuditCheck.NONCELESS.id(), AuditCheck.OWN_UNKNOWN.id());
    assertThat(
            judge(everything("refuse"), fetched, own(), nonceless(OURS), nonceless(OURS)).reason())
        .contains("entry 3 ");
    assertThat(judge(everything("refuse"), fetched, own(), nonceless(THEIRS)).reason())
        .contains(AuditCheck.NONCELESS.id());
    assertThat(judge(everything("refuse"), fetched, own(), entry(OURS, "forged-one")).reason())
        .contains(AuditCheck.OWN_UNKNOWN.id());
  }

  @Test
  @Proves("AU-8")
  void ourEntriesStandForNoMoreThanThisRegistrarSent() throws Exception {
    var strict =
        everything("allow").replace("unknown-own-entries: allow", "unknown-own-entries: refuse");
    var one = own().replace("}", ",\"truncated\":1}");
    var two = own().replace("}", ",\"truncated\":2}");

    assertThat(judge(strict, memory(), one).ruling()).isEqualTo(Ruling.ALLOW);
    assertThat(judge(strict, memory(), two).reason()).contains(AuditCheck.OWN_UNKNOWN.id());
    assertThat(judge(strict, memory(), one, entry(OURS, "nonce-two")).reason())
        .as("the other nonce is in the log itself")
        .contains(AuditCheck.OWN_UNKNOWN.id());
    assertThat(judge(strict + "  own-domains: [" + OURS + "]\n", memory(), two).ruling())
        .isEqualTo(Ruling.ALLOW);
    var since = Optional.of(Instant.parse("2026-03-02T00:00:00Z"));
    var forgetful = new Memory(memory().sent(), List.of(), List.of(), since, Set.of(), Set.of());
    assertThat(judge(strict, forgetful, two).ruling()).isEqualTo(Ruling.ALLOW);
    var more =
        new Memory(
            List.of("nonce-one", "nonce-two", "nonce-six"),
            List.of(),
            List.of(),
            Optional.empty(),
            Set.of(),
            Set.copyOf(judge(strict, memory(), two).marks()));
    assertThat(judge(strict, more, own().replace("}", ",\"truncated\":3}")).ruling())
        .as("what was accepted is not held against it when this registrar adds to it")
        .isEqualTo(Ruling.ALLOW);
    assertThat(judge(strict, more, own().replace("}", ",\"truncated\":4}")).ruling())
        .isEqualTo(Ruling.REFUSE);
  }

  @Test
  void whatIsOlderThanTheMemoryIsNotHeldAgainstIt() throws Exception {
    var since = Optional.of(Instant.parse("2026-03-02T00:00:00Z"));
    var forgetful =
        new Memory(
            List.of("nonce-one"), List.of("nonce-one"), List.of(), since, Set.of(OURS), Set.of());

    assertThat(judge(everything("refuse"), forgetful, own(), entry(OURS, "before-that")).all())
        .isEmpty();
    assertThat(
            judge(
                    everything("refuse"),
                    forgetful,
                    own(),
                    event("2026-03-02T00:00:01Z", OURS, "\"after-that\"", "logged"))
                .reason())
        .contains(AuditCheck.OWN_UNKNOWN.id());
  }

  @ParameterizedTest
  @CsvSource({
    "other-domains, OTHER_DOMAIN",
    "nonceless-entries, NONCELESS",
    "entries-before-purchase, BEFORE_PURCHASE",
    "other-assertions, ASSERTION",
    "more-entries, ENTRIES",
    "arbitrary-truncation, TRUNCATION",
    "own-voucher-missing, OWN_MISSING",
  })
  @Proves("AU-6")
  void eachRuleDecidesAloneAndSaysWhichEntry(String key, AuditCheck check) throws Exception {
    var log =
        log(
            check == AuditCheck.TRUNCATION ? 7 : 0,
            event("2019-05-15T17:25:55.644-04:00", THEIRS, "null", "logged"));
    for (var ruling : List.of("allow", "hold", "refuse")) {
      var yaml =
          everything("allow").replaceAll("(?m)^  " + key + ": .*$", "  " + key + ": " + ruling)
              + "  purchased: 2026-01-01\n  assertions: [verified]\n";
      var findings = judge(yaml, memory(), log);

      assertThat(findings.ruling().name()).isEqualToIgnoringCase(ruling);
      assertThat(findings.all())
          .anySatisfy(
              finding -> {
                assertThat(finding.check()).isEqualTo(check.id());
                assertThat(finding.ruling().name()).isEqualToIgnoringCase(ruling);
              });
      assertThat(findings.reason().contains(check.id())).isEqualTo(!ruling.equals("allow"));
    }
  }

  @Test
  @Proves("AU-6")
  void datesDivideTheLog() throws Exception {
    var bought = everything("allow") + "  purchased: 2026-03-01\n";
    var before = event("2026-02-28T23:59:59Z", THEIRS, "\"x-nonce-x\"", "logged");
    var since = event("2026-03-01T00:00:00Z", THEIRS, "\"x-nonce-x\"", "logged");
    var refusing =
        bought.replace("entries-since-purchase: allow", "entries-since-purchase: refuse");

    assertThat(judge(refusing, memory(), own(), before).ruling()).isEqualTo(Ruling.ALLOW);
    assertThat(judge(refusing, memory(), own(), since).reason())
        .startsWith("entry 2 ")
        .contains(AuditCheck.SINCE_PURCHASE.id());
  }

  @Test
  @Proves("AU-6")
  void domainsAreExpectedForbiddenOrAllowedToDoWithoutNonce() throws Exception {
    var strict =
        everything("allow")
            .replace("other-domains: allow", "other-domains: refuse")
            .replace("nonceless-entries: allow", "nonceless-entries: refuse");

    assertThat(judge(strict, memory(), own(), entry(THEIRS, "x-nonce-x")).ruling())
        .isEqualTo(Ruling.REFUSE);
    var known = strict + "  known-domains: [" + THEIRS + "]\n";
    assertThat(judge(known, memory(), own(), entry(THEIRS, "x-nonce-x")).ruling())
        .isEqualTo(Ruling.ALLOW);
    assertThat(judge(known, memory(), own(), nonceless(THEIRS)).reason())
        .contains(AuditCheck.NONCELESS.id());
    var trusted = known + "  nonceless-domains: [" + THEIRS + "]\n";
    assertThat(judge(trusted, memory(), own(), nonceless(THEIRS)).ruling()).isEqualTo(Ruling.ALLOW);
    var forbidden = everything("allow") + "  forbidden-domains: [" + THEIRS + "]\n";
    assertThat(judge(forbidden, memory(), own(), entry(THEIRS, "x-nonce-x")).reason())
        .contains(AuditCheck.FORBIDDEN_DOMAIN.id());
  }

  @Test
  @Proves("AU-6")
  void entriesThatWereLeftOutCountAsEntries() throws Exception {
    var yaml =
        everything("allow").replace("more-entries: allow", "more-entries: refuse")
            + "  most-entries: 3\n";
    var three = entry(THEIRS, "x-nonce-x").replace("}", ",\"truncated\":\"2\"}");
    var four = entry(THEIRS, "x-nonce-x").replace("}", ",\"truncated\":3}");

    assertThat(judge(yaml, memory(), own(), three).ruling()).isEqualTo(Ruling.ALLOW);
    assertThat(judge(yaml, memory(), own(), four).ruling()).isEqualTo(Ruling.REFUSE);
  }

  @Test
  void aLogThatSaysItLeavesDuplicatesOutMayLeaveOurOlderVoucherOut() throws Exception {
    var both =
        new Memory(
            List.of("nonce-one", "nonce-two"),
            List.of("nonce-one", "nonce-two"),
            List.of(),
            Optional.empty(),
            Set.of(),
            Set.of());

    assertThat(judge(everything("refuse"), both, own()).reason())
        .contains(AuditCheck.OWN_MISSING.id());
    assertThat(judge(everything("refuse"), both, own().replace("}", ",\"truncated\":1}")).ruling())
        .isEqualTo(Ruling.ALLOW);
  }

  @Test
  void whatAnOperatorAcceptedIsNotHeldAgainstTheDeviceAgainAndNothingElseIs() throws Exception {
    var strict = everything("allow").replace("other-domains: allow", "other-domains: refuse");
    var first = judge(strict, memory(), own(), entry(THEIRS, "x-nonce-x"));
    var wiser =
        new Memory(
            memory().sent(),
            memory().vouchers(),
            List.of(),
            Optional.empty(),
            Set.of(),
            Set.copyOf(first.marks()));

    var again = judge(strict, wiser, own(), entry(THEIRS, "x-nonce-x"));
    assertThat(again.ruling()).isEqualTo(Ruling.ALLOW);
    assertThat(again.all().getFirst().accepted()).isTrue();
    assertThat(judge(strict, wiser, own(), entry(THEIRS, "y-nonce-y")).ruling())
        .isEqualTo(Ruling.REFUSE);
  }

  @ParameterizedTest
  @EnumSource(AuditCheck.class)
  void withoutAWordNothingButAnEntryWithoutNonceKeepsADevice(AuditCheck check) {
    var usual = new AuditPolicy(AuditRules.none());

    assertThat(usual.ruling(check))
        .isEqualTo(
            check == AuditCheck.NONCELESS || check == AuditCheck.READABLE
                ? Ruling.HOLD
                : Ruling.ALLOW);
    assertThat(usual.keepsVoucher()).isTrue();
    assertThat(usual.goesOnWithoutLog()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "other-domains: refuse, REFUSE",
    "'forbidden-domains: [AA==]', REFUSE",
    "'nonceless-entries: allow', ALLOW",
    "'no-log: refuse', HOLD",
    "'unreadable-log: allow', ALLOW",
  })
  @Proves("AU-5")
  void whatCannotBeReadMayHoldWhateverARuleIsAgainst(String rule, Ruling ruling) throws Exception {
    assertThat(new AuditPolicy(rules("  " + rule + "\n")).ruling(AuditCheck.READABLE))
        .isEqualTo(ruling);
  }

  @Test
  void aManufacturersFileSaysWhatItSaysAndNothingElse() throws Exception {
    var general = rules("  other-domains: refuse\n  no-log: hold\n");
    var special = rules("  other-domains: allow\n");
    var policy = new AuditPolicy(special.orElse(general));

    assertThat(policy.ruling(AuditCheck.OTHER_DOMAIN)).isEqualTo(Ruling.ALLOW);
    assertThat(policy.ruling(AuditCheck.NO_LOG)).isEqualTo(Ruling.HOLD);
  }

  @Test
  void findingsAreBoundedAndReadBack() throws Exception {
    var many = new String[3000];
    for (int i = 0; i < many.length; i++) {
      many[i] = event(DATE, "AA==", "\"n" + i + "\"", "v");
    }
    var strict = everything("allow").replace("other-domains: allow", "other-domains: hold");
    var log = "{\"version\":1,\"events\":[" + String.join(",", many) + "]}";
    var parsed =
        AuditLog.parse(
            log.getBytes(StandardCharsets.UTF_8), new VoucherLimits(1 << 20, 16, 32, 8, 64));
    var findings =
        new Judge(new AuditPolicy(rules(strict)), memory(), Set.of()).judge(accepted(parsed));

    assertThat(findings.all()).hasSizeLessThan(1200);
    assertThat(Findings.parse(findings.judgement().findings())).isEqualTo(findings);
    assertThat(findings.reason()).endsWith("more").hasSizeLessThan(500);
  }

  private void assertDecides(String key, AuditCheck check, Memory memory, String... entries)
      throws Exception {
    assertThat(judge(everything("allow"), memory, entries).ruling()).isEqualTo(Ruling.ALLOW);
    var strict = everything("allow").replace(key + ": allow", key + ": hold");
    assertThat(judge(strict, memory, entries).reason()).contains(check.id());
  }

  private static Memory memory(Instant... fetched) {
    return new Memory(
        List.of("nonce-one", "nonce-two"),
        List.of("nonce-one"),
        List.of(fetched),
        Optional.empty(),
        Set.of(FORMER),
        Set.of());
  }

  private static String everything(String ruling) {
    return Stream.of(
            "other-domains",
            "nonceless-entries",
            "entries-before-purchase",
            "entries-since-purchase",
            "other-assertions",
            "more-entries",
            "arbitrary-truncation",
            "unknown-own-entries",
            "own-voucher-missing",
            "no-log",
            "unreadable-log")
        .map(key -> "  " + key + ": " + ruling + "\n")
        .collect(Collectors.joining());
  }

  private AuditRules rules(String yaml) throws Exception {
    var file = Files.writeString(folder.resolve("rules.yaml"), "version: 1\naudit-log:\n" + yaml);
    return accepted(Settings.read(file, Page.class)).auditLog().orElseThrow();
  }

  private Findings judge(String yaml, Memory memory, String... entries) throws Exception {
    var log = entries.length == 1 && entries[0].contains("events") ? entries[0] : log(0, entries);
    var parsed =
        accepted(AuditLog.parse(log.getBytes(StandardCharsets.UTF_8), VoucherLimits.standard()));
    return new Judge(new AuditPolicy(rules(yaml)), memory, Set.of(DomainId.parse(OURS)))
        .judge(parsed);
  }

  private static String log(int arbitrary, String... entries) {
    return "{\"version\":\"1\",\"events\":[%s],\"truncation\":{\"arbitrary\":\"%d\"}}"
        .formatted(String.join(",", entries), arbitrary);
  }

  private static String own() {
    return entry(OURS, "nonce-one");
  }

  private static String entry(String domain, String nonce) {
    return event(DATE, domain, '"' + nonce + '"', "proximity");
  }

  private static String nonceless(String domain) {
    return event(DATE, domain, "null", "logged");
  }

  private static String event(String date, String domain, String nonce, String assertion) {
    return "{\"date\":\"%s\",\"domainID\":\"%s\",\"nonce\":%s,\"assertion\":\"%s\"}"
        .formatted(date, domain, nonce, assertion);
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }
}
