package dev.brski.voucher;

import static dev.brski.voucher.Scene.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditLogTest {

  private static final VoucherLimits LIMITS = VoucherLimits.standard();

  @Test
  @Proves("MA-13")
  void whatIsWrittenNamesEveryMemberAndIsReadBack() {
    var log =
        AuditLog.whole(
            List.of(
                new AuditLog.Event(
                    Pki.NOW,
                    "BduJhdHPpfhQLyponf48JzXSGZ8=",
                    Optional.of(new Nonce("VOUFT-WwrEv0NuAQEHoV7Q")),
                    Assertion.PROXIMITY,
                    Optional.empty()),
                new AuditLog.Event(
                    Pki.NOW, "AA==", Optional.empty(), Assertion.LOGGED, Optional.of(3L))));

    assertThat(accepted(AuditLog.parse(log.toJson(), LIMITS))).isEqualTo(log);
    assertThat(new String(log.toJson(), StandardCharsets.UTF_8))
        .contains("\"nonce\":null", "\"truncation\":{\"nonced duplicates\":0,");
  }

  @Test
  @Proves({"VEC-3", "AU-5", "ERR-6"})
  void theExampleWithItsCountersInStringsIsRead() throws IOException {
    var log = accepted(AuditLog.parse(Examples.telemetry("example-auditlog.json"), LIMITS));

    assertThat(log.events()).hasSize(2);
    assertThat(log.events().getFirst().truncated()).contains(0L);
    assertThat(log.noncelessDuplicates()).isEqualTo(1);
    assertThat(log.arbitrary()).isEqualTo(2);
    assertThat(log.tolerances()).isEqualTo(Set.of(Tolerance.STRING_NUMBER));
  }

  @Test
  @Proves("AU-5")
  void aNewerVersionIsReadAsFarAsItIsKnownAndWhatIsMissingIsZero() {
    var json =
        """
        {"version": 2, "chain": [{"of": "blocks"}], "events": [
          {"date": "2019-05-15T17:25:55.644-04:00", "domainID": "AA==", "assertion": "logged",
           "why": "a later specification knows"}]}
        """;

    var log = accepted(AuditLog.parse(json.getBytes(StandardCharsets.UTF_8), LIMITS));

    assertThat(log.version()).isEqualTo(2);
    assertThat(log.events().getFirst().date()).isEqualTo("2019-05-15T21:25:55.644Z");
    assertThat(log.events().getFirst().nonce()).isEmpty();
    assertThat(log.events().getFirst().truncated()).isEmpty();
    assertThat(log.noncedDuplicates() + log.noncelessDuplicates() + log.arbitrary()).isZero();
    assertThat(log.tolerances()).isEmpty();
  }

  @Test
  @Proves({"AU-4", "ERR-13"})
  void theDomainIsItsKeyIdentifierOrElseTheHashOfItsKey() throws IOException {
    var pin = new Scene().domainCa.leaf();
    assertThat(Base64.getDecoder().decode(AuditLog.domainId(pin)))
        .isEqualTo(Certificates.subjectKeyIdentifier(pin).orElseThrow());
    var bare = Examples.rfc8995Certificate("registrar.crt.pem");
    assertThat(Base64.getDecoder().decode(AuditLog.domainId(bare)))
        .isEqualTo(Certificates.spkiSha256(bare));
  }

  @ParameterizedTest
  @CsvSource({"0, 32", "1, 1", "64, 64", "65, 32", "60000, 32"})
  @Proves({"AU-4", "MA-13"})
  void nobodyFillsALogWithAnIdentifierOfItsOwn(int octets, int told) throws Exception {
    var root = Pki.rootSaying(new byte[octets]);

    var domainId = Base64.getDecoder().decode(AuditLog.domainId(root));
    assertThat(domainId)
        .isEqualTo(told == octets ? new byte[octets] : Certificates.spkiSha256(root));
  }

  @Test
  @Proves("MA-14")
  void ofEachDomainTheNewestWithANonceAndTheNewestWithoutStay() {
    var all =
        List.of(
            event("A", "first"),
            event("B", "first"),
            event("A", ""),
            event("A", "second"),
            event("A", ""),
            event("A", ""),
            event("A", "third"));

    var log = abridged(all, 100);

    assertThat(log.events())
        .containsExactly(
            event("B", "first"), truncated(event("A", ""), 2), truncated(event("A", "third"), 2));
    assertThat(log.noncedDuplicates()).isEqualTo(2);
    assertThat(log.noncelessDuplicates()).isEqualTo(2);
    assertThat(log.arbitrary()).isZero();
    assertThat(abridged(List.of(), 100)).isEqualTo(AuditLog.whole(List.of()));
    var nothingTwice = List.of(event("B", "first"), event("A", "second"), event("A", ""));
    assertThat(abridged(nothingTwice, 100)).isEqualTo(AuditLog.whole(nothingTwice));
  }

  @Test
  @Proves("MA-14")
  void domainsThatSayOneDomainIdAndHaveTwoKeysDoNotStandForOneAnother() {
    var all =
        List.of(
            new AuditLog.Issuance(event("A", "1"), "ours"),
            new AuditLog.Issuance(event("A", "2"), "theirs"),
            new AuditLog.Issuance(event("A", "3"), "ours"),
            new AuditLog.Issuance(event("B", "4"), "theirs"));

    assertThat(AuditLog.abridged(all, 100).events())
        .containsExactly(event("A", "2"), truncated(event("A", "3"), 1), event("B", "4"));
  }

  @Test
  @Proves({"MA-13", "AU-5"})
  void theLongestLogIsRead() throws Exception {
    var domainId = AuditLog.domainId(Pki.rootSaying(new byte[64]));
    var nonce = new Nonce("\"".repeat(128));
    var entry =
        new AuditLog.Event(
            Pki.NOW.plusNanos(1_000_001),
            domainId,
            Optional.of(nonce),
            Assertion.PROXIMITY,
            Optional.of(1024L));
    var log = AuditLog.whole(Collections.nCopies(1024, entry));

    assertThat(accepted(AuditLog.parse(log.toJson(), VoucherLimits.auditLog()))).isEqualTo(log);
  }

  @Test
  @Proves("MA-14")
  void onlyWhatExceedsTheBoundIsLeftOutArbitrarilyTheOldestFirst() {
    var all = List.of(event("A", "1"), event("B", "1"), event("A", "2"), event("C", "1"));

    var log = abridged(all, 2);

    assertThat(log.events()).containsExactly(truncated(event("A", "2"), 1), event("C", "1"));
    assertThat(log.noncedDuplicates()).isEqualTo(1);
    assertThat(log.arbitrary()).isEqualTo(1);
    assertThat(abridged(all, 3).arbitrary()).isZero();
  }

  @Test
  @Proves("MA-13")
  void noCounterGoesBeyond1024() {
    var one = Collections.nCopies(1025, event("A", "again"));
    assertThat(abridged(one, 1).events()).containsExactly(truncated(event("A", "again"), 1024));
    var many = new ArrayList<>(Collections.nCopies(1026, event("A", "again")));
    many.addAll(Collections.nCopies(1026, event("A", "")));
    IntStream.range(0, 1030).forEach(number -> many.add(event("other " + number, "n")));

    var log = abridged(many, 5);

    assertThat(log.noncedDuplicates()).isEqualTo(1024);
    assertThat(log.noncelessDuplicates()).isEqualTo(1024);
    assertThat(log.arbitrary()).isEqualTo(1024);
    assertThat(abridged(many, 2000).events().getFirst())
        .isEqualTo(truncated(event("A", "again"), 1024));
  }

  @Test
  void aLogWithMoreEventsThanAreReadIsRefused() {
    var json = AuditLog.whole(Collections.nCopies(4097, event("A", "n"))).toJson();
    var limits = new VoucherLimits(json.length, 0, 0, 8, 64);

    assertThat(AuditLog.parse(json, limits)).isInstanceOf(Verdict.Refused.class);
    assertThat(accepted(AuditLog.parse(json, limits, 4097)).events()).hasSize(4097);
  }

  private static AuditLog.Event event(String domainId, String nonce) {
    return new AuditLog.Event(
        Pki.NOW,
        domainId,
        Optional.of(nonce).filter(text -> !text.isEmpty()).map(Nonce::new),
        Assertion.PROXIMITY,
        Optional.empty());
  }

  private static AuditLog abridged(List<AuditLog.Event> all, int most) {
    return AuditLog.abridged(
        all.stream().map(event -> new AuditLog.Issuance(event, event.domainId())).toList(), most);
  }

  private static AuditLog.Event truncated(AuditLog.Event event, long count) {
    return new AuditLog.Event(
        event.date(), event.domainId(), event.nonce(), event.assertion(), Optional.of(count));
  }

  @Test
  void aMalformedLogIsRefused() {
    for (var json :
        List.of(
            "[]",
            "{}",
            "{\"version\":1}",
            "{\"version\":1,\"events\":{}}",
            "{\"version\":1,\"events\":[1]}",
            "{\"version\":1,\"events\":[{}]}")) {
      assertThat(AuditLog.parse(json.getBytes(StandardCharsets.UTF_8), LIMITS))
          .as(json)
          .isInstanceOf(Verdict.Refused.class);
    }
  }
}
