package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.control.Office;
import dev.brski.authority.intake.InnerLayer;
import dev.brski.authority.intake.Intake;
import dev.brski.authority.intake.Manufacturers;
import dev.brski.authority.intake.OuterLayer;
import dev.brski.authority.intake.Received;
import dev.brski.authority.intake.ReplacedLayer;
import dev.brski.authority.intake.Signers;
import dev.brski.authority.issuing.Deciding;
import dev.brski.authority.issuing.Profiling;
import dev.brski.authority.issuing.RenewingRegistrars;
import dev.brski.authority.issuing.Reserving;
import dev.brski.authority.ledger.Acceptance;
import dev.brski.authority.ledger.AcpAddresses;
import dev.brski.authority.ledger.Enrollments;
import dev.brski.authority.ledger.IssuedCertificates;
import dev.brski.authority.ledger.RegistrarUpdates;
import dev.brski.authority.ledger.Registrars;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.Ruling;
import dev.brski.authority.ledger.Schema;
import dev.brski.authority.ledger.Submission;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Holdings;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.SignerTrust;
import dev.brski.inventory.Inventory;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.time.Clock;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Anchors;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power fails between the decision and the answer. */
@Proves({"CMP-B7", "CMP-B1"})
class CrashTest {

  /** Takes a request as the authority does, up to the first commit, and is gone at once. */
  static final class DiesAfterTheDecision {

    private DiesAfterTheDecision() {}

    public static void main(String[] arguments) throws Exception {
      var folder = new AuthorityFolder(Path.of(arguments[0]));
      var message = Files.readAllBytes(Path.of(arguments[1]));
      var store = Store.open(folder.data(), Schema.MIGRATIONS, InstantSource.system());
      var submission = accepted(deciding(folder, store, message));
      var enrollment = accepted(new Acceptance(store, InstantSource.system(), 10).open(submission));
      System.out.write(
          enrollment
              .reservation()
              .map(reserved -> reserved.serialNumber().toString(16))
              .orElse("none")
              .getBytes(StandardCharsets.US_ASCII));
      System.out.flush();
      Runtime.getRuntime().halt(137);
    }

    private static Verdict<Submission> deciding(
        AuthorityFolder folder, Store store, byte[] message) {
      var holdings = accepted(Holdings.read(folder));
      var source = InstantSource.system();
      var suite = CryptoSuite.standard();
      var intake = intake(holdings, store, source, suite);
      return new Deciding(
              holdings.settings().issuingPolicy(),
              new Profiling(
                  holdings.profiles(),
                  new Manufacturers(holdings.manufacturers()),
                  new Inventory(store, source, "inventory."),
                  new AcpAddresses(store, suite, source)),
              new Reserving(
                  holdings.settings().validity(),
                  holdings.issuingCa().certificate(),
                  new CertificateIssuer(suite),
                  source),
              new Enrollments(store, source))
          .decide((Received.Certification) intake.receive(message));
    }
  }

  private static Intake intake(
      Holdings holdings, Store store, InstantSource source, CryptoSuite suite) {
    var clock = Clock.known(source);
    var paths = PathValidator.standard(suite);
    var validation = new MessageValidation(suite, AlgorithmPolicy.standard());
    var registrars = new Registrars(store, source);
    var manufacturers = new Manufacturers(holdings.manufacturers());
    var signers =
        new Signers(
            validation,
            paths,
            manufacturers,
            holdings.rootCertificates(),
            holdings.issuers(),
            new IssuedCertificates(store),
            registrars,
            clock);
    var requests = new RequestValidation(suite, AlgorithmPolicy.standard());
    return new Intake(
        new OuterLayer(
            validation,
            SignerTrust.anchored(
                paths, Anchors.of(holdings.rootCertificates()), Purpose.CMP_SIGNER),
            holdings.issuers(),
            registrars,
            clock),
        signers,
        new InnerLayer(requests),
        new ReplacedLayer(
            holdings.settings().replaced(),
            requests,
            signers,
            manufacturers,
            new Inventory(store, source, "inventory.")),
        holdings.settings().consent(),
        holdings.rootCertificates());
  }

  /** Takes a registrar's kur up to the first commit, and is gone at once. */
  static final class DiesAfterTheUpdate {

    private DiesAfterTheUpdate() {}

    public static void main(String[] arguments) throws Exception {
      var folder = new AuthorityFolder(Path.of(arguments[0]));
      var holdings = accepted(Holdings.read(folder));
      var source = InstantSource.system();
      var suite = CryptoSuite.standard();
      var store = Store.open(folder.data(), Schema.MIGRATIONS, source);
      var updates = new RegistrarUpdates(store, source, 10);
      var received =
          (Received.RegistrarUpdate)
              intake(holdings, store, source, suite)
                  .receive(Files.readAllBytes(Path.of(arguments[1])));
      var update =
          accepted(
              new RenewingRegistrars(
                      holdings.settings().issuingPolicy(),
                      updates,
                      accepted(Office.of(folder, holdings, store, suite, source))
                          .registrarCertificates(),
                      new CmpComposer(holdings.responder(), suite, Clock.known(source)),
                      suite,
                      source)
                  .decide(received)
                  .flatMap(updates::open));
      System.out.write(
          update.reservation().serialNumber().toString(16).getBytes(StandardCharsets.US_ASCII));
      System.out.flush();
      Runtime.getRuntime().halt(137);
    }
  }

  /** Approves, or denies, what is held, up to the commit, and is gone at once. */
  static final class DiesAfterTheRuling {

    private DiesAfterTheRuling() {}

    public static void main(String[] arguments) throws Exception {
      var folder = new AuthorityFolder(Path.of(arguments[0]));
      var holdings = accepted(Holdings.read(folder));
      var clock = InstantSource.system();
      var store = Store.open(folder.data(), Schema.MIGRATIONS, clock);
      var office = accepted(Office.of(folder, holdings, store, CryptoSuite.standard(), clock));
      var id = office.approvals().pending(clock.instant()).getFirst().id();
      var ruling = new Ruling("ann", Optional.empty(), clock.instant());
      var ruled =
          accepted(
              arguments[1].equals("approve")
                  ? office
                      .approvals()
                      .approve(id, ruling, _ -> Optional.empty(), office.reserving()::reserve)
                  : office.approvals().deny(id, ruling));
      System.out.write(
          ruled
              .reservation()
              .map(reserved -> reserved.serialNumber().toString(16))
              .orElse("none")
              .getBytes(StandardCharsets.US_ASCII));
      System.out.flush();
      Runtime.getRuntime().halt(137);
    }
  }

  @TempDir private Path temp;

  private String dieWith(TestDomain domain, byte[] message) throws Exception {
    Files.write(temp.resolve("message.der"), message);
    return die(DiesAfterTheDecision.class, domain, temp.resolve("message.der").toString());
  }

  private String die(Class<?> program, TestDomain domain, String argument) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName(),
                domain.dir.toString(),
                argument)
            .redirectError(temp.resolve("stderr.txt").toFile())
            .start();
    var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(temp.resolve("stderr.txt"))).isEqualTo(137);
    return told;
  }

  @Test
  void theStartFinishesWhatWasDecidedWithTheSameSerialNumber() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var message = domain.approved(domain.maker.device("SN-1"));
      var reserved = dieWith(domain, message);
      assertThat(domain.issued()).as("nothing is issued yet").isEmpty();

      domain.start();
      assertThat(domain.issued())
          .singleElement()
          .satisfies(
              listed -> {
                assertThat(listed.serial()).endsWith(reserved);
                assertThat(listed.state()).isEqualTo("issued");
              });
      var answer = domain.send(message);
      assertThat(answer.certificate().orElseThrow().getSerialNumber().toString(16))
          .isEqualTo(reserved);
      assertThat(domain.send(message).octets()).isEqualTo(answer.octets());
      assertThat(domain.issued()).hasSize(1);
    }
  }

  @Test
  @Proves("CMP-B17")
  void whatTheProfileWasBeforeTheCrashIsMadeWhateverItSaysSince() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var profile = domain.dir.resolve("profiles.d/plc.yaml");
      Files.createDirectories(domain.dir.resolve("profiles.d"));
      Files.writeString(
          profile,
          """
          version: 1
          subject-alt-names: [{dns: "{serial}.devices.example.com"}]
          key-usages: [digital-signature, key-agreement]
          extended-key-usages: [server-auth]
          validity: 30d
          acp: {domain: acp.example.com}
          """);
      var request = domain.maker.device("SN-1").request().profile("plc").encoded();
      var message = domain.approved(request, "SN-1");
      dieWith(domain, message);
      Files.writeString(profile, "version: 1\n");

      domain.start();
      var certificate = domain.send(message).certificate().orElseThrow();
      assertThat(certificate.getSubjectAlternativeNames())
          .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("sn-1.devices.example.com"))
          .anySatisfy(name -> assertThat(name.get(0)).as("otherName").isEqualTo(0));
      assertThat(certificate.getKeyUsage()[4]).isTrue();
      assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
      assertThat(
              Duration.between(
                  certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()))
          .isLessThan(Duration.ofDays(31));
    }
  }

  @Test
  void dyingTwiceReservesOneSerialNumber() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var message = domain.approved(domain.maker.device("SN-1"));
      var reserved = dieWith(domain, message);
      assertThat(dieWith(domain, message)).isEqualTo(reserved);
      domain.start();
      assertThat(domain.issued()).hasSize(1);
    }
  }

  private TestDomain asking() throws Exception {
    return new TestDomain(temp).configured("approval: automatic", "approval: manual");
  }

  @Test
  void dyingBeforeTheDeviceIsToldToWaitHoldsOneRequest() throws Exception {
    try (var domain = asking()) {
      var message = domain.approved(domain.maker.device("SN-1"));
      assertThat(dieWith(domain, message)).isEqualTo("none");
      assertThat(dieWith(domain, message)).isEqualTo("none");
      domain.start();
      assertThat(domain.send(message).certificate()).isEmpty();
      assertThat(accepted(domain.operator.pending())).hasSize(1);
    }
  }

  @Test
  void theStartMakesTheCertificateThatWasApproved() throws Exception {
    try (var domain = asking()) {
      var message = domain.approved(domain.maker.device("SN-1"));
      dieWith(domain, message);
      var reserved = die(DiesAfterTheRuling.class, domain, "approve");
      assertThat(domain.issued()).as("nothing is issued yet").isEmpty();
      assertThat(accepted(domain.operator.pending())).isEmpty();

      domain.start();
      assertThat(domain.issued())
          .singleElement()
          .satisfies(listed -> assertThat(listed.serial()).endsWith(reserved));
      var answer = domain.send(message);
      assertThat(answer.certificate().orElseThrow().getSerialNumber().toString(16))
          .isEqualTo(reserved);
      domain.stop();
      domain.start();
      assertThat(domain.send(message).octets()).isEqualTo(answer.octets());
      assertThat(domain.issued()).hasSize(1);
    }
  }

  @Test
  void aDenialOutlivesTheCrash() throws Exception {
    try (var domain = asking()) {
      var message = domain.approved(domain.maker.device("SN-1"));
      dieWith(domain, message);
      assertThat(die(DiesAfterTheRuling.class, domain, "deny")).isEqualTo("none");
      domain.start();
      var answer = domain.send(message);
      assertThat(answer.text()).isEqualTo("the request is not authorised");
      assertThat(domain.send(message).octets()).isEqualTo(answer.octets());
      assertThat(domain.issued()).isEmpty();
    }
  }

  private static byte[] kur(TestDomain domain) throws Exception {
    return new TestDevice("line 2", domain.registrar(), TestDevice.SUITE.generateKeyPair())
        .request()
        .type(PKIBody.TYPE_KEY_UPDATE_REQ)
        .encoded();
  }

  private String dieWithKur(TestDomain domain, byte[] message) throws Exception {
    Files.write(temp.resolve("message.der"), message);
    return die(DiesAfterTheUpdate.class, domain, temp.resolve("message.der").toString());
  }

  @Test
  void theStartFinishesTheUpdateOfARegistrarWithTheSameSerialNumber() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var message = kur(domain);
      var reserved = dieWithKur(domain, message);
      assertThat(dieWithKur(domain, message)).isEqualTo(reserved);
      domain.start();
      var answer = domain.send(message);
      assertThat(answer.certificate().orElseThrow().getSerialNumber().toString(16))
          .isEqualTo(reserved);
      assertThat(domain.send(message).octets()).isEqualTo(answer.octets());
      assertThat(domain.journal())
          .filteredOn(line -> line.kind().equals("registrar.issued"))
          .hasSize(2);
    }
  }

  @Test
  void aRegistrarThatIsRevokedMeanwhileGetsNothing() throws Exception {
    try (var domain = new TestDomain(temp)) {
      dieWithKur(domain, kur(domain));
      accepted(
          domain.operator.revoke(
              new RevocationOrder(
                  RevocationOrder.Kind.REGISTRAR,
                  "line 2",
                  RevocationReason.KEY_COMPROMISE,
                  "op",
                  Optional.empty())));
      domain.start();
      var journal = domain.journal();
      assertThat(journal).filteredOn(line -> line.kind().equals("registrar.issued")).hasSize(1);
      assertThat(journal)
          .filteredOn(line -> line.kind().equals("registrar-update.denied"))
          .singleElement()
          .satisfies(line -> assertThat(line.details().get("cause")).contains("revoked since"));
    }
  }
}
