package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Manufacturer;
import dev.brski.proof.kit.OpensslMaker;
import dev.brski.proof.kit.OpensslMaker.HardwareModule;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manufacturer that has serial numbers in hardware module names, beside one that has not. */
class SerialNumberIT {

  private static final Object[] HARDWARE = {"--serial-number", "hardware-module-name"};

  @TempDir static Path folder;
  private static Plant plant;
  private static Manufacturer maker;

  @BeforeAll
  static void start() throws Exception {
    plant = Plant.running(folder);
    maker = plant.manufacturer("Odd", HARDWARE);
  }

  @AfterAll
  static void stop() {
    plant.close();
  }

  private static Device device(String serial, String field)
      throws IOException, InterruptedException {
    return maker.device(
        serial, maker.masa().address(), folder.resolve("pledge-" + serial), "--serial-in", field);
  }

  @Test
  @Proves({"RG-4", "RG-11", "MA-7", "PL-6"})
  void aDeviceJoinsByItsHwSerialNumAndItsCertificateSaysIt() throws Exception {
    var device = device("HW-1", "hardware-module-name");
    var openssl = Foreign.demand("openssl", folder, "version");
    assertThat(subject(openssl, device, "idevid.pem")).contains("O = Odd").doesNotContain("serial");

    device.onboarded(plant.registrar()).expecting(0);

    assertThat(subject(openssl, device, "ldevid.pem")).contains("serialNumber = HW-1");
    assertThat(plant.registered("HW-1").required("state").asString()).isEqualTo("enrolled");
    assertThat(plant.certificates("HW-1")).hasSize(1);
    var log = maker.masa().run("log", "--serial", "HW-1", "--json").expecting(0).json();
    assertThat(log.required("events")).hasSize(1);
    assertThat(device.status().required("serial").asString()).isEqualTo("HW-1");
    assertThat(plant.registrar().run("manufacturer ls").expecting(0).out().lines().skip(1).toList())
        .anySatisfy(line -> assertThat(line).contains("Odd", " hardware-module-name "))
        .anySatisfy(line -> assertThat(line).contains("ACME", " subject "));
    plant.device("SUBJECT-1").onboarded(plant.registrar()).expecting(0);
  }

  private static String subject(Foreign openssl, Device device, String certificate)
      throws IOException, InterruptedException {
    return openssl
        .run("x509", "-in", device.file(certificate).toString(), "-noout", "-subject")
        .expecting(0)
        .out();
  }

  @Test
  @Proves({"RG-4", "RG-11", "8995-2.3.1-serial", "8995-2.3.1-field"})
  void aDeviceWithItsNumberInTheSubjectAloneIsRefusedAndTheOperatorToldWhere() throws Exception {
    var told = device("PLAIN-1", "subject").onboarded(plant.registrar()).expecting(3);

    assertThat(told.out() + told.err()).contains("the IDevID names no serial number");
    plant
        .registrar()
        .program()
        .awaitErr(
            "8995-2\\.3\\.1-serial.* manufacturers\\.d/Odd-device-root\\.yaml has serial-number:"
                + " hardware-module-name, .* no hardware module name .*\\[8995-2\\.3\\.1-field]");
    assertThat(maker.masa().run("log", "--serial", "PLAIN-1").expecting(0).out())
        .contains("No voucher was issued");
  }

  @Test
  @Proves({"RG-4", "RG-11"})
  void aDeviceOfOpensslIsItsHwSerialNumWhateverItsSubjectSays() throws Exception {
    var openssl = OpensslMaker.in(folder.resolve("openssl"));
    plant
        .registrar()
        .run(
            "manufacturer add",
            openssl.anchor(),
            "--name",
            "openssl",
            "--masa",
            maker.masa().address(),
            "--masa-tls",
            maker.masa().folder().resolve("tls-anchor.pem"),
            HARDWARE[0],
            HARDWARE[1])
        .expecting(0);
    var made =
        openssl.idevid("device", "/O=ACME/CN=Pump/serialNumber=HW-1", HardwareModule.of("HW 2/3"));
    var own = Files.createDirectory(folder.resolve("pledge-openssl"));
    Files.writeString(
        own.resolve("idevid.pem"),
        Files.readString(made.certificate()) + Files.readString(openssl.anchor()));
    Files.copy(made.key(), own.resolve("idevid.key"));
    var pledge = new HandMadePledge(new Device(plant.brski(), "HW 2/3", own), plant.registrar());
    var registrar = pledge.registrarShows().base64();

    var disguised =
        pledge.askForVoucher(pledge.signed(pledge.leaves("HW-1", pledge.nonce(), registrar)));
    assertThat(disguised.status()).isEqualTo(403);
    assertThat(disguised.text()).contains("the serial-number is not that of the IDevID");

    // The MASA is another manufacturer's: it says that it does not know the device.
    var request = pledge.voucherRequest();
    var honest = pledge.askForVoucher(request);
    if (honest.status() == 202) {
      plant.registrar().awaitJournal("voucher-refused", "HW 2/3");
      honest = pledge.askForVoucher(request);
    }
    assertThat(honest.status()).as(honest.text()).isEqualTo(404);
    maker.masa().program().awaitErr("8995-5\\.6-device device HW 2/3");
  }

  @Test
  @Proves({"RG-4", "CMP-H11"})
  void whoReadsAnotherFieldThanTheOthersCertifiesNobody() throws Exception {
    var device = device("HW-4", "hardware-module-name");
    var file =
        plant.authority().folder().resolve("manufacturers.d").resolve("Odd-device-root.yaml");
    var before = Files.readString(file);
    plant.authority().stop();
    Files.writeString(
        file, before.replace("serial-number: hardware-module-name", "serial-number: subject"));
    plant.authority().start();
    try {
      device.onboarded(plant.registrar(), "--wait", "60s").expecting(3);
      plant
          .authority()
          .program()
          .awaitErr(
              "AU-inner-serialNumber.* manufacturer Odd-device-root, with serial-number: subject:"
                  + " .* no single serialNumber");
      assertThat(plant.certificates("HW-4")).isEmpty();
    } finally {
      plant.authority().stop();
      Files.writeString(file, before);
      plant.authority().start();
    }
    device.onboarded(plant.registrar(), "--wait", "60s").expecting(0);
    assertThat(plant.certificates("HW-4")).hasSize(1);
  }
}
