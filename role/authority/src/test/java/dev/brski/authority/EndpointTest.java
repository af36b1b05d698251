package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.wire.Call;
import dev.brski.wire.Channel;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.ControlClient;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerJudge;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class EndpointTest {

  @TempDir private Path temp;
  private TestDomain domain;

  @BeforeEach
  void start() throws Exception {
    domain = new TestDomain(temp).start();
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  @TestFactory
  @Proves({"W6", "W7", "CMP-H21"})
  Stream<DynamicTest> everyFormOfThePathIsServed() {
    return Stream.of(
            "/.well-known/cmp",
            "/.well-known/cmp/initialization",
            "/.well-known/cmp/p/plant-7",
            "/.well-known/cmp/p/plant-7/initialization")
        .map(
            path ->
                dynamicTest(
                    path,
                    () -> {
                      var message =
                          domain.approved(domain.maker.device("SN-" + domain.nextSequence()));
                      var response = domain.post(path, "application/pkixcmp", message);
                      assertThat(response.statusCode()).isEqualTo(200);
                      assertThat(response.headers().firstValue("content-type"))
                          .contains("application/pkixcmp");
                      assertThat(new Answer(response.body()).certificate()).isPresent();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> otherPathsAreNot() {
    return Stream.of(
            "/",
            "/.well-known/cmpx",
            "/.well-known/cmp/",
            "/.well-known/cmp/unknown",
            "/.well-known/cmp/p/",
            "/.well-known/cmp/p/a/unknown",
            "/.well-known/cmp/initialization/p/a")
        .map(
            path ->
                dynamicTest(
                    path,
                    () ->
                        assertThat(
                                domain
                                    .post(path, "application/pkixcmp", new byte[] {0x30, 0})
                                    .statusCode())
                            .isEqualTo(404)));
  }

  @Test
  @Proves("CMP-H21")
  void onlyPostOfTheMediaTypeIsTaken() throws Exception {
    var path = "/.well-known/cmp";
    assertThat(domain.post(path, "application/pkcs10", new byte[] {0x30, 0}).statusCode())
        .isEqualTo(415);
    assertThat(
            domain.exchange(HttpRequest.newBuilder(domain.url().resolve(path)).GET()).statusCode())
        .isEqualTo(405);
    assertThat(
            domain
                .exchange(
                    HttpRequest.newBuilder(domain.url().resolve(path))
                        .header("Content-Type", "application/pkixcmp")
                        .expectContinue(true)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  @Proves("CMP-B11")
  void aBatchIsAnsweredMemberByMember() throws Exception {
    var first = domain.approved(domain.maker.device("SN-1"));
    var bare = domain.maker.device("SN-2").request().encoded();
    var id = TestDevice.SUITE.randomBytes(16);
    var nonce = TestDevice.SUITE.randomBytes(16);
    var answer =
        domain.send(
            domain.nesting(first).member(bare).transaction(id).senderNonce(nonce).encoded());

    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_NESTED);
    assertThat(answer.verifies()).isTrue();
    assertThat(answer.transactionId()).isEqualTo(id);
    assertThat(answer.recipNonce()).isEqualTo(nonce);
    var members = answer.nested();
    assertThat(members).hasSize(2);
    assertThat(members.getFirst().certificate()).isPresent();
    assertThat(members.getLast().failInfo()).isEqualTo(PKIFailureInfo.notAuthorized);
    assertThat(domain.issued()).hasSize(1);
    assertThat(domain.send(first).octets()).isEqualTo(members.getFirst().octets());
  }

  @Test
  void theJournalTellsTheStoryOverTheControlSocket() throws Exception {
    domain.send(domain.approved(domain.maker.device("SN-1")));
    var refused = domain.maker.device("SN-2");
    domain.send(domain.approved(refused.request().subject("CN=other").encoded(), "SN-2"));
    domain.send(domain.maker.device("SN-3").request().encoded());
    var journal = control("/journal?after=0");
    assertThat(journal)
        .contains("registrar.issued")
        .contains("manufacturer.added")
        .contains("enrollment.issuing")
        .contains("enrollment.issued")
        .contains("request.refused")
        .contains("LC-5.1.1-subject-signer")
        .as("strangers cannot fill the journal")
        .doesNotContain("SN-3");
    assertThat(control("/journal?after=999&wait=0")).isEqualTo("[]");
    assertThat(control("/certificates")).contains("\"device\":\"SN-1\"");
  }

  @Test
  void whoIsRefusedAgainAndAgainDoesNotFillTheLogAndHidesNoDevice() throws Exception {
    var stranger = new ClientTls(Optional.empty(), PeerJudge.provisional(), false);
    try (var log = LogLines.of("dev.brski.authority");
        var channel =
            Channel.open(
                new HostPort("127.0.0.1", domain.url().getPort()),
                stranger,
                ChannelLimits.standard())) {
      for (int i = 0; i < 1000; i++) {
        var unreadable = Call.post("/.well-known/cmp", "application/pkixcmp", new byte[1]);
        assertThat(channel.exchange(unreadable).status()).isEqualTo(200);
      }
      assertThat(log.all()).hasSize(11);
      assertThat(log.all().getFirst()).startsWith("INFO refused a message in transaction unknown");
      assertThat(log.all().getLast()).contains("no more of this for a minute");

      var device = domain.maker.device("SN-1");
      domain.send(domain.approved(device.request().subject("CN=other").encoded(), "SN-1"));
      assertThat(log.all()).hasSize(12);
      assertThat(log.all().getLast()).contains("LC-5.1.1-subject-signer device SN-1");
    }
  }

  @TestFactory
  List<DynamicTest> theControlSocketRefusesWhatIsNotJson() {
    return Stream.of("", "{", "[]", "{}", "{\"name\":1}", "{\"name\":\"x\"}")
        .flatMap(
            content ->
                Stream.of("/registrars", "/manufacturers")
                    .map(
                        path ->
                            dynamicTest(
                                path + " " + content,
                                () ->
                                    assertThat(
                                            ControlClient.exchange(
                                                    domain.dir.resolve("run/control"),
                                                    Call.post(
                                                        path,
                                                        "application/json",
                                                        content.getBytes(StandardCharsets.UTF_8)))
                                                .status())
                                        .isIn(400, 409))))
        .toList();
  }

  private String control(String path) throws Exception {
    var reply = ControlClient.exchange(domain.dir.resolve("run/control"), Call.get(path));
    assertThat(reply.status()).isEqualTo(200);
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
