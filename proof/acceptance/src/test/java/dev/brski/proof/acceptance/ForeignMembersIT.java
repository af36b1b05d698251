package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The daily life of devices whose CMP client nobody here wrote, through a registrar and straight to
 * an authority: openssl and CmpRaComponent.
 */
final class ForeignMembersIT {

  private static final String CMP = "/.well-known/cmp/";

  @TempDir private static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.running(folder);
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  @Test
  @Proves({"CMP-E2", "CMP-E11", "CMP-F2", "CMP-F3", "CMP-F4", "CMP-R19", "CMP-H20"})
  void opensslRenewsAndAsksForMoreByWayOfTheRegistrar() throws Exception {
    var member = joined("FM-1", "p10cr");
    var renewed = renewedBy(member, "kur", "-implicit_confirm");
    var confirming = renewedBy(renewed, "kur");
    confirming
        .enroll("cr", registrar("certification"), "-subject", "/serialNumber=FM-1")
        .expecting(0);
    confirming.verifyNew();
    assertThat(live("FM-1")).as("live certificates").hasSize(1);
    assertThat(plant.certificates("FM-1")).hasSize(4);
  }

  @Test
  @Proves({"CMP-E12", "CMP-F12", "CMP-F13", "CMP-B8"})
  void opensslHasItsCertificateRevokedAndIsMemberNoMore() throws Exception {
    var member = joined("FM-2", "ir");
    member
        .cmp(
            "rr",
            registrar("revocation"),
            "-oldcert",
            member.file("leaf.pem").toString(),
            "-revreason",
            "5")
        .expecting(0);
    assertThat(revoked("FM-2")).hasSize(1);
    assertThat(plant.registered("FM-2").required("state").asString()).isEqualTo("revoked");
    var refused = member.enroll("kur", registrar("keyupdate"));
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err() + refused.out()).contains("signerNotTrusted");
    assertThat(plant.certificates("FM-2")).hasSize(1);
  }

  @Test
  @Proves({"CMP-F14", "CMP-F15", "EN-8"})
  void opensslAsksTheRegistrarAndTheAuthority() throws Exception {
    var member = joined("FM-3", "ir");
    for (var endpoint : List.of(registrar("getcacerts"), authority("getcacerts"))) {
      var told = member.cmp("genm", endpoint, "-infotype", "caCerts").expecting(0);
      assertThat(told.out() + told.err()).contains("id-it-caCerts");
    }
  }

  @Test
  @Proves({"CMP-F12", "CMP-B8"})
  void opensslHasItsCertificateRevokedByTheAuthorityItself() throws Exception {
    var member = joined("FM-4", "ir");
    member
        .cmp(
            "rr",
            authority("revocation"),
            "-oldcert",
            member.file("leaf.pem").toString(),
            "-revreason",
            "1")
        .expecting(0);
    assertThat(revoked("FM-4")).hasSize(1);
  }

  @Test
  @Proves({"EN-18", "CMP-B2"})
  void theAuthorityGivesNoCertificateWithoutARegistrar() throws Exception {
    var member = joined("FM-5", "ir");
    for (var command : List.of("kur", "cr")) {
      var refused =
          member.enroll(command, authority("keyupdate"), "-subject", "/serialNumber=FM-5");
      assertThat(refused.exit()).isNotZero();
      assertThat(refused.err() + refused.out()).contains("notAuthorized");
    }
    assertThat(plant.certificates("FM-5")).hasSize(1);
  }

  @Test
  @Proves({"CMP-E7", "CMP-E8", "CMP-E9", "CMP-E10", "CMP-E12", "CMP-F2", "CMP-F15"})
  void cmpRaComponentLivesItsDailyLife() throws Exception {
    var member = joined("FM-6", "ir");
    assertThat(ra(member, "getcacerts")).contains("CA ");
    assertThat(ra(member, "getcertreqtemplate")).contains("template true");
    assertThat(ra(member, "getrootupdate")).contains("update false");
    assertThat(ra(member, "getcrls")).contains("CRL of ");
    var _ = ra(member, "cr");
    member.verifyNew();
    var last = member.renewed(folder.resolve("FM-6-last"));
    assertThat(ra(last, "rr")).contains("revoked");
    assertThat(plant.certificates("FM-6")).hasSize(2);
    assertThat(revoked("FM-6")).hasSize(1);
  }

  /** It writes names of several parts in the opposite order, so these have one part alone. */
  @Test
  @Proves({"CMP-E11", "CMP-F3"})
  void cmpRaComponentRenewsWhereNamesHaveOnePart() throws Exception {
    try (var domain = Plant.resting(folder.resolve("one-part"))) {
      domain.authority().configure("subject: \"\"");
      domain.authority().start();
      domain.registrar().start();
      var member = joined(domain, "FM-7", "ir");
      var _ = ra(domain, member, "kur");
      member.verifyNew();
      var renewed = member.renewed(folder.resolve("FM-7-renewed"));
      var _ = ra(domain, renewed, "kur");
      renewed.verifyNew();
      assertThat(domain.certificates("FM-7")).hasSize(3);
    }
  }

  private static HandMadeMember joined(String serial, String command) throws Exception {
    return joined(plant, serial, command);
  }

  /** A device that openssl has let join, by an ir or a p10cr. */
  private static HandMadeMember joined(Plant plant, String serial, String command)
      throws Exception {
    var pledge = new HandMadePledge(plant.device(serial), plant.registrar());
    pledge.imprint();
    pledge.makeKey();
    pledge.enroll(command, plant.domainCa()).expecting(0);
    assertThat(pledge.reportEnrolled().status()).isEqualTo(200);
    return HandMadeMember.of(
        folder.resolve(serial + "-member"),
        plant.domainCa(),
        pledge.file("new.pem"),
        pledge.file("new-chain.pem"),
        pledge.file("new.key"));
  }

  private static HandMadeMember renewedBy(HandMadeMember member, String command, String... more)
      throws Exception {
    member.enroll(command, registrar("keyupdate"), more).expecting(0);
    member.verifyNew();
    return member.renewed(member.folder().resolveSibling(member.folder().getFileName() + "-r"));
  }

  private static String ra(HandMadeMember member, String what) throws Exception {
    return ra(plant, member, what);
  }

  private static String ra(Plant plant, HandMadeMember member, String what) throws Exception {
    var endpoint = plant.registrar().url().resolve(CMP + label(what));
    try (var program = Peers.cmpRaComponent(what, endpoint, member.folder(), plant.domainCa())) {
      if (program.awaitEnd() != 0) {
        throw program.failure("did not do its " + what);
      }
      return program.out();
    }
  }

  private static String label(String what) {
    return switch (what) {
      case "cr" -> "certification";
      case "kur" -> "keyupdate";
      case "rr" -> "revocation";
      default -> what;
    };
  }

  private static URI registrar(String label) throws Exception {
    return plant.registrar().url().resolve(CMP + label);
  }

  private static URI authority(String label) throws Exception {
    return plant.authority().url().resolve(CMP + label);
  }

  private static List<JsonNode> live(String serial) throws Exception {
    return plant.certificates(serial).stream()
        .filter(line -> List.of("issued", "confirmed").contains(line.required("state").asString()))
        .toList();
  }

  private static List<JsonNode> revoked(String serial) throws Exception {
    return plant.certificates(serial).stream()
        .filter(line -> !line.required("revoked").isNull())
        .toList();
  }
}
