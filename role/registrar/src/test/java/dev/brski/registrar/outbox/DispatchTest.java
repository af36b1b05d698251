package dev.brski.registrar.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.carrier.Addressee.Disposition;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Carrier;
import dev.brski.registrar.carrier.Outcome;
import dev.brski.registrar.onboarding.Imprints;
import dev.brski.registrar.onboarding.Message.Kind;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.store.Store;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of the outbox under a clock that the test moves, with a carrier that the test plays. */
class DispatchTest {

  private static final Answer ANSWER =
      new Answer("peer", 200, "text/plain", new byte[0], "", Optional.empty());
  private static final Outcome AWAY = new Outcome.Away("the cable is cut", Optional.empty());

  @TempDir Path folder;
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private Store store;
  private Onboarding onboarding;
  private final Played carrier = new Played();
  private Function<Parcel, Disposition> judge = this::settle;
  private Dispatch dispatch;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder, Schema.MIGRATIONS, () -> now);
    onboarding = new Onboarding(store, () -> now);
    dispatch = dispatch();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  @Proves({"EN-7", "CMP-R10"})
  void whileAPeerIsAwayOneTriesAndThousandWaitWithoutBeingWritten() {
    post(1_000, 100);
    carrier.outcome = Optional.of(AWAY);
    dispatch.round();
    int first = carrier.parcels();
    assertThat(first).isLessThanOrEqualTo(16);

    long written = store.counts().jobs();
    moveOn(Duration.ofMinutes(10));
    int tried = carrier.parcels() - first;
    assertThat(tried).as("one each 3.75 to 5 s").isBetween(110, 170);
    assertThat(store.counts().jobs() - written).as("one for each attempt").isEqualTo(tried);
    assertThat(carrier.takes.subList(carrier.takes.size() - tried, carrier.takes.size()))
        .allSatisfy(take -> assertThat(take).hasSize(1));
    assertThat(attempts()).isEqualTo(carrier.parcels());

    carrier.outcome = Optional.empty();
    int before = carrier.parcels();
    var back = now;
    while (carrier.parcels() - before < 1_000) {
      step();
      assertThat(Duration.between(back, now)).isLessThan(Duration.ofSeconds(10));
    }
    assertThat(onboarding.parcels().destinations()).isEmpty();
  }

  @Test
  @Proves("EN-7")
  void theNextAttemptOfWhatWaitsBehindAnAbsentPeerIsThatOfTheOneThatTries() {
    post(40, 100);
    carrier.outcome = Optional.of(AWAY);
    dispatch.round();
    moveOn(Duration.ofSeconds(30));
    var next = dispatch.round().orElseThrow();
    assertThat(onboarding.register().lines())
        .hasSize(40)
        .allSatisfy(
            line -> {
              assertThat(line.waitsFor().orElse("")).contains("the cable is cut");
              assertThat(line.nextAttempt()).contains(next);
            });
  }

  @Test
  void aPeerThatWasAwayBeforeARestartIsTriedByOne() {
    post(40, 100);
    carrier.outcome = Optional.of(AWAY);
    dispatch.round();
    carrier.takes.clear();
    dispatch = dispatch();
    dispatch.round();
    assertThat(carrier.parcels()).isEqualTo(1);
  }

  @Test
  void aRefusalThatConcernsOneParcelDelaysNoOther() {
    post(40, 100);
    judge =
        parcel ->
            parcel.serialNumber().equals("device-7")
                ? new Disposition.Again("this one is odd", Optional.empty())
                : settle(parcel);
    dispatch.round();
    dispatch.round();
    assertThat(carrier.serials()).hasSize(40).doesNotHaveDuplicates();
    moveOn(Duration.ofMinutes(10));
    var tries = carrier.serials().stream().filter("device-7"::equals).count();
    assertThat(tries).as("ever less often").isBetween(10L, 25L);
  }

  @Test
  @Proves("EN-7")
  void aPeerThatHasNoTimeForOneDeviceHasItForTheOthers() {
    post(40, 100);
    judge = parcel -> parcel.serialNumber().equals("device-7") ? spent() : settle(parcel);
    dispatch.round();
    assertThat(carrier.serials()).hasSize(40).doesNotHaveDuplicates();
    post(1, 100, 40);
    dispatch.round();
    assertThat(carrier.serials()).hasSize(41).contains("device-40");
    assertThat(nextAttempt("device-7")).isEqualTo(now.plus(Duration.ofMinutes(5)));
    moveOn(Duration.ofHours(1));
    assertThat(timesTried("device-7")).as("each five minutes").isBetween(11L, 13L);
  }

  @Test
  @Proves("EN-7")
  void severalDevicesForWhichAPeerHasNoTimeKeepNoOtherAwayFromIt() {
    post(5, 100);
    var without = Set.of("device-0", "device-1", "device-2", "device-3", "device-4");
    judge = parcel -> without.contains(parcel.serialNumber()) ? spent() : settle(parcel);
    dispatch.round();
    var began = now;
    for (int i = 5; i < 305; i++) {
      post(1, 100, i);
      var serialNumber = "device-" + i;
      do {
        now = now.plusMillis(100);
        dispatch.round();
      } while (timesTried(serialNumber) == 0 && now.isBefore(began.plus(Duration.ofMinutes(1))));
    }
    assertThat(carrier.serials()).as("within a minute").contains("device-304");
    assertThat(without)
        .allSatisfy(serial -> assertThat(timesTried(serial)).as(serial).isEqualTo(1));
  }

  @Test
  @Proves({"EN-7", "CMP-R10"})
  void whileAPeerHasNoTimeForAnybodyOneTries() {
    post(1_000, 100);
    judge = _ -> new Disposition.Busy("come later", Optional.empty());
    dispatch.round();
    int first = carrier.parcels();
    assertThat(first).isLessThanOrEqualTo(16);
    moveOn(Duration.ofMinutes(10));
    assertThat(carrier.parcels() - first).as("one each 3.75 to 5 s").isBetween(110, 170);

    judge = this::settle;
    var back = now;
    while (!onboarding.parcels().destinations().isEmpty()) {
      step();
      assertThat(Duration.between(back, now)).isLessThan(Duration.ofSeconds(15));
    }
  }

  private static Disposition spent() {
    return new Disposition.Busy("not today", Optional.of(Duration.ofDays(1)));
  }

  private long timesTried(String serialNumber) {
    return carrier.serials().stream().filter(serialNumber::equals).count();
  }

  private Instant nextAttempt(String serialNumber) {
    return onboarding.register().lines().stream()
        .filter(line -> line.serial().equals(serialNumber))
        .flatMap(line -> line.nextAttempt().stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Proves("EN-7")
  void whatAClockFarAheadPutOffIsDueWhenTheClockIsPutRight() {
    post(40, 100);
    var right = now;
    now = right.plus(Duration.ofDays(30));
    judge = _ -> new Disposition.Again("this one is odd", Optional.empty());
    rounds(40);
    assertThat(carrier.parcels()).isEqualTo(40);
    judge = this::settle;
    now = right.plus(Duration.ofSeconds(1));
    rounds(40);
    assertThat(onboarding.parcels().destinations()).isEmpty();
    assertThat(carrier.parcels()).as("handed over once more each").isEqualTo(80);
  }

  @Test
  @Proves("EN-7")
  void anAbsentPeerIsTriedWhenTheClockIsPutRight() {
    post(40, 100);
    var right = now;
    now = right.plus(Duration.ofDays(30));
    carrier.outcome = Optional.of(AWAY);
    dispatch.round();
    int tried = carrier.parcels();
    now = right;
    dispatch.round();
    assertThat(carrier.parcels()).isEqualTo(tried + 1);
    assertThat(dispatch.round().orElseThrow()).isBefore(right.plus(Duration.ofSeconds(10)));
  }

  @Test
  @Timeout(60)
  @Proves("EN-7")
  void whatCannotBeRecordedIsNotSentAgainWithoutPauses() throws Exception {
    post(40, 100);
    judge = _ -> new Disposition.Again("the answer cannot be taken in", Optional.empty());
    inTheFile(
        "CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    moveOn(Duration.ofMinutes(10));
    assertThat(carrier.parcels()).as("one each 3.75 to 5 s").isBetween(110, 180);
    assertThat(attempts()).isZero();

    inTheFile("DROP TRIGGER full");
    judge = this::settle;
    moveOn(Duration.ofSeconds(10));
    assertThat(onboarding.parcels().destinations()).isEmpty();
  }

  private void inTheFile(String sql) throws Exception {
    try (var beside = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
        var statement = beside.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  @Proves("CMP-R10")
  void ofEachDeviceOneIsUnderWayAndNoneIsDelayedByAnother() {
    post(1, 100);
    for (int i = 0; i < 50; i++) {
      postAgain("device-0", i);
    }
    now = now.plusMillis(1);
    post(30, 100, 1);
    carrier.holding = true;
    dispatch.round();
    dispatch.round();
    assertThat(carrier.serials()).hasSize(16).doesNotHaveDuplicates().contains("device-0");
    while (carrier.parcels() < 81) {
      carrier.land();
      dispatch.round();
      assertThat(new HashSet<>(carrier.underWay())).hasSameSizeAs(carrier.underWay());
    }
    assertThat(carrier.serials().subList(0, 40)).as("others").contains("device-30");
  }

  @Test
  @Proves("CMP-R7")
  void whatIsDueTogetherIsTakenTogetherUpToTheCapacity() {
    post(30, 1_000);
    carrier.capacity = new Carrier.Capacity(12, 10_000, 4);
    dispatch.round();
    assertThat(carrier.takes).extracting(List::size).containsExactly(10, 10, 10);
  }

  @Test
  @Proves("CMP-R7")
  void whatIsUnderWayTakesNoRoomFromWhatFollows() {
    post(1_500, 8_000);
    carrier.capacity = new Carrier.Capacity(500, 4 << 20, 4);
    carrier.holding = true;
    dispatch.round();
    assertThat(carrier.takes).extracting(List::size).containsExactly(500, 500, 500);
  }

  @Test
  void aRoundReadsNoMoreContentThanItHandsOver() {
    post(1_000, 40_000);
    carrier.outcome = Optional.of(AWAY);
    dispatch.round();
    moveOn(Duration.ofSeconds(5));
    long before = allocated();
    carrier.takes.clear();
    moveOn(Duration.ofSeconds(20));
    assertThat(carrier.parcels()).isBetween(3, 8);
    assertThat(allocated() - before).as("octets for the 40,000,000 that wait").isLessThan(8 << 20);
  }

  @Test
  @Proves("AU-1")
  void questionsForAuditLogsThatHangLeaveRoomForVouchersAndComeLast() {
    post(40, 100);
    askForAuditLogs();
    carrier.holding = true;
    dispatch.round();
    assertThat(carrier.parcels()).as("a quarter of 16").isEqualTo(4);
    post(40, 100, 40);
    dispatch.round();
    assertThat(carrier.parcels()).isEqualTo(16);

    carrier.holding = false;
    carrier.land();
    rounds(2);
    assertThat(kinds(4, 4 + 40)).containsOnly(Kind.REGISTRAR_VOUCHER_REQUEST);
    assertThat(kinds(4 + 40, 4 + 40 + 36)).containsOnly(Kind.AUDIT_LOG_REQUEST);
  }

  @Test
  void aDevicesNewRequestDoesNotWaitBehindItsQuestionForAnAuditLog() {
    post(1, 100);
    askForAuditLogs();
    postAgain("device-0", 1);
    store.change(tx -> tx.update("UPDATE outbox SET asks = NULL WHERE exchange = 'exchange-1'"));
    dispatch.round();
    assertThat(kinds(0, 2)).containsExactly(Kind.REGISTRAR_VOUCHER_REQUEST, Kind.AUDIT_LOG_REQUEST);
  }

  private List<Kind> kinds(int from, int to) {
    return carrier.takes.stream()
        .flatMap(List::stream)
        .map(Parcel::kind)
        .toList()
        .subList(from, to);
  }

  @Test
  @Proves("CMP-B7")
  void aPeerThatLosesOneAfterAnotherIsGivenEverFewer() {
    post(100, 100);
    judge =
        parcel -> {
          assertThat(onboarding.parcels().left(parcel, now)).isTrue();
          return new Disposition.Indeterminate("broken off");
        };
    moveOn(Duration.ofHours(2));
    assertThat(carrier.parcels()).as("16 together, then 24 at most in 2 h").isBetween(24, 50);
    assertThat(onboarding.resolutions().count()).isEqualTo(carrier.parcels());

    judge = this::settle;
    dispatch.tryNow();
    var back = now;
    while (carrier.parcels() < 100) {
      step();
      assertThat(Duration.between(back, now)).isLessThan(Duration.ofSeconds(10));
    }
  }

  /** Whatever waits asks for an audit log. */
  private void askForAuditLogs() {
    store.change(tx -> tx.update("UPDATE outbox SET asks = 'AUDIT_LOG_REQUEST'"));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private Dispatch dispatch() {
    return new Dispatch(
        onboarding.parcels(),
        _ -> Optional.of(carrier),
        _ -> (parcel, _) -> judge.apply(parcel),
        () -> now,
        new Random(4711),
        () -> {});
  }

  private Disposition settle(Parcel parcel) {
    store.change(
        tx -> tx.update("UPDATE outbox SET state = 'DELIVERED' WHERE id = ?", parcel.id()));
    return new Disposition.Settled();
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      dispatch.round();
    }
  }

  private void moveOn(Duration time) {
    var end = now.plus(time);
    while (now.isBefore(end)) {
      step();
    }
  }

  private void step() {
    var next = dispatch.round().filter(now::isBefore).orElse(now.plusSeconds(1));
    now = next;
    dispatch.round();
  }

  private long attempts() {
    return store.read(
        rows ->
            rows.one("SELECT sum(attempts) AS n FROM outbox", row -> row.number("n")).orElse(0L));
  }

  private void post(int count, int octets) {
    post(count, octets, 0);
  }

  private void post(int count, int octets, int from) {
    IntStream.range(from, from + count)
        .parallel()
        .forEach(
            i ->
                onboarding
                    .imprints()
                    .begin(
                        new Imprints.Accepted(
                            new Parcel.Destination.Masa("maker", Optional.empty()),
                            "device-" + i,
                            "idevid-" + i,
                            "nonce",
                            1,
                            "domain",
                            ("request " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            new byte[octets],
                            "application/voucher-cms+json")));
  }

  /** More of a device's, which the endpoints would not let in. */
  private void postAgain(String serialNumber, int number) {
    store.change(
        tx ->
            tx.update(
                "INSERT INTO outbox (id, destination, device, exchange, message, state, attempts,"
                    + " next_attempt, created, version) SELECT ?, o.destination, o.device, ?,"
                    + " o.message, 'WAITING', 0, o.next_attempt, o.created, 1 FROM outbox o"
                    + " JOIN device d ON d.id = o.device WHERE d.serial_number = ? LIMIT 1",
                store.ids().next(),
                "exchange-" + number,
                serialNumber));
  }

  /** A carrier whose reports the test makes. */
  private static final class Played implements Carrier {

    private final List<List<Parcel>> takes = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private final List<String> flying = new ArrayList<>();
    private Optional<Outcome> outcome = Optional.empty();
    private Capacity capacity = new Capacity(1, Integer.MAX_VALUE, 16);
    private boolean holding;

    @Override
    public Capacity capacity() {
      return capacity;
    }

    @Override
    public void take(List<Parcel> parcels, Report report) {
      takes.add(parcels);
      parcels.forEach(parcel -> flying.add(parcel.serialNumber()));
      Runnable landing =
          () -> {
            parcels.forEach(parcel -> flying.remove(parcel.serialNumber()));
            report.delivered(
                Collections.nCopies(parcels.size(), outcome.orElse(new Outcome.Delivered(ANSWER))));
          };
      if (holding) {
        held.add(landing);
      } else {
        landing.run();
      }
    }

    void land() {
      var all = List.copyOf(held);
      held.clear();
      all.forEach(Runnable::run);
    }

    List<String> underWay() {
      return flying;
    }

    int parcels() {
      return takes.stream().mapToInt(List::size).sum();
    }

    List<String> serials() {
      return takes.stream().flatMap(List::stream).map(Parcel::serialNumber).toList();
    }

    @Override
    public void close() {}
  }
}
