package dev.brski.masa.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.issuance.RevocationListIssuer.RevokedCertificate;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.RevocationList;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import dev.brski.wire.EgressCheck;
import dev.brski.wire.HostPort;
import java.math.BigInteger;
import java.security.cert.CRLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often servers are asked for revocation lists, whatever strangers do. */
class FetchedListsTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Credential CA =
      new CertificateIssuer(SUITE)
          .selfSigned(CertificateProfile.rootCa("CA", Validity.years(NOW, 1)));
  private static final String URL = "http://crl.example.org/ca.crl";
  private static final FetchedLists.Wanted ANY = wanted("CA", Verdict::accepted);

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Verdict<RevocationList>> answers = new HashMap<>();
  private final List<String> charged = new ArrayList<>();
  private long nanos;
  private boolean free = true;
  private final FetchedLists lists =
      new FetchedLists(
          FetchedListsTest::listed,
          url -> {
            asked.add(url);
            return answers.get(url);
          },
          host -> {
            charged.add(host);
            return free;
          },
          () -> nanos);

  @Test
  @Proves("MA-5")
  void aListIsKeptForAnHourAndServesOnWhileItsServerIsAway() {
    var list = list(0);
    answers.put(URL, Verdict.accepted(list));
    assertThat(get(URL, ANY)).isEqualTo(Verdict.accepted(list));
    pass(Duration.ofMinutes(59));
    assertThat(get(URL, ANY)).isEqualTo(Verdict.accepted(list));
    assertThat(asked).hasSize(1);

    answers.put(URL, Verdict.refused(ListCheck.ANSWER, "away", ""));
    pass(Duration.ofMinutes(2));
    assertThat(get(URL, ANY)).isEqualTo(Verdict.accepted(list));
    assertThat(get(URL, ANY)).isEqualTo(Verdict.accepted(list));
    assertThat(asked).hasSize(2);

    var newer = list(1);
    answers.put(URL, Verdict.accepted(newer));
    pass(Duration.ofMinutes(6));
    assertThat(get(URL, ANY)).isEqualTo(Verdict.accepted(newer));
    assertThat(asked).hasSize(3);
    assertThat(charged).as("a server that gives lists is not charged").hasSize(1);
  }

  @Test
  @Proves("MA-5")
  void whoGaveNoneIsLeftAloneForAWhile() {
    answers.put(URL, Verdict.refused(ListCheck.ANSWER, "away", ""));
    assertThat(check(get(URL, ANY))).isEqualTo(ListCheck.ANSWER);
    pass(Duration.ofMinutes(4));
    assertThat(check(get(URL, ANY))).isEqualTo(ListCheck.ANSWER);
    assertThat(asked).hasSize(1);
    pass(Duration.ofMinutes(2));
    answers.put(URL, Verdict.accepted(list(0)));
    assertThat(get(URL, ANY)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  @Proves("MA-5")
  void whoAsksForAnotherAuthorityChangesNothingForIt() {
    var stranger = wanted("stranger", FetchedListsTest::none);
    answers.put(URL, Verdict.accepted(list(0)));
    for (int i = 0; i < 10; i++) {
      assertThat(check(get(URL, stranger))).isEqualTo(ListCheck.FILE);
    }
    assertThat(asked).hasSize(1);
    assertThat(get(URL, ANY)).isInstanceOf(Verdict.Accepted.class);
    assertThat(asked).hasSize(2);
    free = false;
    pass(Duration.ofMinutes(61));
    assertThat(check(get(URL, stranger))).isEqualTo(ListCheck.BUSY);
    assertThat(get(URL, ANY)).isInstanceOf(Verdict.Accepted.class);
    assertThat(asked).hasSize(3);
  }

  @Test
  @Proves("MA-5")
  void aServerIsNotAskedForeverMorePlaces() {
    free = false;
    assertThat(check(get(URL, ANY))).isEqualTo(ListCheck.BUSY);
    assertThat(asked).isEmpty();
    assertThat(charged).containsExactly("*.example.org");
  }

  @Test
  @Proves("MA-5")
  void aServerThatIsNotListedCostsNothing() {
    for (int i = 0; i < 2000; i++) {
      assertThat(check(get("http://host%d.example.com/a".formatted(i), ANY)))
          .isEqualTo(EgressCheck.HOST);
    }
    assertThat(asked).isEmpty();
    assertThat(charged).isEmpty();
  }

  @Test
  @Proves("MA-5")
  void howeverAPlaceIsSpelledItIsOne() {
    answers.put(URL, Verdict.accepted(list(0)));
    get(URL, ANY);
    for (var url :
        List.of(
            "HTTP://crl.example.org/ca.crl",
            "http://CRL.Example.ORG/ca.crl",
            "http://crl.example.org./ca.crl",
            "http://crl.example.org:80/ca.crl")) {
      assertThat(get(url, ANY)).as(url).isInstanceOf(Verdict.Accepted.class);
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  @Proves("MA-5")
  void onlyAListThatIsGenuineAndNotOlderReplacesOne() {
    var good = list(1);
    var older = list(0, NOW.minusSeconds(1));
    answers.put(URL, Verdict.accepted(good));
    get(URL, ANY);
    for (var worse :
        List.of(
            Verdict.accepted(older),
            Verdict.<RevocationList>refused(ListCheck.ANSWER, "no list", ""))) {
      answers.put(URL, worse);
      pass(Duration.ofMinutes(61));
      assertThat(get(URL, ANY)).isEqualTo(Verdict.accepted(good));
    }
    var another = list(0, NOW.plusSeconds(1));
    answers.put(URL, Verdict.accepted(another));
    pass(Duration.ofMinutes(61));
    assertThat(get(URL, wanted("CA", FetchedListsTest::none))).isEqualTo(Verdict.accepted(good));
    pass(Duration.ofMinutes(61));
    assertThat(get(URL, ANY)).isEqualTo(Verdict.accepted(another));
    assertThat(asked).hasSize(5);
  }

  @Test
  @Proves("MA-5")
  void whoFillsWhatIsKeptLosesHisOwn() {
    var large = list(20_000);
    var others = "http://crl.example.org/large";
    var lists =
        new FetchedLists(
            server -> Verdict.accepted(server.host()),
            url -> {
              asked.add(url);
              return Verdict.accepted(url.contains("large") ? large : list(0));
            },
            _ -> true,
            () -> nanos);
    lists.get("http://quiet.example.org/a", ANY, nanos);
    for (int i = 0; i < 40; i++) {
      lists.get(others + i, ANY, nanos);
    }
    asked.clear();
    lists.get("http://quiet.example.org/a", ANY, nanos);
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsKeptIsBounded() {
    var large = list(20_000);
    assertThat(large.octets()).isGreaterThan(500_000);
    for (int i = 0; i < 40; i++) {
      answers.put(URL + i, Verdict.accepted(large));
      assertThat(get(URL + i, ANY)).isInstanceOf(Verdict.Accepted.class);
    }
    asked.clear();
    get(URL + 39, ANY);
    assertThat(asked).isEmpty();
    get(URL + 0, ANY);
    assertThat(asked).containsExactly(URL + 0);
  }

  @Test
  @Proves("MA-5")
  void manyWhoAskForOnePlaceAskOnceAndFewAskAServerAtOnce() throws Exception {
    var come = new CountDownLatch(2);
    var go = new CountDownLatch(1);
    var atOnce = new ArrayList<Integer>();
    var running = new AtomicInteger();
    var list = list(0);
    var slow =
        new FetchedLists(
            FetchedListsTest::listed,
            url -> {
              asked.add(url);
              synchronized (atOnce) {
                atOnce.add(running.incrementAndGet());
              }
              come.countDown();
              await(go);
              running.decrementAndGet();
              return Verdict.accepted(list);
            },
            _ -> true,
            System::nanoTime);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      var results = new ArrayList<Future<Verdict<RevocationList>>>();
      for (int i : IntStream.range(0, 60).toArray()) {
        results.add(threads.submit(() -> slow.get(URL + i % 6, ANY, until)));
      }
      come.await();
      assertThat(check(slow.get(URL + "other", ANY, System.nanoTime()))).isEqualTo(ListCheck.BUSY);
      go.countDown();
      for (var result : results) {
        assertThat(result.get()).isEqualTo(Verdict.accepted(list));
      }
    }
    assertThat(asked).hasSize(6).doesNotHaveDuplicates();
    assertThat(atOnce).allMatch(number -> number <= 2);
  }

  @Test
  void onlyAnHttpUrlIsAPlace() {
    for (var url :
        List.of(
            "https://crl.example.org/a",
            "ldap://crl.example.org/a",
            "file:///etc/passwd",
            "http:///a",
            "http:a",
            "http://user@crl.example.org/a",
            "http://crl.example.org/a#b",
            "http://crl.example.org/a?b",
            "http://crl.example.org:99999/a",
            "http://crl.example.org/a b",
            "http://crl.exa\u0000mple.org/")) {
      assertThat(check(get(url, ANY))).as(url).isEqualTo(ListCheck.URL);
    }
    assertThat(asked).isEmpty();
    assertThat(ListServer.place("HTTP://[2001:DB8:0::1]:8080"))
        .isEqualTo(ListServer.place("http://[2001:db8::1]:8080/"));
    assertThat(ListServer.place("HTTP://CRL.example.org./a"))
        .isEqualTo(
            Verdict.accepted(new ListServer.Place(HostPort.parse("crl.example.org:80"), "/a")));
  }

  private static Verdict<RevocationList> none(RevocationList list) {
    return Verdict.refused(ListCheck.FILE, list.issuer() + " does not fit", "");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static FetchedLists.Wanted wanted(
      String issuer, Function<RevocationList, Verdict<RevocationList>> genuine) {
    return new FetchedLists.Wanted(issuer, genuine, list -> !list.thisUpdate().isBefore(NOW));
  }

  private static Verdict<String> listed(HostPort server) {
    return server.host().endsWith("example.org")
        ? Verdict.accepted("*.example.org")
        : Verdict.refused(EgressCheck.HOST, server + " is not listed", "");
  }

  private Verdict<RevocationList> get(String url, FetchedLists.Wanted wanted) {
    return lists.get(url, wanted, nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static RevocationList list(int entries) {
    return list(entries, NOW);
  }

  private static RevocationList list(int entries, Instant from) {
    try {
      var der =
          new RevocationListIssuer(SUITE)
              .issue(
                  CA,
                  BigInteger.ONE,
                  from,
                  from.plus(Duration.ofDays(1)),
                  IntStream.range(0, entries)
                      .mapToObj(
                          i ->
                              new RevokedCertificate(
                                  BigInteger.ONE.shiftLeft(100).add(BigInteger.valueOf(i)), NOW, 1))
                      .toList())
              .getEncoded();
      return ((Verdict.Accepted<RevocationList>) RevocationList.parse(der)).value();
    } catch (CRLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Check check(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(var refusal)) {
      return refusal.check();
    }
    throw new AssertionError("accepted");
  }
}
