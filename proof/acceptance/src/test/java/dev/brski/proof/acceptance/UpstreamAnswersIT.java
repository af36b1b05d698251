package dev.brski.proof.acceptance;

import static dev.brski.proof.kit.ScriptedHttp.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.ScriptedHttp;
import dev.brski.proof.kit.ScriptedServer;
import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.CmpLine;
import dev.brski.proof.kit.cmp.CmpReply;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Identity;
import dev.brski.proof.kit.cmp.Tlv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a registrar makes of an authority's HTTP status (RFC 9811 section 3, RFC 9483 section 6.1).
 */
final class UpstreamAnswersIT {

  private static final String PKIX_CMP = "application/pkixcmp";
  private static final int ERROR = 23;
  private static final AtomicReference<Function<byte[], byte[]>> ANSWER = new AtomicReference<>();

  @TempDir private static Path folder;
  private static Plant plant;
  private static ScriptedServer upstream;
  private static Identity authority;
  private static X509Certificate anchor;
  private static Identity device;
  private static CmpLine registrar;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.registrar().configure("answer-within: 15s");
    plant.authority().start();
    plant.registrar().start();
    var pledge = new HandMadePledge(plant.device("UP-1"), plant.registrar());
    pledge.imprint();
    device = Identity.read(pledge.file("idevid.pem"), pledge.file("idevid.key"));
    registrar = CmpLine.to(plant.registrar().url().resolve("/.well-known/cmp"), device);
    int port = plant.authority().url().getPort();
    plant.authority().stop();
    var keys = plant.authority().folder().resolve("keys");
    authority = Identity.read(keys.resolve("responder.pem"), keys.resolve("responder.key"));
    anchor = Identity.certificates(plant.domainCa()).getFirst();
    upstream =
        ScriptedServer.tls(
            port,
            keys.resolve("tls.pem"),
            keys.resolve("tls.key"),
            new ScriptedHttp((request, out) -> out.write(ANSWER.get().apply(request.body()))));
  }

  @AfterAll
  static void end() throws IOException {
    upstream.close();
    plant.close();
  }

  private static CmpReply answered(Function<byte[], byte[]> upstreamAnswer) throws Exception {
    ANSWER.set(upstreamAnswer);
    var ir = CmpDraft.certificationRequest(device, 0);
    var answer = registrar.post(ir.encoded());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.isCmp()).isTrue();
    var reply = CmpReply.of(answer.content());
    assertThat(reply.octetsOf(CmpDraft.TRANSACTION_ID))
        .hasValue(ir.octetsOf(CmpDraft.TRANSACTION_ID).orElseThrow());
    return reply;
  }

  /** The authority's error message in answer to a nested message. */
  private static byte[] refusal(byte[] nested) {
    var request = CmpReply.of(nested);
    var bits = Tlv.sequence(Tlv.integer(2), new Tlv(0x03, new byte[] {5, 0x20}));
    return CmpDraft.of(authority, ERROR, () -> Tlv.sequence(bits))
        .field(
            CmpDraft.TRANSACTION_ID,
            Tlv.octets(request.octetsOf(CmpDraft.TRANSACTION_ID).orElseThrow()))
        .field(
            CmpDraft.RECIP_NONCE, Tlv.octets(request.octetsOf(CmpDraft.SENDER_NONCE).orElseThrow()))
        .encoded();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 403, 404, 409, 500, 501, 503})
  @Proves({"CMP-R8", "CMP-H21"})
  void aMessageIsForwardedWhateverTheStatus(int status) throws Exception {
    var sent = new AtomicReference<>(Optional.<byte[]>empty());

    var reply =
        answered(
            nested -> {
              var refusal = refusal(nested);
              sent.set(Optional.of(refusal));
              return response(status, PKIX_CMP, refusal);
            });

    assertThat(reply.message().encoded()).isEqualTo(sent.get().orElseThrow());
    assertThat(reply.signer(anchor)).isEqualTo(authority.leaf());
    assertThat(reply.failInfo()).containsExactly(FailBit.badRequest);
  }

  @ParameterizedTest
  @CsvSource({
    "200, text/html",
    "302, text/plain",
    "400, text/plain",
    "403, text/plain",
    "404, text/plain",
    "413, text/plain",
    "501, text/html"
  })
  @Proves({"CMP-R8", "CMP-H14"})
  void aStatusWithoutAMessageBecomesAnErrorOfTheRegistrar(int status, String mediaType)
      throws Exception {
    var reply =
        answered(
            _ -> response(status, mediaType, "nothing of CMP".getBytes(StandardCharsets.US_ASCII)));

    assertThat(reply.type()).isEqualTo(ERROR);
    assertThat(reply.status()).hasValue(CmpReply.REJECTION);
    assertThat(reply.failInfo()).containsExactly(FailBit.systemFailure);
    assertThat(reply.signer(anchor)).isNotEqualTo(authority.leaf());
  }
}
