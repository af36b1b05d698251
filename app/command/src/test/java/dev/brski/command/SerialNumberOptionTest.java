package dev.brski.command;

import static dev.brski.command.Ended.brski;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where serial numbers are, on the command line. */
@Proves("RG-4")
class SerialNumberOptionTest {

  private static final String HARDWARE = "hardware-module-name";
  private static final String WRITTEN = "\nserial-number: hardware-module-name\n";

  @TempDir Path folder;

  @BeforeEach
  void make() {
    Folders.make(folder);
  }

  private Ended registrar(String name, String... more) {
    return with(
        List.of(
            "registrar",
            "manufacturer",
            "add",
            "--dir",
            folder.resolve("r"),
            folder.resolve("f/anchor.pem"),
            "--name",
            name,
            "--masa",
            "127.0.0.1:9443",
            "--masa-tls",
            folder.resolve("m/tls-anchor.pem")),
        more);
  }

  private Ended device(String serial, String... more) {
    return with(
        List.of(
            "factory",
            "device",
            "--dir",
            folder.resolve("f"),
            "--serial",
            serial,
            "--masa",
            "127.0.0.1:9443",
            "--out",
            folder.resolve(serial)),
        more);
  }

  private static Ended with(List<Object> command, String... more) {
    var words = new ArrayList<>(command);
    words.addAll(List.of(more));
    return brski(words.toArray());
  }

  @Test
  void aRegistrarIsToldAndTellsIt() throws Exception {
    assertThat(registrar("acme", "--serial-number", HARDWARE).code()).isZero();

    assertThat(Files.readString(folder.resolve("r/manufacturers.d/acme.yaml"))).contains(WRITTEN);
    var ls = List.<Object>of("registrar", "manufacturer", "ls", "--dir", folder.resolve("r"));
    assertThat(with(ls).out()).contains("SERIAL NUMBER", HARDWARE);
    assertThat(with(ls, "--json").json().get(0).path("serialNumber").stringValue())
        .isEqualTo(HARDWARE);
  }

  @Test
  void theSubjectIsMeantWhereNothingIsSaid() throws Exception {
    assertThat(registrar("acme").code()).isZero();

    assertThat(Files.readString(folder.resolve("r/manufacturers.d/acme.yaml")))
        .contains("\nserial-number: subject\n");
    assertThat(Files.readString(folder.resolve("m/brski.yaml")))
        .contains("\nserial-number: subject\n");
  }

  @Test
  void anAuthorityAndAMasaAreTold() throws Exception {
    var anchor = folder.resolve("f/anchor.pem");
    var authority =
        List.<Object>of(
            "authority",
            "manufacturer",
            "add",
            "--dir",
            folder.resolve("a"),
            anchor,
            "--name",
            "x");
    assertThat(with(authority, "--serial-number", HARDWARE).code()).isZero();
    assertThat(Files.readString(folder.resolve("a/manufacturers.d/x.yaml"))).contains(WRITTEN);

    var masa =
        List.<Object>of(
            "masa", "init", "--dir", folder.resolve("m2"), "--factory", folder.resolve("f"));
    assertThat(with(masa, "--serial-number", HARDWARE).code()).isZero();
    assertThat(Files.readString(folder.resolve("m2/brski.yaml"))).contains(WRITTEN);
  }

  @Test
  void thereAreTwoWordsForIt() {
    for (var word : List.of("SUBJECT", "hardware", "", "2.5.4.5")) {
      var ended = registrar("acme", "--serial-number=" + word);
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err()).contains("the fields are subject, hardware-module-name");
    }
    assertThat(folder.resolve("r/manufacturers.d/acme.yaml")).doesNotExist();
  }

  @Test
  void aDeviceIsMadeWithEither() throws Exception {
    assertThat(device("S-1").code()).isZero();
    assertThat(device("H-1", "--serial-in", HARDWARE).code()).isZero();
    assertThat(device("H-2", "--serial-in", HARDWARE, "--hardware-type", "1.3.6.1.4.1.9").code())
        .isZero();

    assertThat(SerialNumberField.HARDWARE_MODULE_NAME.read(idevid("S-1")))
        .isInstanceOf(Verdict.Refused.class);
    for (var serial : List.of("H-1", "H-2")) {
      assertThat(SerialNumberField.HARDWARE_MODULE_NAME.read(idevid(serial)))
          .isEqualTo(Verdict.accepted(serial));
    }
    var idle = device("S-2", "--hardware-type", "1.3.6.1.4.1.9");
    assertThat(idle.code()).isEqualTo(2);
    assertThat(idle.err()).contains("--serial-in hardware-module-name");
    var wrong = device("H-3", "--serial-in", HARDWARE, "--hardware-type", "pump");
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.err()).contains("[factory-hwType]");
    var status = brski("pledge", "status", "--dir", folder.resolve("H-1"), "--json");
    assertThat(status.json().path("serial").stringValue()).isEqualTo("H-1");
  }

  private X509Certificate idevid(String serial) throws Exception {
    return Certificates.readPem(folder.resolve(serial).resolve("idevid.pem")).getFirst();
  }

  @Test
  void aVoucherIsFetchedForTheNumberInTheField() {
    registrar("acme", "--serial-number", HARDWARE);
    device("S-1");
    device("H-1", "--serial-in", HARDWARE);
    var fetch =
        List.<Object>of(
            "registrar",
            "voucher",
            "fetch",
            "--dir",
            folder.resolve("r"),
            "--manufacturer",
            "acme");

    var away = with(fetch, "--idevid", folder.resolve("H-1/idevid.pem").toString());
    assertThat(away.out()).contains("H-1  not now: ");
    var refused = with(fetch, "--idevid", folder.resolve("S-1/idevid.pem").toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("manufacturers.d/acme.yaml has serial-number: hardware-module-name");
  }
}
