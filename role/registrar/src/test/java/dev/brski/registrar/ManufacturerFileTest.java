package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.settings.SettingsCheck;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registrar takes for the anchor of a manufacturer, and what not. */
class ManufacturerFileTest {

  @TempDir private Path folder;
  private World world;

  @BeforeEach
  void make() throws Exception {
    world = new World(folder);
  }

  @AfterEach
  void end() throws Exception {
    world.close();
  }

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

  private Verdict<Path> add(String name, Path anchor) {
    return ManufacturerFile.add(
        new RegistrarFolder(folder),
        name,
        anchor,
        new HostPort("127.0.0.1", 1),
        folder.resolve("maker.pem"));
  }
}
