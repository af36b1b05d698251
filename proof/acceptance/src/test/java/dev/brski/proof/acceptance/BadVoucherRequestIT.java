package dev.brski.proof.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Curl;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Voucher-requests that a registrar must not follow, made with openssl and sent with curl. */
@ExtendWith(SharedPlant.class)
final class BadVoucherRequestIT {

  private static Plant plant;
  private static HandMadePledge pledge;
  private static HandMadePledge other;
  private static String registrarCertificate;

  @BeforeAll
  static void make(Plant shared) throws Exception {
    plant = shared;
    pledge = new HandMadePledge(plant.device("PVR-1"), plant.registrar());
    other = new HandMadePledge(plant.device("PVR-2"), plant.registrar());
    registrarCertificate = pledge.registrarShows().base64();
  }

  /** What is wrong with the leaves of an otherwise sound request, and what answers it. */
  record Leaves(String name, int status, UnaryOperator<String> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Leaves> leaves() {
    return Stream.of(
        new Leaves("serial of another", 403, text -> text.replace("PVR-1", "PVR-2")),
        new Leaves("serial empty", 400, text -> text.replace("PVR-1", "")),
        new Leaves("no serial", 400, text -> without(text, "serial-number")),
        new Leaves("no nonce", 400, text -> without(text, "nonce")),
        new Leaves(
            "nonce too short",
            400,
            text -> text.replaceAll("\"nonce\":\"[^\"]*\"", "\"nonce\":\"AAAA\"")),
        new Leaves("no proximity", 401, text -> without(text, "proximity-registrar-cert")),
        new Leaves(
            "proximity of another",
            401,
            text -> text.replace(registrarCertificate, anotherCertificate())),
        new Leaves(
            "proximity no certificate", 400, text -> text.replace(registrarCertificate, "AAAA")),
        new Leaves("no assertion", 401, text -> without(text, "assertion")),
        new Leaves("assertion logged", 401, text -> text.replace("\"proximity\"", "\"logged\"")),
        new Leaves(
            "assertion unknown", 401, text -> text.replace("\"proximity\"", "\"telepathy\"")),
        new Leaves("no json", 400, _ -> "voucher, please"),
        new Leaves("json unfinished", 400, text -> text.substring(0, text.length() - 1)),
        new Leaves(
            "json twice",
            400,
            text -> text.replace("\"nonce\"", "\"nonce\":\"AAAAAAAAAAA=\",\"nonce\"")),
        new Leaves(
            "a voucher",
            400,
            text -> text.replace("ietf-voucher-request:voucher", "ietf-voucher:other")),
        new Leaves("empty", 400, _ -> ""));
  }

  @ParameterizedTest
  @MethodSource
  @Proves({"RG-10", "RG-11", "RG-12", "PL-30", "W18", "W37"})
  void leaves(Leaves wrong) throws Exception {
    var sound = pledge.leaves("PVR-1", pledge.nonce(), registrarCertificate);

    var answer = pledge.askForVoucher(pledge.signed(wrong.change.apply(sound)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(wrong.status);
    if (wrong.status == 401) {
      assertThat(answer.header("Connection")).hasValue("close");
    }
    assertUnharmed();
  }

  private static String without(String text, String leaf) {
    return text.replaceFirst("\"" + leaf + "\":\"[^\"]*\",?", "").replace(",}", "}");
  }

  private static String anotherCertificate() {
    try {
      return PemFile.read(plant.domainCa()).base64();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Proves({"RG-10", "EN-24"})
  void signedByAnotherDevice() throws Exception {
    var leaves = pledge.leaves("PVR-1", pledge.nonce(), registrarCertificate);

    assertThat(pledge.askForVoucher(other.signed(leaves)).status()).isEqualTo(403);
    assertUnharmed();
  }

  @Test
  @Proves({"RG-10", "EN-24"})
  void ofAnotherDeviceThroughOnesOwnConnection() throws Exception {
    assertThat(pledge.askForVoucher(other.voucherRequest()).status()).isEqualTo(403);
    assertUnharmed();
  }

  @Test
  @Proves("RG-10")
  void withASignatureThatDoesNotVerify() throws Exception {
    var request = pledge.voucherRequest();
    request[request.length - 1] ^= 1;

    assertThat(pledge.askForVoucher(request).status()).isEqualTo(403);
    assertUnharmed();
  }

  @Test
  @Proves({"RG-10", "RG-25"})
  void withoutClientCertificate() throws Exception {
    var answer =
        Curl.demand(pledge.device().folder())
            .post(
                pledge.url(HandMadePledge.VOUCHER_REQUEST),
                HandMadePledge.VOUCHER_CMS_JSON,
                pledge.voucherRequest());

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  @Proves({"RG-1", "RG-12", "RG-25"})
  void ofAManufacturerThatNobodyKnows() throws Exception {
    var folder = pledge.file("self-made");
    Files.createDirectories(folder);
    var key = folder.resolve("key.pem");
    var certificate = folder.resolve("cert.pem");
    pledge
        .openssl()
        .run(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/serialNumber=PVR-1",
            "-days",
            "2",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString())
        .expecting(0);
    var leaves = pledge.leaves("PVR-1", pledge.nonce(), registrarCertificate);
    var request = pledge.signed(leaves, certificate, key);

    var answer =
        Curl.demand(folder)
            .as(certificate, key)
            .post(
                pledge.url(HandMadePledge.VOUCHER_REQUEST),
                HandMadePledge.VOUCHER_CMS_JSON,
                request);

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  @Proves("RG-28")
  void ofAMemberOfTheDomain() throws Exception {
    var device = plant.device("PVR-3");
    device.onboarded(plant.registrar()).expecting(0);
    var member = new HandMadePledge(device, plant.registrar());
    var leaves = member.leaves("PVR-3", member.nonce(), registrarCertificate);
    var ldevid = device.file("ldevid.pem");
    var key = device.file("ldevid.key");

    var answer =
        Curl.demand(device.folder())
            .as(ldevid, key)
            .post(
                member.url(HandMadePledge.VOUCHER_REQUEST),
                HandMadePledge.VOUCHER_CMS_JSON,
                member.signed(leaves, ldevid, key));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(plant.registered("PVR-3").required("state").asString()).isEqualTo("enrolled");
  }

  @Test
  @Proves({"RG-12", "RG-29", "W17"})
  void inAFormThatIsNotUnderstood() throws Exception {
    var request = pledge.voucherRequest();
    var pem = "-----BEGIN CMS-----\n" + Base64.getMimeEncoder().encodeToString(request) + "\n";
    for (var body : new byte[][] {new byte[0], pem.getBytes(UTF_8), "{}".getBytes(UTF_8)}) {
      assertThat(pledge.askForVoucher(body).status()).isEqualTo(406);
    }
    for (int length : new int[] {2, 10, request.length / 2, request.length - 1}) {
      var cut = Arrays.copyOf(request, length);
      assertThat(pledge.askForVoucher(cut).status()).as("first " + length).isEqualTo(400);
    }
    var wants =
        pledge
            .curl()
            .post(
                pledge.url(HandMadePledge.VOUCHER_REQUEST),
                HandMadePledge.VOUCHER_CMS_JSON,
                request,
                "--header",
                "Accept: application/voucher-jws+json");
    assertThat(wants.status()).isEqualTo(406);
    assertUnharmed();
  }

  /** Nothing of all this began an exchange, and the same program answers on. */
  private static void assertUnharmed() throws IOException {
    assertThat(plant.registrar().program().isAlive()).isTrue();
    var devices = plant.registrar().control("/devices").valueStream();
    assertThat(devices.map(line -> line.required("serial").asString()))
        .doesNotContain("PVR-1", "PVR-2");
  }
}
