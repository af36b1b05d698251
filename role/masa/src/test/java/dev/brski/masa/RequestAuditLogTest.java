package dev.brski.masa;

import static dev.brski.masa.World.SUITE;
import static dev.brski.masa.World.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.masa.ledger.Schema;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Paths;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log as registrars get it, over TLS and by curl. */
class RequestAuditLogTest {

  @TempDir Path temporary;

  private Running masa;
  private World world;

  @BeforeEach
  void start() throws Exception {
    masa = new Running(temporary);
    world = masa.world;
  }

  @AfterEach
  void stop() {
    masa.close();
  }

  @Test
  @Proves({"W3", "MA-13", "MA-15"})
  void theSameRequestThatGotAVoucherGetsTheLogThatHasIt() throws Exception {
    var rvr = world.rvr();
    assertThat(masa.log(rvr).status()).isEqualTo(404);

    assertThat(masa.voucher(rvr).status()).isEqualTo(200);
    var answer = masa.log(rvr);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.content().mediaType()).isEqualTo(MediaTypes.JSON);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.text())
        .startsWith("{\"version\":1,\"events\":[{\"date\":\"")
        .endsWith(
            "\"truncation\":{\"nonced duplicates\":0,\"nonceless duplicates\":0,"
                + "\"arbitrary\":0}}");
    var event = answer.log().events().getFirst();
    assertThat(event.domainId()).isEqualTo(AuditLog.domainId(world.domainRoot.leaf()));
    assertThat(event.nonce()).contains(world.nonce);
    assertThat(event.assertion()).isEqualTo(Assertion.PROXIMITY);
    assertThat(event.truncated()).isEmpty();
    assertThat(answer.log().events()).hasSize(1);
    assertThat(answer.log().tolerances()).isEmpty();
  }

  @Test
  @Proves({"W18", "MA-21"})
  void whatIsToleratedInARequestIsLoggedForVouchersAndForLogs() throws Exception {
    var chain = world.registrar.chain();
    var json = new String(world.registrarRequest(world.pvr()).toJson(), StandardCharsets.UTF_8);
    var odd = json.replace("ietf-voucher-request:voucher", "ietf-voucher:voucher");
    var rvr = sign(odd.getBytes(StandardCharsets.UTF_8), world.registrar, chain);
    try (var log = LogLines.of("dev.brski.masa")) {
      assertThat(masa.voucher(rvr).status()).isEqualTo(200);
      assertThat(log.all())
          .containsOnlyOnce("INFO device ACME-0001: tolerated: [voucher-key-in-request]");
    }
    masa.restart();
    try (var log = LogLines.of("dev.brski.masa")) {
      assertThat(masa.log(rvr).status()).isEqualTo(200);
      assertThat(log.all())
          .containsOnlyOnce("INFO device ACME-0001: tolerated: [voucher-key-in-request]");
    }
    try (var log = LogLines.of("dev.brski.masa")) {
      assertThat(masa.voucher(world.rvr()).status()).isEqualTo(200);
      assertThat(log.all()).noneMatch(line -> line.contains("tolerated"));
    }
  }

  @Test
  @Proves({"MA-14", "MA-13"})
  void theLogIsAbridgedForRegistrarsAndWholeForTheOperator() throws Exception {
    for (int round = 0; round < 3; round++) {
      var pvr = world.anotherPvr();
      var rvr = world.rvr(pvr, world.registrar.chain());
      masa.voucher(rvr);
      var last = masa.log(rvr).log();
      assertThat(last.events()).hasSize(1);
      assertThat(last.events().getFirst().nonce()).isEqualTo(World.read(pvr).leaves().nonce());
      assertThat(last.events().getFirst().truncated().orElse(0L)).isEqualTo(round);
      assertThat(last.noncedDuplicates()).isEqualTo(round);
      assertThat(masa.whole().events()).hasSize(round + 1);
      assertThat(masa.whole().noncedDuplicates()).isZero();
    }
    var other = List.of(world.domainCa.leaf(), world.registrar.leaf());
    masa.voucher(world.rvr(world.anotherPvr(), other));
    var both = masa.log(world.rvr(world.anotherPvr(), other)).log();
    assertThat(both.events()).hasSize(2);
    assertThat(both.events().getLast().domainId())
        .isEqualTo(AuditLog.domainId(world.domainCa.leaf()));
    assertThat(both.noncedDuplicates()).isEqualTo(2);
  }

  @Test
  @Proves({"MA-15", "W3"})
  void whoWasNeverOwnerIsToldWhatWhoAsksForNoDeviceIsTold() throws Exception {
    masa.voucher(world.rvr());
    var known = masa.log(world.rvr());
    assertThat(known.status()).isEqualTo(200);
    var elsewhere = world.foreignRegistrar;
    var foreign = world.foreignDevice("ACME-0001");

    var answers =
        List.of(
            masa.log(request(world.device, "ACME-0001", elsewhere)),
            masa.log(request(world.device("ACME-0002"), "ACME-0002", elsewhere)),
            masa.log(request(world.device("ACME-0002"), "ACME-0002", world.registrar)),
            masa.log(request(foreign, "ACME-0001", world.registrar)),
            masa.log(request(world.device, "ACME-0001", forged(world.domainRoot.leaf()))));

    for (var answer : answers) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).isEqualTo(answers.getFirst().text());
      assertThat(withoutDate(answer)).isEqualTo(withoutDate(answers.getFirst()));
    }
    assertThat(answers.getFirst().text()).startsWith("8995-5.8-owner: ");
    assertThat(masa.whole().events()).hasSize(1);
  }

  @Test
  @Proves("MA-15")
  void aFormerOwnerSeesWhoCameAfterIt() throws Exception {
    masa.voucher(world.rvr());
    masa.voucher(request(world.device, "ACME-0001", world.foreignRegistrar));

    for (var owner : List.of(world.registrar, world.foreignRegistrar)) {
      assertThat(masa.log(request(world.device, "ACME-0001", owner)).log().events())
          .extracting(AuditLog.Event::domainId)
          .containsExactly(
              AuditLog.domainId(world.domainRoot.leaf()),
              AuditLog.domainId(world.foreignRegistrar.chain().getLast()));
    }
  }

  @Test
  @Proves("MA-15")
  void aDomainIsKnownByItsKeyUnderAnotherCertificateToo() throws Exception {
    masa.voucher(world.rvr());

    var renewed = world.rvr(world.anotherPvr(), world.chainUnderOneMoreRoot());
    assertThat(masa.log(renewed).status()).isEqualTo(200);

    masa.voucher(
        world.rvr(world.anotherPvr(), List.of(world.domainCa.leaf(), world.registrar.leaf())));
    masa.restart("pin: lowest-ca");
    assertThat(masa.log(masa.anotherRvr()).log().events()).hasSize(2);
  }

  @Test
  @Proves("MA-15")
  void aRequestMayBeOldButItsSignerMustBeValidAndARegistrar() throws Exception {
    masa.voucher(world.rvr());
    var sound = world.registrarRequest(world.pvr());
    var old =
        sign(
            dated(sound, Instant.now().minus(Duration.ofDays(4000))).toJson(),
            world.registrar,
            world.registrar.chain());
    assertThat(masa.voucher(old).text()).startsWith("8995-5.6-stale: ");
    assertThat(masa.log(old).status()).isEqualTo(200);

    var former = world.expiredRegistrar();
    var flipped = masa.anotherRvr();
    flipped[flipped.length - 1] ^= 1;
    assertRefused(masa.log(sign(sound.toJson(), former, former.chain())), 403, "8995-5.5.2-chain");
    assertRefused(masa.log(flipped), 403, "8995-5.5.3-signature");
    assertRefused(
        masa.log(sign(sound.toJson(), world.ldevid, world.ldevid.chain())),
        403,
        "8995-5.5.4-cmcRA");
    assertRefused(
        masa.log(sign(sound.toJson(), world.foreignRegistrar, world.foreignRegistrar.chain())),
        403,
        "8995-5.5.5-proximity");
    assertRefused(masa.log(new byte[] {0x30, 0x03, 0x02, 0x01, 0x00}), 400, "V-5.4-cms");
  }

  @Test
  @Proves("W3")
  void otherMediaTypesMethodsAndSizesAreRefused() throws Exception {
    assertThat(masa.post(Paths.REQUEST_AUDIT_LOG, MediaTypes.JSON, world.rvr()).status())
        .isEqualTo(415);
    assertThat(masa.get(Paths.REQUEST_AUDIT_LOG).status()).isEqualTo(405);
    assertThat(masa.log(new byte[200_000]).status()).isEqualTo(413);
  }

  @Test
  @Proves({"W3", "MA-15"})
  void aPreparedLogStandsUnderANameThatSaysNothing() throws Exception {
    masa.restart("audit-log: link");
    masa.voucher(world.rvr());
    var made = masa.log(world.rvr());

    assertThat(made.status()).isEqualTo(201);
    var location = made.header("Location").orElseThrow();
    assertThat(location).matches("/auditlog/[A-Za-z0-9_-]{43}");
    var first = masa.get(location);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.content().mediaType()).isEqualTo(MediaTypes.JSON);
    assertThat(first.header("Cache-Control").orElseThrow())
        .matches("private, max-age=\\d{5}, immutable");
    assertThat(first.log().events()).hasSize(1);
    assertThat(masa.log(world.rvr()).header("Location")).contains(location);

    masa.voucher(masa.anotherRvr());
    var newer = masa.log(world.rvr()).header("Location").orElseThrow();
    assertThat(newer).isNotEqualTo(location);
    masa.restart();
    assertThat(masa.get(location).content().body()).isEqualTo(first.content().body());
    assertThat(masa.get(newer).log().noncedDuplicates()).isEqualTo(1);

    for (var wrong : List.of("/auditlog/", "/auditlog/ACME-0001", location + "x", "/auditlog")) {
      assertThat(masa.get(wrong).status()).as(wrong).isEqualTo(404);
    }
    assertThat(masa.get(location, "--request", "DELETE").status()).isEqualTo(405);
  }

  @Test
  @Proves({"MA-14", "AU-8"})
  void aStrangersEntryDoesNotDisappearBehindOneOfTheDomainWhoseIdentifierItBorrowed()
      throws Exception {
    masa.voucher(world.rvr());
    var stranger = forged(world.domainRoot.leaf());
    assertThat(masa.voucher(request(world.device, "ACME-0001", stranger)).status()).isEqualTo(200);
    masa.voucher(masa.anotherRvr());

    var log = masa.log(world.rvr()).log();

    assertThat(log.events())
        .extracting(AuditLog.Event::domainId)
        .hasSize(2)
        .containsOnly(AuditLog.domainId(world.domainRoot.leaf()));
    assertThat(log.events().getFirst().truncated()).isEmpty();
    assertThat(log.events().getLast().truncated()).contains(1L);
    assertThat(log.noncedDuplicates()).isEqualTo(1);
  }

  @Test
  @Proves({"W3", "MA-15"})
  void aDomainHasFourPreparedLogsOfADeviceAndThenIsTold() throws Exception {
    masa.restart("audit-log: link", "audit-log-link-lifetime: 1h");
    masa.voucher(world.rvr());
    for (int more = 0; more < 4; more++) {
      assertThat(masa.log(world.rvr()).status()).isEqualTo(201);
      masa.voucher(masa.anotherRvr());
    }

    var told = masa.log(world.rvr());
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.log().noncedDuplicates()).isEqualTo(4);
    assertThat(masa.log(world.rvr()).status()).isEqualTo(200);
    masa.voucher(request(world.device, "ACME-0001", world.foreignRegistrar));
    assertThat(masa.log(request(world.device, "ACME-0001", world.foreignRegistrar)).status())
        .as("another domain has its own")
        .isEqualTo(201);

    masa.restart(InstantSource.offset(Running.CLOCK, Duration.ofMinutes(62)));
    assertThat(masa.log(world.rvr()).status()).as("their life is over").isEqualTo(201);
  }

  @Test
  @Proves({"W3", "MA-15"})
  void aPreparedLogIsTheDomainsWhateverKeyItsClientsShow() throws Exception {
    masa.voucher(world.rvr());
    masa.restart("audit-log: link", "audit-log-clients: domain");
    var location = masa.log(world.rvr(), masa.showing(world.registrar)).header("Location");

    for (int more = 0; more < 6; more++) {
      var client = masa.showing(successor());
      assertThat(masa.log(world.rvr(), client).header("Location")).isEqualTo(location);
      assertThat(masa.get(location.orElseThrow(), client).status()).isEqualTo(200);
    }

    assertThat(masa.get(location.orElseThrow(), masa.showing(world.foreignRegistrar)).status())
        .isEqualTo(404);
    masa.stop();
    try (var store = Store.open(masa.dir.resolve("data"), Schema.MIGRATIONS, Running.CLOCK)) {
      List<String> kept =
          store.read(rows -> rows.query("SELECT slug FROM audit_link", row -> row.text("slug")));
      assertThat(kept).hasSize(1);
      assertThat(store.journalAfter(0, 1000)).noneMatch(line -> line.kind().contains("audit log"));
    }
  }

  @Test
  @Proves({"W3", "MA-15"})
  void aPreparedLogHasAnEnd() throws Exception {
    masa.restart("audit-log: link", "audit-log-link-lifetime: 1h");
    masa.voucher(world.rvr());
    var location = masa.log(world.rvr()).header("Location").orElseThrow();

    masa.restart(InstantSource.offset(Running.CLOCK, Duration.ofMinutes(40)));
    assertThat(masa.get(location).status()).isEqualTo(200);
    var another = masa.log(world.rvr()).header("Location").orElseThrow();
    assertThat(another).isNotEqualTo(location);

    masa.restart(InstantSource.offset(Running.CLOCK, Duration.ofMinutes(61)));
    assertThat(masa.get(location).status()).isEqualTo(404);
    assertThat(masa.get(another).status()).isEqualTo(200);
    masa.restart(InstantSource.offset(Running.CLOCK, Duration.ofMinutes(200)));
    masa.log(world.rvr());
    masa.stop();
    try (var store = Store.open(masa.dir.resolve("data"), Schema.MIGRATIONS, Running.CLOCK)) {
      List<String> kept =
          store.read(rows -> rows.query("SELECT slug FROM audit_link", row -> row.text("slug")));
      assertThat(kept).hasSize(1);
    }
  }

  @Test
  @Proves({"W3", "MA-15"})
  void aPreparedLogThatWasOverStaysSoThoughTheClockIsPutBack() throws Exception {
    masa.restart("audit-log: link", "audit-log-link-lifetime: 1h");
    masa.voucher(world.rvr());
    var fetched = masa.log(world.rvr()).header("Location").orElseThrow();
    masa.restart(InstantSource.offset(Running.CLOCK, Duration.ofMinutes(40)));
    var other = masa.log(world.rvr()).header("Location").orElseThrow();
    assertThat(other).isNotEqualTo(fetched);

    masa.restart(InstantSource.offset(Running.CLOCK, Duration.ofMinutes(70)));
    masa.restart(InstantSource.offset(Running.CLOCK, Duration.ofMinutes(10)));
    assertThat(masa.get(fetched).status()).as("over when the program started").isEqualTo(404);

    masa.restart(InstantSource.offset(Running.CLOCK, Duration.ofMinutes(45)));
    assertThat(masa.get(other).status()).as("not over yet").isEqualTo(200);
    assertThat(masa.get(fetched).status()).isEqualTo(404);
  }

  @Test
  void onAScarceDiskTheLogIsToldInsteadOfPrepared() throws Exception {
    masa.voucher(world.rvr());
    masa.restart("audit-log: link", "free-space-at-least: 9999999 GiB");

    assertThat(masa.log(world.rvr()).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-15")
  void whereClientsMustShowTheirDomainNobodyElseSeesALog() throws Exception {
    masa.voucher(world.rvr());
    masa.restart("audit-log-clients: domain");

    var rvr = world.rvr();
    assertRefused(masa.log(rvr), 403, "8995-5.4-client");
    assertRefused(masa.log(rvr, masa.showing(world.foreignRegistrar)), 403, "8995-5.4-client");
    assertThat(masa.log(rvr, masa.showing(world.registrar)).status()).isEqualTo(200);
    assertThat(masa.log(rvr, masa.showing(successor())).status()).isEqualTo(200);

    masa.restart("audit-log: link");
    var location = masa.log(rvr, masa.showing(world.registrar)).header("Location").orElseThrow();
    assertThat(masa.get(location).status()).isEqualTo(404);
    assertThat(masa.get(location, masa.showing(world.foreignRegistrar)).status()).isEqualTo(404);
    assertThat(masa.get(location, masa.showing(successor())).status()).isEqualTo(200);
    assertThat(masa.get(location, masa.showing(world.registrar)).status()).isEqualTo(200);
  }

  @Test
  void whatWasIssuedBeforeKeysWereNotedIsShownToItsOwners() throws Exception {
    var rvr = world.rvr();
    masa.voucher(rvr);
    masa.stop();
    try (var store = Store.open(masa.dir.resolve("data"), Schema.MIGRATIONS, Running.CLOCK)) {
      store.change(
          transaction ->
              transaction.updateOne("UPDATE audit_event SET domain_key = ?", Optional.empty()));
    }
    masa.restart();

    assertThat(masa.log(rvr).log().events()).hasSize(1);
    assertThat(masa.log(request(world.device, "ACME-0001", world.foreignRegistrar)).status())
        .isEqualTo(404);
  }

  @Test
  void theOperatorSeesALongLogWholeOfARunningMasaToo() throws Exception {
    masa.voucher(world.rvr());
    masa.stop();
    try (var store = Store.open(masa.dir.resolve("data"), Schema.MIGRATIONS, Running.CLOCK)) {
      store.change(
          transaction -> {
            for (int i = 0; i < 4200; i++) {
              transaction.update(
                  "INSERT INTO voucher (id, device, request_sha256, issued_at, request, content)"
                      + " SELECT id || ?, device, randomblob(32), issued_at, x'00', x'00'"
                      + " FROM voucher ORDER BY id LIMIT 1",
                  "-" + i);
              transaction.update(
                  "INSERT INTO audit_event (voucher, device, at, domain_id, nonce, assertion,"
                      + " domain_key) SELECT voucher || ?, device, at, domain_id, nonce, assertion,"
                      + " domain_key FROM audit_event ORDER BY voucher LIMIT 1",
                  "-" + i);
            }
          });
    }
    assertThat(masa.whole().events()).hasSize(4201);
    masa.restart();

    assertThat(masa.whole().events()).hasSize(4201);
    var shown = masa.log(world.rvr()).log();
    assertThat(shown.events()).hasSize(1);
    assertThat(shown.noncedDuplicates()).isEqualTo(1024);
  }

  private static void assertRefused(Running.Answer answer, int status, String rule) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).startsWith(rule + ": ");
  }

  private static List<String> withoutDate(Running.Answer answer) {
    return answer.head().lines().filter(line -> !line.startsWith("Date:")).toList();
  }

  /** Another registrar of the domain, or the same with a new key. */
  private Credential successor() {
    var now = Instant.now();
    return new CertificateIssuer(SUITE)
        .credential(
            world.domainCa,
            CertificateProfile.registrar(
                "Plant registrar 2",
                Validity.lasting(now.minus(Duration.ofMinutes(5)), Duration.ofDays(9))));
  }

  /** What a registrar sends for a device that is connected to it. */
  private byte[] request(Credential device, String serialNumber, Credential registrar) {
    var pledge =
        PledgeVoucherRequest.proximity(
            Optional.of(Instant.now()), serialNumber, Nonce.random(SUITE), registrar.leaf());
    var pvr = sign(pledge.toJson(), device, device.chain());
    return sign(
        RegistrarVoucherRequest.onBehalfOf(
                World.read(pvr), device.leaf(), serialNumber, Instant.now())
            .toJson(),
        registrar,
        registrar.chain());
  }

  private static RegistrarVoucherRequest dated(RegistrarVoucherRequest sound, Instant createdOn) {
    return new RegistrarVoucherRequest(
        Optional.of(createdOn),
        sound.assertion(),
        sound.serialNumber(),
        sound.idevidIssuer(),
        sound.nonce(),
        sound.priorSignedVoucherRequest(),
        Optional.empty());
  }

  /** A registrar under a root of a stranger that says it has the key identifier of another. */
  private static Credential forged(X509Certificate victim) throws Exception {
    var keys = SUITE.generateKeyPair();
    var name = new X500Name(victim.getSubjectX500Principal().getName());
    var now = Instant.now();
    var builder =
        new X509v3CertificateBuilder(
            name,
            BigInteger.TEN,
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(9))),
            name,
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new SubjectKeyIdentifier(Certificates.subjectKeyIdentifier(victim).orElseThrow()));
    var root =
        Certificates.parse(builder.build(SUITE.contentSigner(keys.getPrivate())).getEncoded());
    assertThat(AuditLog.domainId(root)).isEqualTo(AuditLog.domainId(victim));
    return new CertificateIssuer(SUITE)
        .credential(
            new Credential(keys.getPrivate(), new ArrayList<>(List.of(root))),
            CertificateProfile.registrar(
                "Stranger",
                Validity.lasting(now.minus(Duration.ofMinutes(5)), Duration.ofDays(8))));
  }
}
