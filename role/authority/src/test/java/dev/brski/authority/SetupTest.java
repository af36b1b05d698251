package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brski.authority.setup.AuthoritySetup;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.proof.kit.Proves;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Oids;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {

  @TempDir private Path temp;

  private static Refusal refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Refused<?>(var refusal) -> refusal;
      case Verdict.Accepted<?>(var value) -> throw new AssertionError("accepted " + value);
    };
  }

  @Test
  @Proves({"CMP-B10", "CMP-B15"})
  void opensslVerifiesEveryCertificateOfAFolder() throws Exception {
    Openssl.required();
    try (var domain = new TestDomain(temp)) {
      for (var name : List.of("responder", "tls")) {
        assertThat(verify("authority/keys/" + name + ".pem")).contains("OK");
      }
      assertThat(verify("registrar/registrar.pem")).contains("OK");
      assertThat(
              Certificates.hasExtendedKeyUsage(domain.credential("responder").leaf(), Oids.CMC_RA))
          .isTrue();
      assertThat(
              Openssl.succeed(
                  temp,
                  "verify",
                  "-CAfile",
                  "authority/domain-ca.pem",
                  "-untrusted",
                  "authority/keys/tls.pem",
                  "-purpose",
                  "sslserver",
                  "-verify_ip",
                  "127.0.0.1",
                  "authority/keys/tls.pem"))
          .contains("OK");
    }
  }

  private String verify(String file) throws Exception {
    return Openssl.succeed(
        temp,
        "verify",
        "-x509_strict",
        "-CAfile",
        "authority/domain-ca.pem",
        "-untrusted",
        file,
        file);
  }

  @Test
  void privateKeysAreTheirOwnersAlone() throws Exception {
    try (var domain = new TestDomain(temp)) {
      for (var folder : List.of(domain.dir.resolve("keys"), domain.registrarDir)) {
        try (var files = Files.list(folder)) {
          var keys = files.filter(file -> file.toString().endsWith(".key")).toList();
          assertThat(keys).isNotEmpty();
          for (var key : keys) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .as(key.toString())
                .isEqualTo("rw-------");
          }
        }
      }
    }
  }

  @Test
  void theFreePortIsWrittenDown() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var settings = Files.readString(domain.dir.resolve("brski.yaml"));
      domain.start();
      assertThat(domain.url().getPort()).isPositive();
      assertThat(settings).contains("listen: \"127.0.0.1:" + domain.url().getPort() + "\"");
      assertThat(Files.readString(domain.registrarDir.resolve("authority.url")))
          .isEqualTo(domain.url() + "\n");
      assertThat(Files.readString(domain.dir.resolve("run/url"))).isEqualTo(domain.url() + "\n");
      domain.stop();
      assertThat(domain.dir.resolve("run/url")).doesNotExist();
    }
  }

  @Test
  void whatARegistrarIsGivenIsComplete() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var registrar = domain.registrar();
      assertThat(registrar.chain()).hasSize(2);
      assertThat(registrar.chain().getLast()).isEqualTo(domain.credential("issuing-ca").leaf());
      assertThat(registrar.leaf().getExtendedKeyUsage())
          .containsExactlyInAnyOrder(Oids.SERVER_AUTH, Oids.CLIENT_AUTH, Oids.CMC_RA);
      assertThat(Certificates.readPem(domain.registrarDir.resolve("domain-ca.pem")))
          .containsExactly(domain.root());
      assertThat(Certificates.readPem(domain.registrarDir.resolve("authority.pem")))
          .isEqualTo(domain.credential("responder").chain());
    }
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var before = Files.readString(domain.dir.resolve("brski.yaml"));
      var again =
          AuthoritySetup.init(domain.dir, "Plant 8", HostPort.parse("127.0.0.1:0"), domain.clock);
      assertThat(refused(again).check()).isEqualTo(SetupCheck.EXISTS);
      assertThat(Files.readString(domain.dir.resolve("brski.yaml"))).isEqualTo(before);

      var key = Files.readString(domain.registrarDir.resolve("registrar.key"));
      assertThat(refused(domain.operator.registrar("other", domain.registrarDir)).check())
          .isEqualTo(SetupCheck.EXISTS);
      assertThat(Files.readString(domain.registrarDir.resolve("registrar.key"))).isEqualTo(key);
    }
  }

  @TestFactory
  List<DynamicTest> namesAreBoundedAndPrintable() {
    return Stream.of("", " ", "x".repeat(65), "a\nb", "a\u202eb", " padded")
        .map(
            name ->
                dynamicTest(
                    "name of " + name.length() + " characters",
                    () -> {
                      var folder = Files.createTempDirectory(temp, "names");
                      try (var domain = new TestDomain(folder)) {
                        assertThat(
                                refused(domain.operator.registrar(name, folder.resolve("r2")))
                                    .check())
                            .isEqualTo(SetupCheck.NAME);
                        assertThat(folder.resolve("r2")).doesNotExist();
                        assertThat(
                                refused(
                                        AuthoritySetup.init(
                                            folder.resolve("a2"),
                                            name,
                                            HostPort.parse("127.0.0.1:0"),
                                            domain.clock))
                                    .check())
                            .isEqualTo(SetupCheck.NAME);
                      }
                    }))
        .toList();
  }

  @Test
  void aNameWithSpecialCharactersIsKept() throws Exception {
    var dir = temp.resolve("special");
    var clock = new SetClock();
    var name = "A, \"B\" = C\\D";
    accepted(AuthoritySetup.init(dir, name, HostPort.parse("127.0.0.1:0"), clock));
    try (var authority = accepted(Authority.start(dir, clock))) {
      assertThat(authority.url().getHost()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aSecondAuthorityOnTheFolderIsRefusedByTheLock() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      assertThatThrownBy(() -> Authority.start(domain.dir, domain.clock))
          .isInstanceOf(StoreLocked.class);
    }
  }

  @Test
  void anAddressInUseIsToldAndTheFolderIsGivenFree() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var port = domain.url().getPort();
      domain.stop();
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThatThrownBy(domain::start)
            .isInstanceOf(IOException.class)
            .hasMessageContaining(String.valueOf(port));
      }
      domain.start();
    }
  }

  @Test
  void brokenSettingsAreRefusedWithTheirPlace() throws Exception {
    try (var domain = new TestDomain(temp).configured("consent: evidence", "consent: none")) {
      var refusal = refused(Authority.start(domain.dir, domain.clock));
      assertThat(refusal.cause()).contains("brski.yaml").contains("consent");
      domain.configured("consent: none", "consent: evidence");
      Files.delete(domain.dir.resolve("keys/responder.key"));
      assertThat(refused(Authority.start(domain.dir, domain.clock)).cause())
          .contains("responder.key");
    }
  }

  @Test
  void operatorsWorkOnARunningAuthorityAndOnAStoppedOne() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var other = new TestMaker("Other", domain.clock.instant());
      var anchor = other.writeAnchor(temp.resolve("other.pem"));
      domain.start();
      var device = other.device("SN-o");
      assertThat(domain.send(domain.approved(device)).text()).contains("not trusted");
      assertThat(
              accepted(
                  domain.operator.addManufacturer(
                      anchor, Optional.empty(), SerialNumberField.SUBJECT)))
          .isEqualTo("CN-Other-root");
      assertThat(domain.send(domain.approved(device)).certificate()).isPresent();
      accepted(domain.operator.registrar("second", temp.resolve("second")));
      assertThat(domain.issued()).hasSize(1);

      domain.stop();
      assertThat(domain.issued()).hasSize(1);
      accepted(domain.operator.registrar("third", temp.resolve("third")));
      domain.start();
      for (var name : List.of("second", "third")) {
        var later = other.device("SN-" + name);
        var registrar =
            Credential.read(
                temp.resolve(name).resolve("registrar.pem"),
                temp.resolve(name).resolve("registrar.key"));
        assertThat(
                domain
                    .send(
                        domain
                            .nesting(later.request().encoded())
                            .signer(registrar)
                            .consent(domain.consent(later.serialNumber()))
                            .encoded())
                    .certificate())
            .as(name)
            .isPresent();
      }
    }
  }

  @TestFactory
  List<DynamicTest> anchorsThatAreNotTaken() {
    return Stream.of(true, false)
        .map(
            running ->
                dynamicTest(
                    running ? "running" : "stopped",
                    () -> {
                      var folder = Files.createTempDirectory(temp, "anchors");
                      try (var domain = new TestDomain(folder)) {
                        if (running) {
                          domain.start();
                        }
                        notTaken(domain, folder.resolve("anchor.pem"), "again", "added before");
                        notTaken(
                            domain,
                            domain.dir.resolve("domain-ca.pem"),
                            "own",
                            "CA of this domain");
                        var garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");
                        notTaken(domain, garbage, "garbage", "no certificate");
                        var fresh =
                            new TestMaker("Fresh", domain.clock.instant())
                                .writeAnchor(folder.resolve("fresh.pem"));
                        notTaken(domain, fresh, "../escape", "cannot name");
                        notTaken(domain, fresh, "acme", "exists");
                        accepted(
                            domain.operator.addManufacturer(
                                fresh, Optional.of("fresh"), SerialNumberField.SUBJECT));
                      }
                    }))
        .toList();
  }

  private static void notTaken(TestDomain domain, Path anchor, String name, String why)
      throws Exception {
    assertThat(
            refused(
                    domain.operator.addManufacturer(
                        anchor, Optional.of(name), SerialNumberField.SUBJECT))
                .cause())
        .contains(why);
  }
}
