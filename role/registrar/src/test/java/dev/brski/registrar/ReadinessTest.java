package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.Readiness.Item;
import dev.brski.registrar.Readiness.Standing;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Response;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each thing that would stop a device is named. */
class ReadinessTest extends InWorld {

  @Test
  void whereAllIsWellADeviceWouldEnroll() throws Exception {
    assertThat(obstacles(InstantSource.system())).isEmpty();
    try (var device = world.device("4711")) {
      device.imprint();
    }
  }

  @Test
  void aRegistrarThatRestsAndPeersThatAreAway() throws Exception {
    world.registrar.close();
    world.masa.close();
    world.authority.close();

    assertThat(obstacles(InstantSource.system()))
        .extracting(Item::what)
        .containsExactly("registrar", "MASA", "authority");
    world.start();
  }

  @Test
  void theAnchorOfAnotherMasa() throws Exception {
    Files.writeString(
        folder.resolve("manufacturers.d/maker.masa-tls.pem"),
        Certificates.toPem(List.of(world.voucherCa.leaf())));

    assertThat(obstacles(InstantSource.system()))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.what()).isEqualTo("MASA");
              assertThat(item.text()).contains("TLS");
              assertThat(item.remedy().orElseThrow()).contains("manufacturers.d/maker.yaml");
            });
  }

  @Test
  @Proves("RG-17")
  void aMasaThatWantsALogin() throws Exception {
    world.masa.auditScript(_ -> Response.text(401, "who are you?"));

    assertThat(obstacles(InstantSource.system()))
        .singleElement()
        .satisfies(item -> assertThat(item.remedy().orElseThrow()).contains("masa-access"));
  }

  @Test
  void clocksAndCertificatesThatEnd() throws Exception {
    assertThat(obstacles(() -> Instant.parse("2001-01-01T00:00:00Z")))
        .anySatisfy(item -> assertThat(item.remedy().orElseThrow()).contains("Set the clock"));
    Keyring.open(folder.resolve("keys"))
        .add(registrar(world.issuingCa, Validity.lasting(Instant.now(), Duration.ofDays(3))));

    assertThat(report(InstantSource.system()))
        .anySatisfy(
            item -> {
              assertThat(item.standing()).isEqualTo(Standing.NOTE);
              assertThat(item.what()).isEqualTo("registrar's certificate");
            });
    assertThat(obstacles(InstantSource.offset(InstantSource.system(), Duration.ofDays(4))))
        .extracting(Item::what)
        .contains("registrar's certificate", "pin");
  }

  @Test
  @Proves("RG-21")
  void aCredentialForWhichNoVoucherCouldWork() throws Exception {
    Keyring.open(folder.resolve("keys")).add(registrar(world.voucherCa, World.VALIDITY));

    assertThat(obstacles(InstantSource.system())).extracting(Item::what).contains("pin");
  }

  @Test
  void anAnchorOfTheDomain() throws Exception {
    Files.writeString(
        folder.resolve("manufacturers.d/maker.idevid.pem"),
        Certificates.toPem(List.of(world.domainRoot.leaf())));

    assertThat(obstacles(InstantSource.system()))
        .extracting(Item::what)
        .containsExactly("IDevID anchor");
  }

  @Test
  void aManufacturerThatIsNotTaken() {
    var verdict = Readiness.of(folder, "nobody", InstantSource.system());

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.refusal().check()).isEqualTo(SetupCheck.NAME);
              assertThat(refused.refusal().cause()).contains("maker");
            });
  }

  private static Credential registrar(Credential ca, Validity validity) {
    return World.ISSUER.credential(ca, CertificateProfile.registrar("registrar 2", validity));
  }

  private List<Item> obstacles(InstantSource clock) {
    return report(clock).stream().filter(item -> item.standing() == Standing.OBSTACLE).toList();
  }

  private List<Item> report(InstantSource clock) {
    var report = World.accepted(Readiness.of(folder, "maker", clock));
    assertThat(report.ready())
        .isEqualTo(report.items().stream().noneMatch(item -> item.standing() == Standing.OBSTACLE));
    return report.items();
  }
}
