package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.Schema;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A CMP client that nobody here wrote enrolls, with a registrar between that only nests. */
class ForeignClientTest {

  @TempDir private Path temp;

  @BeforeEach
  void needsOpenssl() {
    Openssl.required();
  }

  /** Puts the registrar's approval around what comes, and hands it on. */
  private static final class Relay implements AutoCloseable {

    private final HttpServer server;
    private final TestDomain domain;
    private final String serialNumber;
    private final boolean evidence;
    final List<byte[]> taken = Collections.synchronizedList(new ArrayList<>());
    private volatile Act atSecondPoll = () -> {};

    interface Act {
      void run() throws Exception;
    }

    Relay(TestDomain domain, String serialNumber, boolean evidence) throws IOException {
      this.domain = domain;
      this.serialNumber = serialNumber;
      this.evidence = evidence;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::handle);
      server.start();
    }

    String address() {
      return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        var request = exchange.getRequestBody().readAllBytes();
        taken.add(request);
        var types = types();
        if (types.getLast() == PKIBody.TYPE_POLL_REQ
            && Collections.frequency(types, PKIBody.TYPE_POLL_REQ) == 2) {
          atSecondPoll.run();
        }
        var nesting = domain.nesting(request);
        if (evidence) {
          nesting.consent(domain.consent(serialNumber));
        }
        var answer = domain.send(nesting.encoded()).octets();
        exchange.getResponseHeaders().set("Content-Type", "application/pkixcmp");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    List<Integer> types() {
      return taken.stream().map(der -> PKIMessage.getInstance(der).getBody().getType()).toList();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private TestDevice prepared(TestDomain domain, String serialNumber) throws Exception {
    var device = domain.maker.device(serialNumber);
    device.idevid().write(temp.resolve("idevid.pem"), temp.resolve("idevid.key"));
    Files.writeString(
        temp.resolve("chain.pem"), Certificates.toPem(device.idevid().chain().subList(1, 2)));
    Openssl.succeed(
        temp,
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        "new.key");
    return device;
  }

  private Openssl.Ended enroll(Relay relay, String subject, String... more) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of(
                "cmp",
                "-cmd",
                "ir",
                "-server",
                relay.address(),
                "-path",
                ".well-known/cmp/initialization",
                "-cert",
                "idevid.pem",
                "-key",
                "idevid.key",
                "-extracerts",
                "chain.pem",
                "-newkey",
                "new.key",
                "-subject",
                subject,
                "-trusted",
                "authority/domain-ca.pem",
                "-out_trusted",
                "authority/domain-ca.pem",
                "-certout",
                "ldevid.pem",
                "-chainout",
                "ldevid-chain.pem"));
    arguments.addAll(List.of(more));
    return Openssl.run(temp, arguments);
  }

  @Test
  @Proves({"CMP-B1", "CMP-B5", "EN-20", "CMP-F1", "CMP-F5"})
  void withImplicitConfirmation() throws Exception {
    try (var domain = new TestDomain(temp).start();
        var relay = new Relay(domain, "SN-77", true)) {
      prepared(domain, "SN-77");
      var ended = enroll(relay, "/O=Plant 7/serialNumber=SN-77", "-implicit_confirm");
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(relay.types()).containsExactly(PKIBody.TYPE_INIT_REQ);
      var told =
          Openssl.succeed(
              temp,
              "verify",
              "-x509_strict",
              "-CAfile",
              "authority/domain-ca.pem",
              "-untrusted",
              "ldevid-chain.pem",
              "ldevid.pem");
      assertThat(told).contains("ldevid.pem: OK");
      var serial = Openssl.succeed(temp, "x509", "-in", "ldevid.pem", "-noout", "-serial").strip();
      assertThat(domain.issued())
          .singleElement()
          .satisfies(
              listed -> {
                assertThat(serial).isEqualToIgnoringCase("serial=" + listed.serial());
                assertThat(listed.state()).isEqualTo("issued");
              });
      assertThat(ended.output()).doesNotContain("grantedWithMods");
    }
  }

  @Test
  @Proves({"CMP-B5", "CMP-B12", "CMP-F6", "CMP-F7"})
  void withExplicitConfirmation() throws Exception {
    try (var domain =
            new TestDomain(temp)
                .configured("confirmation: implicit", "confirmation: explicit")
                .start();
        var relay = new Relay(domain, "SN-78", true)) {
      prepared(domain, "SN-78");
      var ended = enroll(relay, "/serialNumber=SN-78", "-implicit_confirm");
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(relay.types()).containsExactly(PKIBody.TYPE_INIT_REQ, PKIBody.TYPE_CERT_CONFIRM);
      assertThat(ended.output()).as("the subject was changed").contains("grantedWithMods");
      assertThat(domain.issued().getFirst().state()).isEqualTo("confirmed");
    }
  }

  @Test
  @Proves({"CMP-B1", "CMP-F5"})
  void withAPkcs10Request() throws Exception {
    try (var domain = new TestDomain(temp).start();
        var relay = new Relay(domain, "SN-79", true)) {
      prepared(domain, "SN-79");
      Openssl.succeed(
          temp,
          "req",
          "-new",
          "-key",
          "new.key",
          "-subj",
          "/serialNumber=SN-79",
          "-out",
          "new.csr");
      var ended =
          Openssl.run(
              temp,
              List.of(
                  "cmp",
                  "-cmd",
                  "p10cr",
                  "-csr",
                  "new.csr",
                  "-server",
                  relay.address(),
                  "-path",
                  ".well-known/cmp/pkcs10",
                  "-cert",
                  "idevid.pem",
                  "-key",
                  "idevid.key",
                  "-extracerts",
                  "chain.pem",
                  "-trusted",
                  "authority/domain-ca.pem",
                  "-implicit_confirm",
                  "-certout",
                  "ldevid.pem"));
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(domain.issued()).hasSize(1);
    }
  }

  @Test
  @Proves({"CMP-B3", "CMP-H19"})
  void whatIsRefusedIsUnderstood() throws Exception {
    try (var domain = new TestDomain(temp).start();
        var relay = new Relay(domain, "SN-80", true)) {
      prepared(domain, "SN-80");
      var ended = enroll(relay, "/serialNumber=SN-81", "-implicit_confirm");
      assertThat(ended.status()).isNotZero();
      assertThat(ended.output()).contains("rejection").contains("notAuthorized");
      assertThat(domain.issued()).isEmpty();
    }
  }

  @Test
  void aRegistrarWithoutEvidenceServesWhereItsSignatureIsEnough() throws Exception {
    try (var domain =
            new TestDomain(temp).configured("consent: evidence", "consent: signature").start();
        var relay = new Relay(domain, "SN-82", false)) {
      prepared(domain, "SN-82");
      var ended = enroll(relay, "/serialNumber=SN-82", "-implicit_confirm");
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(domain.issued()).hasSize(1);
    }
  }

  @Test
  @Proves({"EN-17", "EN-18"})
  void withoutARegistrarThereIsNothing() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      prepared(domain, "SN-83");
      var ended =
          Openssl.run(
              temp,
              List.of(
                  "cmp",
                  "-cmd",
                  "ir",
                  "-server",
                  "127.0.0.1:" + domain.url().getPort(),
                  "-path",
                  ".well-known/cmp/initialization",
                  "-tls_used",
                  "-tls_trusted",
                  "authority/domain-ca.pem",
                  "-cert",
                  "idevid.pem",
                  "-key",
                  "idevid.key",
                  "-extracerts",
                  "chain.pem",
                  "-newkey",
                  "new.key",
                  "-subject",
                  "/serialNumber=SN-83",
                  "-trusted",
                  "authority/domain-ca.pem",
                  "-implicit_confirm",
                  "-certout",
                  "ldevid.pem"));
      assertThat(ended.status()).isNotZero();
      assertThat(ended.output()).contains("notAuthorized").contains("nested message");
      assertThat(domain.issued()).isEmpty();
    }
  }

  @Test
  @Proves("EN-18")
  void whatIsKeptIsWhatTheDeviceSigned() throws Exception {
    try (var domain = new TestDomain(temp).start();
        var relay = new Relay(domain, "SN-84", true)) {
      prepared(domain, "SN-84");
      assertThat(enroll(relay, "/serialNumber=SN-84", "-implicit_confirm").status()).isZero();
      domain.stop();
      try (var store = Store.open(domain.dir.resolve("data"), Schema.MIGRATIONS, domain.clock)) {
        var kept =
            store.read(
                reading ->
                    reading.query(
                        "SELECT kind, sha256 FROM message ORDER BY kind",
                        row ->
                            row.text("kind")
                                + " "
                                + HexFormat.of().formatHex(row.bytes("sha256"))));
        assertThat(kept)
            .hasSize(3)
            .contains(
                "REQUEST " + HexFormat.of().formatHex(CryptoSuite.sha256(relay.taken.getFirst())));
      }
    }
  }

  private List<String> ofMember(String command, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "cmp",
                "-cmd",
                command,
                "-cert",
                "ldevid.pem",
                "-key",
                "new.key",
                "-extracerts",
                "ldevid-chain.pem",
                "-trusted",
                "authority/domain-ca.pem"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private void newKey(String file) throws Exception {
    Openssl.succeed(
        temp, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file);
  }

  private static String[] bare(TestDomain domain, String label) {
    return new String[] {
      "-server",
      "127.0.0.1:" + domain.url().getPort(),
      "-path",
      ".well-known/cmp/" + label,
      "-tls_used",
      "-tls_trusted",
      "authority/domain-ca.pem"
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"cr", "kur"})
  @Proves({"CMP-B1", "CMP-F2", "CMP-F3", "CMP-F5"})
  void aMemberAsksForItsNextCertificate(String command) throws Exception {
    try (var domain = new TestDomain(temp).start();
        var relay = new Relay(domain, "SN-87", true)) {
      prepared(domain, "SN-87");
      assertThat(enroll(relay, "/O=Plant 7/serialNumber=SN-87", "-implicit_confirm").status())
          .isZero();
      newKey("next.key");
      var arguments =
          ofMember(
              command,
              "-server",
              relay.address(),
              "-path",
              ".well-known/cmp/" + (command.equals("cr") ? "certification" : "keyupdate"),
              "-newkey",
              "next.key",
              "-certout",
              "next.pem",
              "-cacertsout",
              "capubs.pem");
      if (command.equals("cr")) {
        arguments.addAll(List.of("-subject", "/O=Plant 7/serialNumber=SN-87"));
      }
      var ended = Openssl.run(temp, arguments);
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(ended.output()).doesNotContain("grantedWithMods");
      assertThat(relay.types())
          .containsExactly(
              PKIBody.TYPE_INIT_REQ,
              command.equals("cr") ? PKIBody.TYPE_CERT_REQ : PKIBody.TYPE_KEY_UPDATE_REQ,
              PKIBody.TYPE_CERT_CONFIRM);
      assertThat(domain.issued())
          .extracting(IssuedCertificate::state)
          .containsExactly("superseded", "confirmed");
      assertThat(
              Openssl.succeed(
                  temp,
                  "verify",
                  "-x509_strict",
                  "-CAfile",
                  "authority/domain-ca.pem",
                  "-untrusted",
                  "ldevid-chain.pem",
                  "next.pem"))
          .contains("OK");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Proves({"CMP-B1", "CMP-F3", "CMP-F5", "CMP-F6"})
  void aRegistrarRenewsItsCredential(boolean implicit) throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      newKey("next.key");
      var arguments =
          new ArrayList<>(
              List.of(
                  "cmp",
                  "-cmd",
                  "kur",
                  "-cert",
                  "registrar/registrar.pem",
                  "-key",
                  "registrar/registrar.key",
                  "-trusted",
                  "registrar/domain-ca.pem",
                  "-newkey",
                  "next.key",
                  "-certout",
                  "next.pem",
                  "-chainout",
                  "chain.pem"));
      arguments.addAll(List.of(bare(domain, "keyupdate")));
      if (implicit) {
        arguments.add("-implicit_confirm");
      }
      var ended = Openssl.run(temp, arguments);
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(ended.output()).doesNotContain("grantedWithMods");
      assertThat(
              Openssl.succeed(
                  temp,
                  "verify",
                  "-x509_strict",
                  "-CAfile",
                  "authority/domain-ca.pem",
                  "-untrusted",
                  "chain.pem",
                  "next.pem"))
          .contains("OK");
      var text = Openssl.succeed(temp, "x509", "-in", "next.pem", "-noout", "-text");
      assertThat(text).contains("CN = line 2").contains("CMC Registration Authority");
    }
  }

  @Test
  @Proves({"CMP-F12", "CMP-F13", "CMP-B8"})
  void aMemberHasItsCertificateRevoked() throws Exception {
    try (var domain = new TestDomain(temp).start();
        var relay = new Relay(domain, "SN-88", true)) {
      prepared(domain, "SN-88");
      assertThat(enroll(relay, "/serialNumber=SN-88", "-implicit_confirm").status()).isZero();
      var request = ofMember("rr", bare(domain, "revocation"));
      request.addAll(List.of("-oldcert", "ldevid.pem"));
      var without = Openssl.run(temp, request);
      assertThat(without.status()).isNotZero();
      assertThat(without.output()).contains("badRequest").contains("reasonCode");

      request.addAll(List.of("-revreason", "1"));
      var ended = Openssl.run(temp, request);
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(ended.output()).contains("revocation accepted");
      assertThat(domain.issued())
          .singleElement()
          .satisfies(listed -> assertThat(listed.revoked()).isPresent());

      var again = Openssl.run(temp, request);
      assertThat(again.status()).isNotZero();
      assertThat(again.output()).contains("certRevoked");
    }
  }

  @Test
  @Proves({"CMP-F14", "CMP-F15"})
  void aMemberAsksForTheCertificatesOfTheAuthorities() throws Exception {
    try (var domain = new TestDomain(temp).start();
        var relay = new Relay(domain, "SN-89", true)) {
      prepared(domain, "SN-89");
      assertThat(enroll(relay, "/serialNumber=SN-89", "-implicit_confirm").status()).isZero();
      var question = ofMember("genm", bare(domain, "getcacerts"));
      question.addAll(List.of("-infotype", "caCerts", "-rspout", "genp.der"));
      var ended = Openssl.run(temp, question);
      assertThat(ended.output()).contains("received GENP");
      var answer = new Answer(Files.readAllBytes(temp.resolve("genp.der")));
      assertThat(ASN1Sequence.getInstance(answer.information().getInfoValue()).size()).isEqualTo(2);
    }
  }

  /** A template of RFC 8994, read by openssl alone. */
  @Test
  @Proves({"EN-9", "CMP-E9", "CMP-F15"})
  void aMemberIsToldItsAcpNodeNameAndItsCertificateHasIt() throws Exception {
    try (var domain = new TestDomain(temp)) {
      Files.createDirectories(domain.dir.resolve("profiles.d"));
      Files.writeString(
          domain.dir.resolve("profiles.d/node.yaml"),
          "version: 1\nacp: {domain: acp.example.com, rsub: area51.research}\n");
      domain.configured("# default-profile: ldevid", "default-profile: node").start();
      try (var relay = new Relay(domain, "SN-90", true)) {
        prepared(domain, "SN-90");
        assertThat(enroll(relay, "/serialNumber=SN-90", "-implicit_confirm").status()).isZero();
      }
      var question = ofMember("genm", bare(domain, "getcertreqtemplate"));
      question.addAll(List.of("-infotype", "certReqTemplate", "-rspout", "genp.der"));
      assertThat(Openssl.run(temp, question).output())
          .contains("genp contains ITAV of type: id-it-certReqTemplate");

      var name = "fd89b714f3db0000[0-9a-f]{16}\\+area51\\.research@acp\\.example\\.com";
      var certificate =
          Openssl.succeed(
              temp, "x509", "-in", "ldevid.pem", "-outform", "DER", "-out", "ldevid.der");
      assertThat(certificate).isEmpty();
      var told = nodeName(name, "genp.der");
      assertThat(told).isEqualTo(nodeName(name, "ldevid.der"));
    }
  }

  /** The otherName id-on-AcpNodeName in whatever OCTET STRING of a file holds it. */
  private String nodeName(String pattern, String file) throws Exception {
    var outer = Openssl.succeed(temp, "asn1parse", "-inform", "DER", "-in", file);
    var at =
        Pattern.compile(
                "(?m)^ *\\d+:.*OBJECT +:X509v3 Subject Alternative Name\\R *(\\d+):.*OCTET STRING")
            .matcher(outer);
    assertThat(at.find()).as(outer).isTrue();
    var names =
        Openssl.succeed(temp, "asn1parse", "-inform", "DER", "-in", file, "-strparse", at.group(1));
    assertThat(names).contains("1.3.6.1.5.5.7.8.10");
    var found = Pattern.compile("IA5STRING +:(" + pattern + ")").matcher(names);
    assertThat(found.find()).as(names).isTrue();
    return found.group(1);
  }

  private static TestDomain asking(Path temp) throws Exception {
    return new TestDomain(temp).configured("approval: automatic", "approval: manual").start();
  }

  private static String held(TestDomain domain) throws Exception {
    var pending = TestDomain.accepted(domain.operator.pending());
    assertThat(pending).hasSize(1);
    return pending.getFirst().id();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Proves({"CMP-R6", "CMP-E13", "CMP-F9", "CMP-F10", "CMP-H7"})
  void anApprovalComesWhileItPolls(boolean implicit) throws Exception {
    try (var domain = asking(temp);
        var relay = new Relay(domain, "SN-85", true)) {
      prepared(domain, "SN-85");
      relay.atSecondPoll =
          () -> TestDomain.accepted(domain.operator.approve(held(domain), "ann", Optional.empty()));
      var ended =
          implicit
              ? enroll(relay, "/serialNumber=SN-85", "-implicit_confirm")
              : enroll(relay, "/serialNumber=SN-85");
      assertThat(ended.status()).as(ended.output()).isZero();
      var expected =
          new ArrayList<>(
              List.of(PKIBody.TYPE_INIT_REQ, PKIBody.TYPE_POLL_REQ, PKIBody.TYPE_POLL_REQ));
      if (!implicit) {
        expected.add(PKIBody.TYPE_CERT_CONFIRM);
      }
      assertThat(relay.types()).isEqualTo(expected);
      assertThat(domain.issued())
          .singleElement()
          .satisfies(
              listed -> assertThat(listed.state()).isEqualTo(implicit ? "issued" : "confirmed"));
      assertThat(
              Openssl.succeed(
                  temp,
                  "verify",
                  "-CAfile",
                  "authority/domain-ca.pem",
                  "-untrusted",
                  "ldevid-chain.pem",
                  "ldevid.pem"))
          .contains("OK");
    }
  }

  @Test
  @Proves({"CMP-R6", "CMP-H19"})
  void aDenialComesWhileItPolls() throws Exception {
    try (var domain = asking(temp);
        var relay = new Relay(domain, "SN-86", true)) {
      prepared(domain, "SN-86");
      relay.atSecondPoll =
          () ->
              TestDomain.accepted(
                  domain.operator.deny(held(domain), "ann", Optional.of("a secret reason")));
      var ended = enroll(relay, "/serialNumber=SN-86", "-implicit_confirm");
      assertThat(ended.status()).isNotZero();
      assertThat(ended.output())
          .contains("rejection")
          .contains("notAuthorized")
          .doesNotContain("secret");
      assertThat(relay.types())
          .containsExactly(PKIBody.TYPE_INIT_REQ, PKIBody.TYPE_POLL_REQ, PKIBody.TYPE_POLL_REQ);
      assertThat(domain.issued()).isEmpty();
    }
  }
}
