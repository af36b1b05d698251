package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.control.QueueDesk;
import dev.brski.registrar.control.QueueView;
import dev.brski.registrar.onboarding.Imprints;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.store.Store;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators see what waits, hasten it, and withdraw it, while the registrar runs and rests. */
class QueueTest extends InWorld {

  private static final Queue.Filter WAITING =
      new Queue.Filter(true, Optional.empty(), Optional.empty());
  private static final Order ORDER = new Order("olga", "the device was stolen");

  private QueueView queue;

  @BeforeEach
  void build() throws Exception {
    queue = new QueueView(folder, InstantSource.system());
  }

  @Test
  @Proves("CMP-R6")
  void aWithdrawnRequestGetsItsFinalAnswerAndTheDeviceMayBeginAnew() throws Exception {
    world.authority.script(_ -> Response.text(503, "later"));
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      var line = only(WAITING);
      assertThat(line.device()).isEqualTo("4711");
      assertThat(line.what()).isEqualTo("certification request");
      assertThat(line.destination()).startsWith("the authority of ");
      assertThat(line.nextAttempt()).isPresent();

      var cancelled = World.accepted(queue.cancel(line.id(), ORDER));
      assertThat(cancelled.device()).isEqualTo("4711");
      assertThat(cancelled.mayHaveArrived()).isTrue();
      assertThat(cancelled.advice().orElseThrow()).contains("brski authority certificates");

      assertNotAuthorized(device.cmp(device.composer().pollReq(waiting, 0)));
      assertNotAuthorized(device.cmp(ir));
      assertThat(World.accepted(queue.list(WAITING))).isEmpty();
      assertThat(refused(queue.cancel(line.id(), ORDER))).isEqualTo(SetupCheck.QUEUE_OPEN);
      assertThat(refused(queue.retry(Optional.of(line.id())))).isEqualTo(SetupCheck.QUEUE_OPEN);
      assertThat(refused(queue.show("nothing"))).isEqualTo(SetupCheck.QUEUE_ID);
      assertThat(World.accepted(queue.show(line.id())).state()).contains("withdrawn");

      world.authority.script(world::issue);
      assertThat(device.cmp(device.ir(true)).type()).isEqualTo(BodyType.ip);
    }
  }

  @Test
  @Proves("RG-19")
  void aWithdrawnVoucherRequestIsForbiddenAndAnotherIsTaken() throws Exception {
    world.masa.script(_ -> Response.text(503, "later"));
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      var line = only(WAITING);
      assertThat(line.what()).isEqualTo("voucher-request");
      assertThat(line.destination()).isEqualTo("the MASA of maker");
      World.accepted(queue.cancel(line.exchange(), ORDER));
      var told = device.askForVoucher(request);
      assertThat(told.status()).isEqualTo(403);
      assertThat(told.explanation()).contains("withdrew");
      world.masa.script(world::voucher);
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(200);
    }
  }

  @Test
  void aRegistrarAtRestIsSeenAndChangedThroughItsStore() throws Exception {
    world.masa.script(_ -> Response.text(503, "later"));
    try (var device = world.device("4711");
        var other = world.device("4712")) {
      var request = device.voucherRequest();
      device.askForVoucher(request);
      other.askForVoucher(other.voucherRequest());
      world.registrar.close();

      var line = only(new Queue.Filter(true, Optional.of(Instant.now()), Optional.of("4711")));
      var sheet = World.accepted(queue.show(line.id()));
      assertThat(sheet.exchange()).isEqualTo(line.exchange());
      assertThat(sheet.waitsFor()).contains("the MASA of maker");
      assertThat(sheet.messages())
          .extracting(Queue.Note::kind)
          .containsExactly("voucher-request", "registrar voucher-request");
      assertThat(sheet.messages().getFirst().size()).isEqualTo(request.length);
      assertThat(
              World.accepted(
                  queue.list(new Queue.Filter(true, Optional.of(Instant.EPOCH), Optional.empty()))))
          .isEmpty();
      assertThat(World.accepted(queue.retry(Optional.empty()))).isLessThanOrEqualTo(2);
      QueueDesk.Cancelled cancelled = World.accepted(queue.cancel(line.id(), ORDER));
      assertThat(cancelled.mayHaveArrived()).isTrue();
      assertThat(World.accepted(queue.list(WAITING))).hasSize(1);
    }
  }

  @Test
  void whatIsWithItsCarrierWhenItIsWithdrawnMayHaveArrivedThoughItIsBackAtOnce() throws Exception {
    world.registrar.close();
    try (var store = Store.open(folder.resolve("data"), Schema.MIGRATIONS, InstantSource.system());
        var onboarding = new Onboarding(store, InstantSource.system())) {
      var exchange = requested(onboarding);
      Predicate<Parcel> untilWithdrawn =
          parcel -> !onboarding.parcels().take(List.of(parcel.id())).isEmpty();
      var desk = new QueueDesk(onboarding, untilWithdrawn, () -> {}, InstantSource.system());

      QueueDesk.Cancelled cancelled = World.accepted(desk.cancel(exchange, ORDER));

      assertThat(cancelled.mayHaveArrived()).isTrue();
      assertThat(cancelled.advice().orElseThrow()).contains("The MASA of maker");
    }
  }

  @Test
  void whatNeverLeftHasNotArrived() throws Exception {
    world.registrar.close();
    try (var store = Store.open(folder.resolve("data"), Schema.MIGRATIONS, InstantSource.system());
        var onboarding = new Onboarding(store, InstantSource.system())) {
      var exchange = requested(onboarding);
      var desk = new QueueDesk(onboarding, _ -> false, () -> {}, InstantSource.system());

      assertThat(World.accepted(desk.cancel(exchange, ORDER)).mayHaveArrived()).isFalse();
    }
  }

  private static String requested(Onboarding onboarding) {
    var begun =
        onboarding
            .imprints()
            .begin(
                new Imprints.Accepted(
                    new Parcel.Destination.Masa("maker", Optional.empty()),
                    "4711",
                    "idevid",
                    "nonce",
                    1,
                    "domain",
                    new byte[] {1},
                    new byte[] {2},
                    "application/json"));
    return switch (begun) {
      case Imprints.Begun.Running(var imprint) -> imprint.id();
      case Imprints.Begun.Beyond(var limit) -> throw new AssertionError(limit.cause());
    };
  }

  private Queue.Line only(Queue.Filter filter) throws Exception {
    List<Queue.Line> lines = World.accepted(queue.list(filter));
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private static void assertNotAuthorized(CmpMessage message) {
    assertThat(message.type()).isEqualTo(BodyType.error);
    assertThat(((Body.ErrorBody) message.body()).status().failInfo())
        .containsExactly(FailInfo.notAuthorized);
  }

  private static Object refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<?>(var value) -> value;
      case Verdict.Refused<?>(Refusal refusal) -> refusal.check();
    };
  }
}
