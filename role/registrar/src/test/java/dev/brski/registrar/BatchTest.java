package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.NestedMessage;
import dev.brski.cmp.PkiStatus;
import dev.brski.cmp.ReplyTo;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waited for the authority together travels together (RFC 9483 section 5.2.2.2). */
class BatchTest extends InWorld {

  private final List<World.Device> devices = new ArrayList<>();
  private final Map<World.Device, CmpMessage> waiting = new LinkedHashMap<>();
  private final ConcurrentLinkedQueue<CmpMessage> batches = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CmpMessage> alone = new ConcurrentLinkedQueue<>();

  @AfterEach
  void end() {
    devices.forEach(World.Device::close);
  }

  @Test
  @Proves({"CMP-R7", "CMP-R13"})
  void whatWaitedTogetherTravelsInOneNestedMessageWithItsConsentInside() throws Exception {
    fiveWait();
    world.authority.script(request -> answered(request, (_, responses) -> responses));
    for (var device : devices) {
      assertThat(polled(device).type()).isEqualTo(BodyType.ip);
    }
    var batch = batches.element();
    assertThat(batches).hasSize(1);
    assertThat(alone).as("the one that found the authority").hasSize(1);
    assertThat(members(batch)).hasSize(4).allSatisfy(BatchTest::isConsented);
    assertThat(members(batch))
        .extracting(CmpMessage::transactionId)
        .doesNotContain(batch.transactionId());
    assertThat(members(batch))
        .extracting(CmpMessage::senderNonce)
        .doesNotContain(batch.senderNonce());
    assertThat(batch.extraCerts()).isNotEmpty();
  }

  @Test
  @Proves({"CMP-R18", "CMP-R7"})
  void aMissingAnswerBecomesSystemUnavailAndWhatIsTooMuchIsDropped() throws Exception {
    fiveWait();
    world.authority.script(
        request ->
            answered(
                request,
                (requests, responses) -> {
                  var others = new ArrayList<>(responses.subList(1, responses.size()));
                  others.add(responses.getLast());
                  others.add(
                      composer()
                          .error(
                              ReplyTo.of(devices.getFirst().ir(true)),
                              Set.of(FailInfo.badRequest),
                              "of nobody here"));
                  return others;
                }));
    var types = new ArrayList<BodyType>();
    for (var device : devices) {
      var last = polled(device);
      types.add(last.type());
      if (last.type() == BodyType.error) {
        assertThat(((Body.ErrorBody) last.body()).status().failInfo())
            .containsExactly(FailInfo.systemUnavail);
      }
    }
    assertThat(types).containsOnlyOnce(BodyType.error).filteredOn(BodyType.ip::equals).hasSize(4);
  }

  @Test
  @Proves("CMP-R13")
  void anErrorForTheBatchReachesEveryRequester() throws Exception {
    fiveWait();
    world.authority.script(
        request -> {
          var outer = parsed(request);
          return isBatch(outer)
              ? World.pki(
                  composer().error(ReplyTo.of(outer), Set.of(FailInfo.badRequest), "too much"))
              : world.issue(request);
        });
    var failures = 0;
    for (var device : devices) {
      var last = polled(device);
      if (last.type() == BodyType.error) {
        failures++;
        assertThat(((Body.ErrorBody) last.body()).status().failInfo())
            .containsExactly(FailInfo.systemFailure);
      }
    }
    assertThat(failures).isEqualTo(4);
  }

  @Test
  @Proves("CMP-R7")
  void anAnswerToAnotherBatchProvesNothingMissing() throws Exception {
    fiveWait();
    world.authority.script(
        request -> {
          var outer = parsed(request);
          if (!isBatch(outer)) {
            return world.issue(request);
          }
          batches.add(outer);
          return World.pki(
              composer()
                  .batchAnswer(
                      ReplyTo.of(devices.getFirst().ir(true)),
                      List.of(answer(members(outer).getFirst()))));
        });
    for (var device : devices) {
      assertThat(polled(device).type()).isEqualTo(BodyType.ip);
    }
    assertThat(batches).as("then all went alone").hasSize(1);
  }

  @Test
  void anAuthorityThatKnowsNoBatchesGetsEachAlone() throws Exception {
    fiveWait();
    world.authority.script(
        request ->
            isBatch(parsed(request)) ? Response.text(404, "no such label") : world.issue(request));
    for (var device : devices) {
      assertThat(polled(device).type()).isEqualTo(BodyType.ip);
    }
  }

  private void fiveWait() throws Exception {
    var imprinted = new ArrayList<World.Device>();
    for (int i = 0; i < 5; i++) {
      try (var device = world.device("device-" + i)) {
        device.imprint();
        imprinted.add(device);
      }
    }
    world.registrar.close();
    var settings = folder.resolve("brski.yaml");
    Files.writeString(
        settings, Files.readString(settings).replace("answer-within: 2s", "answer-within: 100ms"));
    world.start();
    world.authority.script(_ -> Response.text(503, "later"));
    for (var earlier : imprinted) {
      var device = world.new Device(earlier.serialNumber, earlier.idevid);
      devices.add(device);
      var answer = device.cmp(device.ir(true));
      assertThat(((Body.Response) answer.body()).only().status().status())
          .isEqualTo(PkiStatus.waiting);
      waiting.put(device, answer);
    }
  }

  private CmpMessage polled(World.Device device) throws Exception {
    var last = waiting.get(device);
    for (int polls = 0; polls == 0 || last.type() == BodyType.pollRep; polls++) {
      assertThat(polls).as("polls of " + device.serialNumber).isLessThan(3_000);
      last = device.cmp(device.composer().pollReq(last, 0));
    }
    return last;
  }

  private Response answered(
      Request request, BiFunction<List<CmpMessage>, List<CmpMessage>, List<CmpMessage>> edit) {
    var outer = parsed(request);
    if (!isBatch(outer)) {
      alone.add(outer);
      return world.issue(request);
    }
    batches.add(outer);
    assertThat(request.path()).isEqualTo("/.well-known/cmp/nested");
    var requests = members(outer);
    var responses = requests.stream().map(this::answer).toList();
    return World.pki(composer().batchAnswer(ReplyTo.of(outer), edit.apply(requests, responses)));
  }

  private CmpMessage answer(CmpMessage single) {
    var inner = World.inner(single.encoded());
    return composer().granted(ReplyTo.of(inner), world.grant(inner));
  }

  private CmpComposer composer() {
    return new CmpComposer(
        world.responderChain(), World.SUITE, Clock.known(InstantSource.system()));
  }

  private static CmpMessage parsed(Request request) {
    return World.accepted(CmpMessage.parse(request.body(), CmpLimits.batch()));
  }

  private static boolean isBatch(CmpMessage outer) {
    return World.accepted(NestedMessage.ofRequests(outer)) instanceof NestedMessage.Batch;
  }

  private static List<CmpMessage> members(CmpMessage outer) {
    return World.accepted(NestedMessage.ofRequests(outer)) instanceof NestedMessage.Batch batch
        ? batch.members().stream().map(member -> World.accepted(member.message())).toList()
        : List.of();
  }

  private static void isConsented(CmpMessage member) {
    assertThat(World.accepted(NestedMessage.ofRequests(member)))
        .isInstanceOfSatisfying(
            NestedMessage.Single.class, single -> assertThat(single.consent()).isPresent());
  }
}
