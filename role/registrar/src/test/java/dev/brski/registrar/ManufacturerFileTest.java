package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.registrar.admission.MasaRule;
import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.settings.SettingsCheck;
import dev.brski.trust.Certificates;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
import dev.brski.wire.PermittedHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registrar takes for the anchor of a manufacturer, and what not. */
class ManufacturerFileTest extends InWorld {

  @ParameterizedTest
  @ValueSource(strings = {"domain-ca.pem", "registrar.pem", "authority.pem", "maker.pem"})
  void anAnchorOfTheDomainOrOfAnotherManufacturerIsRefused(String anchor) {
    var verdict = add("other", folder.resolve(anchor));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              Refusal refusal = refused.refusal();
              assertThat(refusal.check()).isEqualTo(SetupCheck.ANCHOR);
              assertThat(refusal.cause())
                  .contains(anchor.equals("maker.pem") ? "of maker already" : "of this domain");
            });
    assertThat(folder.resolve("manufacturers.d").toFile().list())
        .noneMatch(name -> name.startsWith("other"));
  }

  @Test
  void aNameIsTakenOnce() {
    assertThat(add("maker", folder.resolve("maker.pem")))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(SetupCheck.EXISTS));
  }

  @Test
  void aFileThatHoldsNoCertificateIsRefused() throws Exception {
    var empty = Files.writeString(folder.resolve("empty.pem"), "nothing");

    assertThat(add("other", empty))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(SetupCheck.FILE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "masa-hosts: []",
        "models: [\"Pump\"]",
        "models: [\"OU=\"]",
        "models: [\"C=DE\"]",
        "unknown-devices: sometimes",
        "tolerances: all",
        "tolerances: [anything]",
        "unknown-devices: admit\nserials: [\"4711\"]",
        "unknown-devices: admit\nmodels: [\"OU=Pump\"]",
      })
  void aRuleThatSaysNothingUsableIsRefused(String lines) throws Exception {
    var manufacturers = new RegistrarFolder(folder).manufacturers();
    var file = manufacturers.resolve("maker.yaml");
    Files.writeString(file, Files.readString(file) + "\n" + lines + "\n");

    assertThat(ManufacturerFile.readAll(manufacturers))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(SettingsCheck.VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "masa-hosts: []",
        "masa-hosts: [\"https://masa.example.com/\"]",
        "masa-hosts: [\"*.com\"]",
        "masa-hosts: masa.example.com"
      })
  void whichMasaIsAskedMustBeSaid(String line) throws Exception {
    var manufacturers = new RegistrarFolder(folder).manufacturers();
    var file = manufacturers.resolve("maker.yaml");
    Files.writeString(file, Files.readString(file).replaceFirst("(?m)^masa: .*$", line));

    assertThat(ManufacturerFile.readAll(manufacturers))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(SettingsCheck.VALUE));
  }

  @Test
  void hostsAreWrittenAsTheyAreRead() throws Exception {
    var other = World.ISSUER.selfSigned(CertificateProfile.rootCa("other", World.VALIDITY));
    Files.writeString(folder.resolve("other.pem"), Certificates.toPem(other.chain()));
    var hosts =
        new MasaRule.Named(
            List.of(
                PermittedHost.parse("masa.example.com"),
                PermittedHost.parse("*.masa.example.com:9443"),
                PermittedHost.parse("[2001:db8::1]")));
    World.accepted(
        ManufacturerFile.add(
            new RegistrarFolder(folder),
            "other",
            folder.resolve("other.pem"),
            SerialNumberField.SUBJECT,
            hosts,
            folder.resolve("maker.pem")));

    assertThat(
            World.accepted(ManufacturerFile.readAll(new RegistrarFolder(folder).manufacturers())))
        .anySatisfy(
            manufacturer -> {
              assertThat(manufacturer.name()).isEqualTo("other");
              assertThat(manufacturer.masa()).isEqualTo(hosts);
            });
  }

  private Verdict<Path> add(String name, Path anchor) {
    return ManufacturerFile.add(
        new RegistrarFolder(folder),
        name,
        anchor,
        SerialNumberField.SUBJECT,
        new MasaRule.Fixed(new HostPort("127.0.0.1", 1)),
        folder.resolve("maker.pem"));
  }
}
