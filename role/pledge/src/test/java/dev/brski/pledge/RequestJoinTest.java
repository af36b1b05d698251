package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a voucher, being sent about, and being turned away. */
final class RequestJoinTest {

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void build() {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static List<byte[]> requests(ScriptedRegistrar registrar) {
    return registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER).stream().map(Seen::body).toList();
  }

  private static void assertAllTheSame(List<byte[]> bodies) {
    assertThat(bodies).allSatisfy(body -> assertThat(body).isEqualTo(bodies.getFirst()));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "60, 60",
    "61, 60",
    "100000, 60",
    "0, 1",
    "-3, 60",
    "soon, 60",
    "'', 60",
    "99999999999999999999, 60",
    "'Sun, 01 Mar 2026 08:00:30 GMT', 30",
    "'Sun, 01 Mar 2020 08:00:30 GMT', 1",
    "'Sun, 01 Mar 2099 08:00:30 GMT', 60"
  })
  @Proves("PL-40")
  void retryAfterIsObeyedForAMinuteAtMost(String retryAfter, long seconds) throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.notYet(retryAfter),
                world::rightVoucher);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(world.time.waits).containsExactly(Duration.ofSeconds(seconds));
    assertThat(requests(registrar)).hasSize(2);
    assertAllTheSame(requests(registrar));
  }

  @Test
  @Proves({"D00-1", "PL-40", "PL-5"})
  void theSameOctetsUntilTheDeadlineThenDiscover() throws Exception {
    var registrar =
        world.registrar().on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.notYet("100000"));

    var outcome = world.onboardWithin(Duration.ofHours(2), Optional.empty(), registrar);

    assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
    assertThat(outcome.exitCode()).isEqualTo(5);
    assertThat(((Outcome.Unreachable) outcome).cause()).contains("within 2 hours");
    assertThat(Duration.between(MovedTime.START, world.time.now())).isEqualTo(Duration.ofHours(2));
    assertThat(world.time.waits).hasSize(120).containsOnly(Duration.ofSeconds(60));
    assertThat(requests(registrar)).hasSize(120);
    assertAllTheSame(requests(registrar));
    assertThat(world.status().state()).isEqualTo(State.DISCOVER);
    var waits = world.events.stream().filter(Event.Waiting.class::isInstance).toList();
    assertThat(waits).hasSize(120);
    assertThat(((Event.Waiting) waits.getFirst()).seconds()).isEqualTo(60);
  }

  @Test
  @Proves("PL-40")
  void theDeadlineIsFourDays() {
    assertThat(world.options(Optional.empty(), List.of()).voucherDeadline()).hasDays(4);
  }

  @Test
  @Proves({"D00-1", "PL-40"})
  void aClockThatIsSetForwardEndsNothing() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.notYet("60"),
                seen -> Answer.notYet("60"),
                world::rightVoucher);
    var years = Duration.ofDays(50 * 365);
    world.time.move(years.negated());
    world.time.atEachWait(
        instant -> {
          if (world.time.waits.size() == 1) {
            world.time.move(years);
          }
        });

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(requests(registrar)).hasSize(3);
    assertAllTheSame(requests(registrar));
  }

  @Test
  @Proves({"D00-1", "PL-40", "PL-3"})
  void aClockThatIsSetForwardBetweenTwoRunsEndsNothing() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.notYet("60"),
                world::rightVoucher);
    var years = Duration.ofDays(50 * 365);
    world.time.move(years.negated());
    assertThat(world.onboardWithoutWaiting(registrar)).isInstanceOf(Outcome.Waiting.class);
    world.time.move(years);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(requests(registrar)).hasSize(2);
    assertAllTheSame(requests(registrar));
  }

  @Test
  @Proves("PL-40")
  void aClockThatIsSetBackAgainAndAgainProlongsNothing() throws Exception {
    var registrar =
        world.registrar().on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.notYet("60"));
    world.time.atEachWait(instant -> world.time.move(Duration.ofDays(-1)));

    var outcome = world.onboardWithin(Duration.ofHours(1), Optional.empty(), registrar);

    assertThat(((Outcome.Unreachable) outcome).cause()).contains("within 1 hours");
    assertThat(requests(registrar)).hasSize(60);
  }

  @Test
  @Proves("PL-40")
  void aRegistrarThatFallsOutOfOrderIsWaitedForNoLonger() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.notYet("60"),
                seen -> Answer.text(503, "not now"));

    var outcome = world.onboardWithin(Duration.ofHours(10), Optional.empty(), registrar);

    assertThat(((Outcome.Unreachable) outcome).cause()).contains("within 10 hours");
    assertThat(Duration.between(MovedTime.START, world.time.now()))
        .isBetween(Duration.ofHours(10), Duration.ofHours(11));
    assertAllTheSame(requests(registrar));
  }

  @Test
  @Proves("PL-40")
  void whoAsksOftenHasNotWaitedLong() throws Exception {
    var registrar =
        world.registrar().on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.notYet("60"));
    for (int run = 0; run < 10; run++) {
      assertThat(world.onboardWithin(Duration.ofMinutes(2), Optional.of(Duration.ZERO), registrar))
          .isInstanceOf(Outcome.Waiting.class);
      world.time.move(Duration.ofSeconds(10));
    }
    assertThat(requests(registrar)).hasSize(10);
    assertAllTheSame(requests(registrar));
  }

  @Test
  @Proves({"PL-40", "PL-12"})
  void afterTheDeadlineANewAttemptHasANewNonce() throws Exception {
    var registrar =
        world.registrar().on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.notYet("60"));
    var deadline = Duration.ofSeconds(60);
    var none = Optional.of(Duration.ZERO);
    assertThat(world.onboardWithin(deadline, none, registrar)).isInstanceOf(Outcome.Waiting.class);
    world.time.move(deadline);
    assertThat(world.onboardWithin(deadline, none, registrar))
        .isInstanceOf(Outcome.Unreachable.class);
    registrar.on(ScriptedRegistrar.REQUEST_VOUCHER, world::rightVoucher);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(requests(registrar)).hasSize(2);
    assertThat(requests(registrar).getFirst()).isNotEqualTo(requests(registrar).getLast());
  }

  @Test
  @Proves({"PL-40"})
  void withoutPatienceItReturnsAtOnceAndGoesOnLater() throws Exception {
    var registrar =
        world.registrar().on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.notYet("30"));

    var first = world.onboardWithoutWaiting(registrar);

    assertThat(first)
        .isEqualTo(
            new Outcome.Waiting(
                Awaited.VOUCHER,
                registrar.url(),
                MovedTime.START.plusSeconds(30),
                Optional.empty()));
    assertThat(first.exitCode()).isEqualTo(4);
    assertThat(world.time.waits).isEmpty();
    var status = world.status();
    assertThat(status.state()).isEqualTo(State.REQUEST_JOIN);
    assertThat(status.askAgain()).contains(MovedTime.START.plusSeconds(30));

    assertThat(world.onboardWithoutWaiting()).isInstanceOf(Outcome.Waiting.class);
    assertThat(requests(registrar)).hasSize(2);
    registrar.on(ScriptedRegistrar.REQUEST_VOUCHER, world::rightVoucher);
    assertThat(world.onboard()).isInstanceOf(Outcome.Enrolled.class);
    assertThat(requests(registrar)).hasSize(3);
    assertAllTheSame(requests(registrar));
  }

  @Test
  @Proves("PL-40")
  void patienceEndsTheRunAndNotTheExchange() throws Exception {
    var registrar =
        world.registrar().on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.notYet("60"));

    var outcome = world.onboard(Optional.of(Duration.ofSeconds(150)), registrar);

    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(world.time.waits).hasSize(2);
    assertThat(requests(registrar)).hasSize(3);
    assertAllTheSame(requests(registrar));
  }

  @Test
  @Proves("PL-23")
  void aClosedConnectionIsReopenedToTheSameCertificatesOnly() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.notYet("10").closing(),
                seen -> Answer.notYet("10").closing(),
                world::rightVoucher);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    var seen = registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER);
    assertThat(seen).hasSize(3);
    assertThat(seen.stream().map(Seen::connection).distinct()).hasSize(3);
    assertAllTheSame(requests(registrar));
    assertThat(seen).allSatisfy(one -> assertThat(one.client()).isEqualTo(world.device.chain()));
  }

  @Test
  @Proves({"PL-23", "PL-12"})
  void otherCertificatesBeginTheExchangeAfresh() throws Exception {
    var registrar = world.registrar();
    var successor = world.domainCa.endEntity("CN=Registrar 2", Issuer.CMC_RA);
    registrar.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> {
          registrar.use(successor);
          return Answer.notYet("10").closing();
        },
        world::rightVoucher);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(world.events).anyMatch(Event.StartedAfresh.class::isInstance);
    var bodies = requests(registrar);
    assertThat(bodies).hasSize(2);
    var before = VoucherForge.content(bodies.getFirst()).get("ietf-voucher-request:voucher");
    var after = VoucherForge.content(bodies.getLast()).get("ietf-voucher-request:voucher");
    assertThat(after.get("nonce")).isNotEqualTo(before.get("nonce"));
    assertThat(after.get("proximity-registrar-cert").asString())
        .isEqualTo(VoucherForge.base64(successor.certificate()));
  }

  @Test
  @Proves("PL-23")
  void alsoADifferentIntermediateBeginsTheExchangeAfresh() throws Exception {
    var registrar = world.registrar();
    registrar.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> {
          registrar.showChain(List.of(world.registrar.certificate()));
          return Answer.notYet("10").closing();
        },
        world::rightVoucher);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(world.events).anyMatch(Event.StartedAfresh.class::isInstance);
  }

  @Test
  @Proves({"PL-21", "PL-25"})
  void aSelfSignedRegistrarIsListenedTo() throws Exception {
    var selfSigned = Issuer.root("CN=Registrar");
    var registrar =
        world
            .registrar(selfSigned)
            .on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.text(404, "who are you?"));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Refused.class);
    assertThat(requests(registrar)).hasSize(1);
  }

  @Test
  @Proves("PL-21")
  void certificatesThatDoNotSignOneAnotherEndTheAttempt() throws Exception {
    var registrar = world.registrar();
    var namesake = world.domainRoot.authority("CN=Plant 7 Issuing CA");
    registrar.showChain(List.of(world.registrar.certificate(), namesake.certificate()));

    var outcome = world.onboard(registrar);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).refusal().check()).isEqualTo(PledgeCheck.CHAIN);
    assertThat(registrar.seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  @Proves("PL-41")
  void oneRedirectionToAnotherOriginIsFollowed(int status) throws Exception {
    var other = world.registrar(world.domainCa.endEntity("CN=Registrar 2", Issuer.CMC_RA));
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.moved(status, other.url() + ScriptedRegistrar.REQUEST_VOUCHER));

    var outcome = world.onboard(registrar);

    assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
    assertThat(registrar.seen()).hasSize(1);
    assertThat(other.seen().stream().map(Seen::path))
        .containsExactly(
            ScriptedRegistrar.REQUEST_VOUCHER,
            ScriptedRegistrar.VOUCHER_STATUS,
            ScriptedRegistrar.INITIALIZATION,
            ScriptedRegistrar.ENROLL_STATUS);
    assertThat(requests(other).getFirst()).isNotEqualTo(requests(registrar).getFirst());
  }

  @Test
  @Proves("PL-41")
  void aSecondRedirectionIsNotFollowed() throws Exception {
    var third = world.registrar();
    var second = world.registrar();
    var first = world.registrar();
    second.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> Answer.moved(307, third.url() + ScriptedRegistrar.REQUEST_VOUCHER));
    first.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> Answer.moved(307, second.url() + ScriptedRegistrar.REQUEST_VOUCHER));

    var outcome = world.onboard(first);

    assertThat(((Outcome.Refused) outcome).refusal().check()).isEqualTo(PledgeCheck.REDIRECTION);
    assertThat(second.seen()).hasSize(1);
    assertThat(third.seen()).isEmpty();
  }

  @Test
  void aDeviceThatStaysIsNotSentOn() throws Exception {
    var other = world.registrar();
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.moved(307, other.url() + ScriptedRegistrar.REQUEST_VOUCHER));

    var outcome = world.onboardStaying(registrar);

    assertThat(((Outcome.Refused) outcome).refusal().check()).isEqualTo(PledgeCheck.REDIRECTION);
    assertThat(other.seen()).isEmpty();
  }

  @Test
  @Proves("PL-41")
  void backAndForthIsASecondRedirection() throws Exception {
    var second = world.registrar();
    var first = world.registrar();
    second.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> Answer.moved(307, first.url() + ScriptedRegistrar.REQUEST_VOUCHER));
    first.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> Answer.moved(307, second.url() + ScriptedRegistrar.REQUEST_VOUCHER));

    assertThat(world.onboard(first)).isInstanceOf(Outcome.Refused.class);
    assertThat(first.seen()).hasSize(1);
    assertThat(second.seen()).hasSize(1);
  }

  @Test
  @Proves("PL-41")
  void aRedirectionOutlivesTheRun() throws Exception {
    var third = world.registrar();
    var second = world.registrar();
    var first = world.registrar();
    first.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> Answer.moved(307, second.url() + ScriptedRegistrar.REQUEST_VOUCHER));
    second.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> Answer.notYet("10"),
        seen -> Answer.moved(307, third.url() + ScriptedRegistrar.REQUEST_VOUCHER));
    assertThat(world.onboardWithoutWaiting(first)).isInstanceOf(Outcome.Waiting.class);

    assertThat(world.onboard(first)).isInstanceOf(Outcome.Refused.class);

    assertAllTheSame(requests(second));
    assertThat(third.seen()).isEmpty();
  }

  @Test
  @Proves("PL-41")
  void aLoopWithinOneOriginEnds() throws Exception {
    var registrar = world.registrar();
    registrar.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> Answer.moved(307, ScriptedRegistrar.REQUEST_VOUCHER));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Refused.class);
    assertThat(registrar.seen()).hasSizeLessThan(8);
    assertAllTheSame(requests(registrar));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/",
        "ftp://127.0.0.1/",
        "https:///nowhere",
        "https://user@127.0.0.1:1/",
        "https://127.0.0.1:99999/",
        "https://127.0.0.1:1/a b",
        "::",
        ""
      })
  @Proves("PL-41")
  void aRedirectionToNowhereIsARefusal(String location) throws Exception {
    var registrar =
        world
            .registrar()
            .on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.moved(307, location));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 406, 415, 418})
  @Proves({"PL-2", "PL-42"})
  void whoIsTurnedAwayHearsWhy(int status) throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.text(status, "not in the asset\n\u001b[31m list"));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.REJECTED);
    assertThat(outcome.refusal().cause())
        .contains("HTTP status " + status)
        .contains("not in the asset")
        .doesNotContain("\u001b", "\n");
    assertThat(outcome.refusal().device()).contains(World.SERIAL);
    assertThat(world.states()).endsWith(State.DISCOVER);
    assertThat(world.status().state()).isEqualTo(State.DISCOVER);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  @Proves("PL-42")
  void aRegistrarOutOfOrderIsWorthAnotherTry(int status) throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.text(status, "disk full"),
                world::rightVoucher);

    var outcome = (Outcome.Unreachable) world.onboard(registrar);

    assertThat(outcome.exitCode()).isEqualTo(5);
    assertThat(outcome.cause()).contains("disk full");
    assertThat(outcome.tryAgain()).isEqualTo(MovedTime.START.plusSeconds(1));
    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
    assertAllTheSame(requests(registrar));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 203, 204, 206, 300, 303, 304, 305})
  @Proves("PL-42")
  void anAnswerNobodyKnowsIsARefusal(int status) throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> new Answer(status, java.util.Map.of(), new byte[0]));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.ANSWER);
  }

  @Test
  @Proves({"PL-22", "PL-42"})
  void aVoucherOfAnotherMediaTypeIsNone() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.of(200, "application/json", world.rightVoucher(seen).body()));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.ANSWER);
  }

  @Test
  @Proves({"PL-10", "PL-42", "PL-2"})
  void theNextRegistrarIsTriedInItsOrder() throws Exception {
    var away = URI.create("https://127.0.0.1:" + unusedPort());
    var unwilling =
        world
            .registrar()
            .on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.text(406, "not ours"));
    var willing = world.registrar();
    var neverAsked = world.registrar();

    var outcome =
        world
            .onboarding()
            .onboard(
                world.options(
                    Optional.empty(),
                    List.of(away, unwilling.url(), willing.url(), neverAsked.url())));

    assertThat(((Outcome.Enrolled) outcome).registrar()).isEqualTo(willing.url());
    assertThat(unwilling.seen()).hasSize(1);
    assertThat(neverAsked.seen()).isEmpty();
    assertThat(world.status().registrar()).contains(willing.url());
  }

  @Test
  void anUnreachableRegistrarAmongUnwillingOnesLeavesHope() throws Exception {
    var away = URI.create("https://127.0.0.1:" + unusedPort());
    var unwilling =
        world
            .registrar()
            .on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.text(406, "not ours"));

    var outcome =
        world.onboarding().onboard(world.options(Optional.empty(), List.of(away, unwilling.url())));

    assertThat(((Outcome.Unreachable) outcome).registrar()).isEqualTo(away);
    assertThat(((Outcome.Unreachable) outcome).step()).isEqualTo("connect");
  }

  @Test
  @Proves({"PL-11", "PL-58"})
  void eachFailureDoublesTheBackOffOfItsRegistrarOnly() throws Exception {
    var away = URI.create("https://127.0.0.1:" + unusedPort());
    var other = URI.create("https://127.0.0.1:" + unusedPort());
    for (long seconds :
        new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600}) {
      var outcome =
          (Outcome.Unreachable)
              world.onboarding().onboard(world.options(Optional.empty(), List.of(away)));
      assertThat(Duration.between(world.time.now(), outcome.tryAgain()))
          .isEqualTo(Duration.ofSeconds(seconds));
    }
    var outcome =
        (Outcome.Unreachable)
            world.onboarding().onboard(world.options(Optional.empty(), List.of(other)));
    assertThat(outcome.tryAgain()).isEqualTo(world.time.now().plusSeconds(1));
    assertThat(world.status().askAgain()).contains(world.time.now().plusSeconds(1));
  }

  @Test
  @Proves({"PL-23", "PL-40"})
  void aRegistrarThatGoesAwayWhileWaitingIsWaitedFor() throws Exception {
    var registrar = world.registrar();
    registrar.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen -> {
          registrar.refuseConnections();
          return Answer.notYet("10").closing();
        },
        world::rightVoucher);
    world.time.atEachWait(
        instant -> {
          if (world.time.waits.size() == 5) {
            registrar.acceptConnections();
          }
        });

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(world.time.waits.stream().map(Duration::toSeconds))
        .containsExactly(10L, 1L, 2L, 4L, 8L);
    assertAllTheSame(requests(registrar));
  }

  @Test
  void anExchangeWithARegistrarNobodyNamesAnyMoreIsDropped() throws Exception {
    var old = world.registrar().on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.notYet("10"));
    var other = world.registrar();
    assertThat(world.onboardWithoutWaiting(old)).isInstanceOf(Outcome.Waiting.class);

    assertThat(world.onboard(other)).isInstanceOf(Outcome.Enrolled.class);
    assertThat(old.seen()).hasSize(1);
  }

  @Test
  @Proves("PL-40")
  void aTimerThatStartsAnewWithEachBootDoesNotProlongTheWait() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.notYet("30"),
                world::rightVoucher);
    world.onboardWithoutWaiting(registrar);
    world.time.move(Duration.ofDays(-9000));

    world.onboard(registrar);

    assertThat(world.time.waits).containsExactly(Duration.ofSeconds(30));
  }

  private static int unusedPort() throws Exception {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
