package dev.brski.masa;

import static dev.brski.masa.World.SUITE;
import static dev.brski.masa.World.accepted;
import static dev.brski.masa.World.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.SalesLine;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.OpensslMaker;
import dev.brski.proof.kit.OpensslMaker.HardwareModule;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.SerialNumberField;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Paths;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.VoucherCodec;
import dev.brski.wire.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MASA of a manufacturer of openssl that has serial numbers in hardware module names. */
class SerialNumberTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path temporary;

  private final World world = new World();
  private OpensslMaker maker;
  private Path dir;
  private Masa masa;
  private Curl curl;
  private OwnershipView owners;

  @BeforeEach
  void start() throws Exception {
    maker = OpensslMaker.in(temporary.resolve("maker"));
    dir = temporary.resolve("masa");
    var manufacturer =
        new Manufacturer(
            "ACME",
            Certificates.readPem(maker.anchor()),
            SerialNumberField.HARDWARE_MODULE_NAME,
            List.of(world.voucherCa.leaf()),
            world.voucherSigner,
            List.of(world.noncelessCa.leaf()),
            world.noncelessSigner);
    accepted(MasaSetup.init(dir, manufacturer, HostPort.parse("127.0.0.1:0"), SUITE, CLOCK));
    var file = dir.resolve("brski.yaml");
    Files.writeString(file, Files.readString(file).replace("# unsold: allow", "unsold: refuse"));
    masa = accepted(Masa.start(dir, CLOCK));
    curl = new Curl(temporary, dir.resolve("tls-anchor.pem"));
    owners = new OwnershipView(dir, CLOCK);
    var pem = Certificates.toPem(List.of(world.domainRoot.leaf()));
    accepted(owners.add(new CustomerOrder("Plant", false, List.of(pem), List.of(), "op")));
  }

  @AfterEach
  void stop() {
    masa.close();
  }

  @Test
  @Proves({"RG-4", "MA-7"})
  void aDeviceIsSoldAndRememberedByItsHwSerialNum() throws Exception {
    sell("B-1");

    var answer = ask(device("/O=ACME/serialNumber=A-1", HardwareModule.of("B-1")), "B-1", "B-1");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    var voucher = accepted(VoucherCodec.standard().readVoucher(answer.body())).leaves();
    assertThat(voucher.serialNumber()).isEqualTo("B-1");
    assertThat(voucher.assertion()).contains(Assertion.VERIFIED);
    assertThat(accepted(Masa.log(dir, "B-1", CLOCK)).events()).hasSize(1);
    assertThat(accepted(Masa.log(dir, "A-1", CLOCK)).events()).isEmpty();
  }

  @Test
  @Proves({"RG-4", "MA-7"})
  void whatTheSubjectSaysGetsNobodyAnothersVoucher() throws Exception {
    sell("SOLD");
    var disguised = device("/O=ACME/serialNumber=SOLD", HardwareModule.of("B-2"));

    try (var log = LogLines.of("dev.brski.masa")) {
      for (var claimed : new String[][] {{"SOLD", "SOLD"}, {"SOLD", "B-2"}, {"B-2", "SOLD"}}) {
        var answer = ask(disguised, claimed[0], claimed[1]);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("the serial-number is not that of the pledge's IDevID");
      }
      assertThat(log.all())
          .allSatisfy(line -> assertThat(line).contains("8995-5.5.5-serial", "the IDevID B-2"));
    }
    var honest = ask(disguised, "B-2", "B-2");
    assertThat(honest.status()).isEqualTo(403);
    assertThat(honest.text()).contains("no voucher for this device is issued to this domain");
  }

  @Test
  @Proves({"RG-4", "MA-7", "8995-2.3.1-field"})
  void aDeviceWithTheSubjectAloneIsRefused() throws Exception {
    sell("A-3");

    try (var log = LogLines.of("dev.brski.masa")) {
      var answer = ask(device("/O=ACME/serialNumber=A-3"), "A-3", "A-3");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(log.all())
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .contains(
                          "8995-5.5.5-serial",
                          "no hardware module name",
                          "[8995-2.3.1-field]",
                          "serial-number says which field counts"));
    }
  }

  private Credential device(String subject, HardwareModule... modules) throws Exception {
    var made = maker.idevid("device", subject, modules);
    return Credential.read(made.certificate(), made.key());
  }

  private void sell(String serial) throws Exception {
    var line = new SalesLine(2, serial, Optional.of("Plant"), Optional.empty(), Optional.empty());
    var order = new SalesOrder(List.of(line), List.of(), false, false, "sale", "op");
    assertThat(accepted(owners.sell(order)).applied()).isTrue();
  }

  private Curl.Answer ask(Credential device, String serial, String ofPledge) throws Exception {
    var request =
        PledgeVoucherRequest.proximity(
            Optional.of(Instant.now()), ofPledge, Nonce.random(SUITE), world.registrar.leaf());
    var pvr = World.read(sign(request.toJson(), device, device.chain()));
    var rvr =
        sign(
            RegistrarVoucherRequest.onBehalfOf(pvr, device.leaf(), serial, Instant.now()).toJson(),
            world.registrar,
            world.registrar.chain());
    return curl.post(masa.url() + Paths.REQUEST_VOUCHER, MediaTypes.VOUCHER_CMS_JSON, rvr);
  }
}
