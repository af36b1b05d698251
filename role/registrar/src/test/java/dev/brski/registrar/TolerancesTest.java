package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.control.AuditDesk;
import dev.brski.registrar.control.AuditView;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deviations of devices and MASAs: logged where they are accepted, refused where they are not. */
@Proves("W18")
class TolerancesTest extends InWorld {

  private static final String REFUSED = "a deviation from the specification is not accepted here: ";

  @Test
  void aDeviationOfADeviceIsAcceptedAndLogged() throws Exception {
    try (var device = world.device("4711");
        var log = LogLines.of("dev.brski.registrar")) {
      assertThat(device.decision(underTheVouchersName(device)).status()).isEqualTo(200);
      assertThat(log.all())
          .contains("INFO device 4711: tolerated: [voucher-key-in-request]")
          .noneMatch(line -> line.contains("refused"));
    }
  }

  @Test
  void aDeviationThatTheManufacturersFileDoesNotNameIsRefusedByItsOwnReason() throws Exception {
    accepting("[cms-version-1]");
    try (var device = world.device("4711");
        var log = LogLines.of("dev.brski.registrar")) {
      var reply = device.askForVoucher(underTheVouchersName(device));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.explanation())
          .isEqualTo(REFUSED + "the request is named ietf-voucher:voucher");
      assertThat(log.all())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("BRSKI-tolerance device 4711: ")
                      .contains("RFC 8995 section 3.3 (voucher-key-in-request)")
                      .contains("under tolerances in the manufacturer's file"));
      assertThat(world.masa.timesAsked()).isZero();
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
    }
  }

  @Test
  void aDeviationThatTheManufacturersFileNamesIsAccepted() throws Exception {
    accepting("[cms-version-1, voucher-key-in-request]");
    try (var device = world.device("4711")) {
      assertThat(device.decision(underTheVouchersName(device)).status()).isEqualTo(200);
    }
  }

  @Test
  void aDeviationOfTheMasaIsAcceptedAndLoggedUnlessTheManufacturersFileForbidsIt()
      throws Exception {
    world.masa.script(this::withNonceAndExpiry);
    try (var device = world.device("4711");
        var log = LogLines.of("dev.brski.registrar")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      assertThat(log.all()).contains("INFO device 4711: tolerated: [nonce-and-expiry]");
    }
    accepting("[]");
    world.masa.script(this::withNonceAndExpiry);
    try (var device = world.device("4712")) {
      var reply = device.decision(device.voucherRequest());
      assertThat(reply.status()).isEqualTo(406);
      assertThat(reply.explanation())
          .isEqualTo(REFUSED + "the voucher has both a nonce and an expiry");
    }
  }

  @Test
  void aDeviationInAnAuditLogIsAcceptedAndLoggedUnlessTheManufacturersFileForbidsIt()
      throws Exception {
    var log = "{\"version\":\"1\",\"events\":[]}";
    world.policy("unreadable-log: hold");
    world.masa.auditScript(_ -> json(log));
    try (var device = world.device("4711");
        var lines = LogLines.of("dev.brski.registrar")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      assertThat(lines.all()).contains("INFO device 4711: tolerated: [string-number]");
    }
    accepting("[]");
    world.masa.auditScript(_ -> json(log));
    try (var device = world.device("4712")) {
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
      var view = new AuditView(folder, InstantSource.system());
      var sheet =
          World.accepted(
              view.show(new AuditDesk.Wanted("4712", Optional.empty(), Optional.empty())));
      assertThat(sheet.state()).isEqualTo("held");
      assertThat(sheet.toString())
          .contains("a number is written as a string, against RFC 8995 section 5.8.1");
    }
  }

  @Test
  void aDeviationInAStatusIsLoggedAndTheStatusTakenAllTheSame() throws Exception {
    accepting("[]");
    try (var device = world.device("4711");
        var log = LogLines.of("dev.brski.registrar")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      assertThat(device.status("voucher_status", "{\"version\":\"1\",\"status\":true}").status())
          .isEqualTo(200);
      assertThat(log.all())
          .contains("INFO device 4711: voucher status: tolerated: [string-number]")
          .contains("INFO device 4711: voucher status: success");
    }
  }

  @Test
  @Proves("PL-54")
  void aVoucherThatAssertsLessThanTheManufacturersFileWantsIsNotHandedOn() throws Exception {
    configured("assertions: [verified, proximity]");
    world.masa.script(this::withNonceAndExpiry);
    try (var device = world.device("4711");
        var log = LogLines.of("dev.brski.registrar")) {
      var reply = device.decision(device.voucherRequest());
      assertThat(reply.status()).isEqualTo(406);
      assertThat(reply.explanation())
          .isEqualTo("the voucher asserts less than this registrar wants");
      assertThat(log.all())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("asserts logged, and accepted is verified, proximity")
                      .contains("change assertions in the manufacturer's file"));
    }
    configured("assertions: [logged]");
    world.masa.script(this::withNonceAndExpiry);
    try (var device = world.device("4712")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
    }
  }

  private void accepting(String tolerances) throws Exception {
    configured("tolerances: " + tolerances);
  }

  private void configured(String line) throws Exception {
    world.registrar.close();
    var file = folder.resolve("manufacturers.d/maker.yaml");
    var key = line.substring(0, line.indexOf(':') + 1);
    var others = Files.readString(file).lines().filter(other -> !other.startsWith(key)).toList();
    Files.writeString(file, String.join("\n", others) + "\n" + line + "\n");
    world.start();
  }

  private static byte[] underTheVouchersName(World.Device device) throws PeerFailure {
    var sound =
        World.accepted(VoucherCodec.standard().readPledgeVoucherRequest(device.voucherRequest()));
    return device.sign(
        new String(sound.artifact().content(), StandardCharsets.UTF_8)
            .replace("ietf-voucher-request:voucher", "ietf-voucher:voucher")
            .getBytes(StandardCharsets.UTF_8));
  }

  private Response withNonceAndExpiry(Request request) {
    var asked =
        World.accepted(VoucherCodec.standard().readRegistrarVoucherRequest(request.body()))
            .leaves();
    return voucher(asked.serialNumber(), asked.nonce().orElseThrow());
  }

  private Response voucher(String serialNumber, Nonce nonce) {
    var voucher =
        new Voucher(
            Optional.of(Instant.now()),
            Optional.of(Instant.now().plus(Duration.ofDays(1))),
            Optional.of(Assertion.LOGGED),
            serialNumber,
            Optional.empty(),
            Optional.of(world.domainRoot.leaf()),
            Optional.empty(),
            Optional.of(nonce),
            Optional.empty());
    return Response.of(
        200,
        MediaTypes.VOUCHER_CMS_JSON,
        SignedArtifact.sign(
                voucher.toJson(),
                world.voucherCa,
                world.voucherCa.chain(),
                Optional.of(Instant.now()),
                World.SUITE)
            .encoded());
  }

  private static Response json(String text) {
    return Response.of(200, MediaTypes.JSON, text.getBytes(StandardCharsets.UTF_8));
  }
}
