package dev.brski.masa;

import static dev.brski.masa.World.SUITE;
import static dev.brski.masa.World.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.masa.ledger.Schema;
import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.SalesLine;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.ScriptedHttp;
import dev.brski.proof.kit.ScriptedServer;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registrars whose certificates their own domain has revoked. */
class RegistrarStatusTest {

  private static final String REVOKED =
      "8995-5.5.3-revoked: a certificate of the registrar is revoked\n";
  private static final String UNKNOWN =
      "8995-5.5.3-status: whether the registrar's certificates are revoked is not known\n";
  private static final String NOWHERE = "http://crl.example.org/plant.crl";
  private static final String LIST = "application/pkix-crl";

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
  @Proves("MA-5")
  void oneThatIsRevokedGetsNothingAndItsListIsFetchedOnce() throws Exception {
    var content = new AtomicReference<>(new byte[0]);
    var http = serving(content);
    try (var server = ScriptedServer.plain(0, http)) {
      masa.restart(asking(server.address(), "refuse"));
      var registrar = world.registrarListedAt("http://" + server.address() + "/plant.crl");
      content.set(world.list(world.domainCa, registrar.leaf()));
      var request = world.rvr(registrar);

      assertThat(masa.voucher(request).status()).isEqualTo(403);
      assertThat(masa.voucher(request).text()).isEqualTo(REVOKED);
      assertThat(masa.log(request).status()).isEqualTo(403);
      assertThat(masa.log(request).text()).isEqualTo(REVOKED);

      assertThat(masa.whole().events()).isEmpty();
      assertThat(http.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  @Proves("MA-5")
  void oneThatIsNotGetsItsVoucherAndItsLog() throws Exception {
    var http = serving(new AtomicReference<>(world.list(world.domainCa, world.registrar.leaf())));
    try (var server = ScriptedServer.plain(0, http)) {
      masa.restart(asking(server.address(), "refuse"));
      var registrar = world.registrarListedAt("http://" + server.address() + "/plant.crl");
      var request = world.rvr(registrar);

      assertThat(masa.voucher(request).status()).isEqualTo(200);
      assertThat(masa.voucher(world.rvr(registrar)).status()).isEqualTo(200);
      assertThat(masa.log(request).status()).isEqualTo(200);
      assertThat(http.requests("/plant.crl")).hasSize(1);
      assertThat(masa.voucher(world.rvr()).status())
          .as("a certificate that names no list is not looked up")
          .isEqualTo(200);
    }
  }

  @Test
  @Proves({"MA-5", "MA-9"})
  void revokingItIsHowAnOwnerStopsRenewals() throws Exception {
    var owners = new OwnershipView(masa.dir, Running.CLOCK);
    accepted(
        owners.add(
            new CustomerOrder("Plant", false, List.of(pem(world.domainRoot)), List.of(), "op")
                .withNonceless()));
    var sale =
        new SalesLine(1, "ACME-0001", Optional.of("Plant"), Optional.empty(), Optional.empty());
    accepted(owners.sell(new SalesOrder(List.of(sale), List.of(), true, false, "x", "op")));
    var settings = Files.readString(masa.dir.resolve("brski.yaml"));
    masa.file("brski.yaml", settings.replace("  allowed: false", "  allowed: true"));
    masa.restart();
    var old = masa.voucher(world.nonceless()).content().body();
    var renewal = World.nonceless(world.registrar, "ACME-0001", Optional.of(old));
    assertThat(masa.voucher(renewal).status()).isEqualTo(200);

    put(world.list(world.domainCa, world.registrar.leaf()));

    var again = World.nonceless(world.registrar, "ACME-0001", Optional.of(old));
    assertThat(masa.voucher(again).text()).isEqualTo(REVOKED);
    assertThat(masa.voucher(renewal).text()).isEqualTo(REVOKED);
    assertThat(masa.voucher(world.nonceless()).text()).isEqualTo(REVOKED);
    assertThat(masa.whole().events()).hasSize(2);
    var other = World.nonceless(world.otherRegistrar(), "ACME-0001", Optional.of(old));
    assertThat(masa.voucher(other).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-5")
  void theIssuingAuthorityCanBeRevokedToo() throws Exception {
    put(world.list(world.domainRoot, world.domainCa.leaf()));
    assertThat(masa.voucher(world.rvr()).text()).isEqualTo(REVOKED);
    assertThat(masa.voucher(world.rvr(world.millRegistrar)).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-5")
  void whoLeavesItsAuthorityOutIsLookedUpAllTheSame() throws Exception {
    know(world.domainCa);
    put(world.list(world.domainCa, world.registrar.leaf()));
    var alone = new Credential(world.registrar.key(), List.of(world.registrar.leaf()));

    assertRevoked(alone);
    assertThat(masa.voucher(World.nonceless(alone, "ACME-0001", Optional.empty())).text())
        .isEqualTo(REVOKED);
    assertThat(masa.voucher(world.rvr(world.otherRegistrar())).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-5")
  void anAuthorityBelowTheOneThatIsLeftOutIsLookedUpToo() throws Exception {
    know(world.domainRoot);
    put(world.list(world.domainRoot, world.domainCa.leaf()));

    assertRevoked(
        new Credential(
            world.registrar.key(), List.of(world.registrar.leaf(), world.domainCa.leaf())));
  }

  @Test
  @Proves("MA-5")
  void whoseAuthorityNobodyKnowsHasNoStatus() throws Exception {
    var alone = new Credential(world.registrar.key(), List.of(world.registrar.leaf()));
    put(world.list(world.domainCa));
    assertThat(masa.voucher(world.rvr(alone)).status()).isEqualTo(200);
    masa.restart("registrar-status:", "  without-answer: refuse");
    assertThat(masa.voucher(world.rvr(alone)).text()).isEqualTo(UNKNOWN);
    know(world.domainCa);
    assertThat(masa.voucher(world.rvr(alone)).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-5")
  void whatIsNotKnownOfARegistrarStandsInTheJournalWithTheVoucher() throws Exception {
    var alone = new Credential(world.registrar.key(), List.of(world.registrar.leaf()));
    put(world.list(world.domainCa));
    assertThat(masa.voucher(world.rvr(alone)).status()).isEqualTo(200);
    know(world.domainCa);
    assertThat(masa.voucher(world.rvr(alone)).status()).isEqualTo(200);

    assertThat(statusesOfRegistrars())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("unknown: who has issued"),
            second -> assertThat(second).isEqualTo("none noted"));
  }

  private List<String> statusesOfRegistrars() throws Exception {
    masa.stop();
    try (var store = Store.open(masa.dir.resolve("data"), Schema.MIGRATIONS, Running.CLOCK)) {
      return store.journalAfter(0, 1000).stream()
          .filter(entry -> entry.kind().equals("voucher issued"))
          .map(entry -> entry.details().getOrDefault("registrar-status", "none noted"))
          .toList();
    }
  }

  @Test
  @Proves("MA-5")
  void aForgedAuthorityDoesNotSayWhichListsCount() throws Exception {
    put(world.list(world.domainCa, world.registrar.leaf()));
    assertRevoked(world.underAForgedAuthority());
  }

  @Test
  @Proves("MA-5")
  void noKeySpeaksForItsOwnCertificate() throws Exception {
    masa.restart("registrar-status:", "  without-answer: refuse");
    var registrar = world.registrarListedAt(NOWHERE);
    var itself = world.underItself(registrar);
    var own = world.list(new Credential(itself.key(), List.of(itself.chain().getLast())));

    assertThat(masa.voucher(stapled(world.rvr(itself), own)).status()).isNotEqualTo(200);
    put(own);
    know(new Credential(itself.key(), List.of(itself.chain().getLast())));
    var alone = new Credential(registrar.key(), List.of(registrar.leaf()));
    assertThat(masa.voucher(stapled(world.rvr(alone), own)).text()).isEqualTo(UNKNOWN);
    assertThat(masa.whole().events()).isEmpty();
  }

  private void assertRevoked(Credential registrar) throws Exception {
    var request = world.rvr(registrar);
    assertThat(masa.voucher(request).text()).isEqualTo(REVOKED);
    assertThat(masa.log(request).text()).isEqualTo(REVOKED);
    assertThat(masa.voucher(request).status()).isEqualTo(403);
  }

  private void know(Credential authority) throws Exception {
    accepted(
        new OwnershipView(masa.dir, Running.CLOCK)
            .add(new CustomerOrder("Plant", false, List.of(pem(authority)), List.of(), "op")));
  }

  @Test
  @Proves("MA-5")
  void whatWasRevokedStaysSoWhenTheListIsOver() throws Exception {
    var now = Instant.now();
    var registrar = world.registrarListedAt(NOWHERE);
    for (var from : List.of(now.minus(Duration.ofDays(2)), now.plus(Duration.ofHours(1)))) {
      put(world.list(world.domainCa, from, 1, registrar.leaf()));
      assertRevoked(registrar);
    }
    put(world.list(world.domainCa, now.minus(Duration.ofDays(2)), 1, registrar.leaf()));
    Files.write(
        masa.dir.resolve("crls/older.crl"),
        world.list(world.domainCa, now.minus(Duration.ofDays(3)), 1));
    assertRevoked(registrar);
    Files.write(masa.dir.resolve("crls/newer.crl"), world.list(world.domainCa));
    assertThat(masa.voucher(world.rvr(registrar)).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-5")
  void whatIsOnHoldIsRevokedUntilANewerListFreesIt() throws Exception {
    var earlier = Instant.now().minus(Duration.ofHours(2));
    put(world.list(world.domainCa, earlier, 6, world.registrar.leaf()));
    assertThat(masa.voucher(world.rvr()).text()).isEqualTo(REVOKED);

    Files.write(masa.dir.resolve("crls/newer.crl"), world.list(world.domainCa));
    assertThat(masa.voucher(world.rvr()).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-5")
  void aListThatIsNotValidIsAsNone() throws Exception {
    masa.restart("registrar-status:", "  without-answer: refuse");
    var registrar = world.registrarListedAt(NOWHERE);
    for (var list : unusable(registrar.leaf()).entrySet()) {
      put(list.getValue());
      assertThat(masa.voucher(world.rvr(registrar)).text()).as(list.getKey()).isEqualTo(UNKNOWN);
    }
    assertThat(masa.whole().events()).isEmpty();
    put(world.list(world.domainCa, registrar.leaf()));
    assertThat(masa.voucher(world.rvr(registrar)).text()).isEqualTo(REVOKED);
    put(world.list(world.domainCa));
    assertThat(masa.voucher(world.rvr(registrar)).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-5")
  void withoutAListDevicesGoOnUnlessTheManufacturerWantsOtherwise() throws Exception {
    var registrar = world.registrarListedAt(NOWHERE);
    for (var list : unusable(registrar.leaf()).entrySet()) {
      put(list.getValue());
      assertThat(masa.voucher(world.rvr(registrar)).status()).as(list.getKey()).isEqualTo(200);
    }
  }

  private Map<String, byte[]> unusable(X509Certificate revoked) throws Exception {
    var now = Instant.now();
    var all = new LinkedHashMap<String, byte[]>();
    var namesake = new World().domainCa;
    all.put("by another key", world.list(namesake, revoked));
    all.put("of another issuer", world.list(world.domainRoot, revoked));
    all.put("expired", world.list(world.domainCa, now.minus(Duration.ofDays(2)), 1));
    all.put("to come", world.list(world.domainCa, now.plus(Duration.ofHours(1)), 1));
    all.put(
        "delta", list(revoked, Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE)));
    all.put(
        "indirect",
        list(
            revoked,
            Extension.issuingDistributionPoint,
            true,
            new IssuingDistributionPoint(null, true, false)));
    all.put(
        "not understood",
        list(revoked, new ASN1ObjectIdentifier("2.25.4711"), true, DERNull.INSTANCE));
    var flipped = world.list(world.domainCa, revoked);
    flipped[flipped.length - 1] ^= 1;
    all.put("damaged", flipped);
    all.put("no list", "nothing".getBytes(StandardCharsets.US_ASCII));
    return all;
  }

  private byte[] list(
      X509Certificate revoked, ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value)
      throws Exception {
    var now = Instant.now();
    return new X509v2CRLBuilder(
            X500Name.getInstance(world.domainCa.leaf().getSubjectX500Principal().getEncoded()),
            Date.from(now))
        .setNextUpdate(Date.from(now.plus(Duration.ofDays(1))))
        .addCRLEntry(revoked.getSerialNumber(), Date.from(now), 1)
        .addExtension(oid, critical, value)
        .build(SUITE.contentSigner(world.domainCa.key()))
        .getEncoded();
  }

  @Test
  @Proves("MA-5")
  void opensslMakesTheList() throws Exception {
    var registrar = world.registrarListedAt(NOWHERE);
    var ca = temporary.resolve("ca");
    Files.createDirectories(ca);
    world.domainCa.write(ca.resolve("ca.pem"), ca.resolve("ca.key"));
    var time = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    Files.writeString(
        ca.resolve("index.txt"),
        "R\t%s\t%s,keyCompromise\t%s\tunknown\t/CN=Listed registrar\n"
            .formatted(
                time.format(registrar.leaf().getNotAfter().toInstant()),
                time.format(Instant.now().minus(Duration.ofMinutes(1))),
                Certificates.serialNumber(registrar.leaf()).toUpperCase(Locale.ROOT)));
    Files.writeString(ca.resolve("crlnumber"), "01\n");
    Files.writeString(
        ca.resolve("ca.cnf"),
        """
        [ca]
        default_ca = plant
        [plant]
        database = %1$s/index.txt
        crlnumber = %1$s/crlnumber
        default_md = sha256
        default_crl_days = 7
        crl_extensions = extensions
        [extensions]
        authorityKeyIdentifier = keyid
        """
            .formatted(ca));
    Files.createDirectories(masa.dir.resolve("crls"));
    Curl.run(
        temporary,
        List.of(
            "openssl",
            "ca",
            "-gencrl",
            "-config",
            ca.resolve("ca.cnf").toString(),
            "-cert",
            ca.resolve("ca.pem").toString(),
            "-keyfile",
            ca.resolve("ca.key").toString(),
            "-out",
            masa.dir.resolve("crls/plant.pem").toString()));

    assertThat(masa.voucher(world.rvr(registrar)).text()).isEqualTo(REVOKED);
    assertThat(masa.voucher(world.rvr()).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-5")
  void aServerThatIsNotListedIsNotConnectedTo() throws Exception {
    try (var server = ScriptedServer.plain(0, ScriptedServer.silence());
        var other = ScriptedServer.plain(0, ScriptedServer.silence())) {
      masa.restart(asking(other.address(), "refuse"));
      var registrar = world.registrarListedAt("http://" + server.address() + "/plant.crl");

      assertThat(masa.voucher(world.rvr(registrar)).text()).isEqualTo(UNKNOWN);
      assertThat(server.connections() + other.connections()).isZero();
    }
  }

  @Test
  @Proves("MA-5")
  void aNameThatLeadsToThisMachineIsNotConnectedTo() throws Exception {
    try (var server = ScriptedServer.plain(0, ScriptedServer.silence())) {
      int port = port(server);
      masa.restart(asking("localhost:" + port, "refuse"));
      var local = world.registrarListedAt("http://localhost:" + port + "/plant.crl");
      assertThat(masa.voucher(world.rvr(local)).text()).isEqualTo(UNKNOWN);

      var asked = new AtomicInteger();
      masa.restart(
          host -> {
            asked.incrementAndGet();
            return List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("127.0.0.1"));
          },
          "# nothing else");
      assertThat(masa.voucher(world.rvr(local)).text()).isEqualTo(UNKNOWN);
      assertThat(masa.voucher(world.rvr(local)).text()).isEqualTo(UNKNOWN);
      assertThat(asked).as("the answer is remembered").hasValue(1);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  @Proves("MA-5")
  void aRedirectIsNotFollowed() throws Exception {
    try (var elsewhere = ScriptedServer.plain(0, ScriptedServer.silence())) {
      var http =
          new ScriptedHttp(
              (_, out) ->
                  out.write(
                      ScriptedHttp.ascii(
                          "HTTP/1.1 302 Found\r\nLocation: http://%s/\r\nContent-Length: 0\r\n\r\n"
                              .formatted(elsewhere.address()))));
      try (var server = ScriptedServer.plain(0, http)) {
        masa.restart(
            "registrar-status:",
            "  hosts: [\"%s\",\"%s\"]".formatted(server.address(), elsewhere.address()),
            "  without-answer: refuse");
        var registrar = world.registrarListedAt("http://" + server.address() + "/plant.crl");

        assertThat(masa.voucher(world.rvr(registrar)).text()).isEqualTo(UNKNOWN);
        assertThat(masa.voucher(world.rvr(registrar)).text()).isEqualTo(UNKNOWN);
        assertThat(server.connections()).as("it is not asked at once again").isEqualTo(1);
        assertThat(elsewhere.connections()).isZero();
      }
    }
  }

  @Test
  @Proves("MA-5")
  void anAnswerWithoutEndIsGivenUpAndOthersAreServedMeanwhile() throws Exception {
    var http =
        new ScriptedHttp(
            (_, out) -> {
              out.write(ScriptedHttp.head(200, LIST, Integer.MAX_VALUE));
              endless(out);
            });
    try (var server = ScriptedServer.plain(0, http)) {
      masa.restart(asking(server.address(), "accept"));
      var registrar = world.registrarListedAt("http://" + server.address() + "/plant.crl");

      assertThat(masa.voucher(world.rvr(registrar)).status()).isEqualTo(200);
      assertThat(masa.voucher(world.rvr()).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static void endless(OutputStream out) throws IOException {
    var block = new byte[1 << 16];
    while (true) {
      out.write(block);
    }
  }

  @Test
  @Proves("MA-5")
  void aListThatTravelsWithTheRequestCounts() throws Exception {
    masa.restart("registrar-status:", "  without-answer: refuse");
    var registrar = world.registrarListedAt(NOWHERE);
    var request = world.rvr(registrar);

    assertThat(masa.voucher(request).text()).isEqualTo(UNKNOWN);
    var stapled = stapled(request, world.list(world.domainCa));
    assertThat(masa.voucher(stapled).status()).isEqualTo(200);
    assertThat(masa.log(stapled).status()).isEqualTo(200);
    assertThat(masa.log(request).text()).isEqualTo(UNKNOWN);
    var useless = unusable(registrar.leaf()).get("by another key");
    assertThat(masa.voucher(stapled(request, useless)).text()).isEqualTo(UNKNOWN);
    var revoking = world.list(world.domainCa, registrar.leaf());
    assertThat(masa.voucher(stapled(world.rvr(registrar), revoking)).text()).isEqualTo(REVOKED);

    put(world.list(world.domainCa, Instant.now().plusSeconds(60), 1, registrar.leaf()));
    assertThat(masa.voucher(stapled).text()).as("a newer one says otherwise").isEqualTo(REVOKED);
    assertThat(masa.log(stapled).text()).isEqualTo(REVOKED);
  }

  private static byte[] stapled(byte[] cms, byte[] list) throws Exception {
    var data = SignedData.getInstance(ContentInfo.getInstance(cms).getContent());
    var lists = new ASN1EncodableVector();
    lists.add(ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(list)));
    return new ContentInfo(
            CMSObjectIdentifiers.signedData,
            new SignedData(
                data.getDigestAlgorithms(),
                data.getEncapContentInfo(),
                data.getCertificates(),
                new DERSet(lists),
                data.getSignerInfos()))
        .getEncoded("DER");
  }

  @Test
  void anOperatorIsToldOfAListThatSaysNothing() throws Exception {
    put(world.list(world.domainCa, Instant.now().minus(Duration.ofDays(2)), 1));
    Files.writeString(masa.dir.resolve("crls/other.pem"), "nothing");

    assertThat(accepted(Masa.examine(masa.dir, Running.CLOCK)).findings())
        .hasSize(2)
        .allSatisfy(
            finding -> {
              assertThat(finding.stops()).isFalse();
              assertThat(finding.refusal().check()).isEqualTo(MasaCheck.REVOCATION_LIST);
            })
        .anySatisfy(
            finding ->
                assertThat(finding.refusal().cause())
                    .contains("plant.crl", "CN=Plant CA", "it is of "))
        .anySatisfy(finding -> assertThat(finding.refusal().cause()).contains("other.pem"));
  }

  @Test
  void anOperatorIsToldThatNobodyCanBeTaken() throws Exception {
    assertThat(accepted(Masa.examine(masa.dir, Running.CLOCK)).findings()).isEmpty();
    masa.set("registrar-status:", "  without-answer: refuse");
    assertThat(accepted(Masa.examine(masa.dir, Running.CLOCK)).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.stops()).isFalse();
              assertThat(finding.refusal().cause()).contains("without-answer: refuse");
            });
    put(world.list(world.domainCa));
    assertThat(accepted(Masa.examine(masa.dir, Running.CLOCK)).findings()).isEmpty();
  }

  @Test
  @Proves("MA-5")
  void aFileThatIsTooLargeOrHalfCopiedTakesNoListAway() throws Exception {
    var folder = Files.createDirectories(masa.dir.resolve("crls"));
    for (int i = 0; i < 9; i++) {
      Files.write(folder.resolve("0-large-%d.crl".formatted(i)), new byte[(4 << 20) + 1]);
    }
    var list = world.list(world.domainCa, world.registrar.leaf());
    put(list);
    assertRevoked(world.registrar);

    Files.write(folder.resolve("plant.crl"), Arrays.copyOf(list, list.length / 2));
    assertRevoked(world.registrar);
    assertThat(accepted(Masa.examine(masa.dir, Running.CLOCK)).findings())
        .anySatisfy(
            finding ->
                assertThat(finding.refusal().cause())
                    .contains("9 files", "not read", "0-large-0.crl is over"));
  }

  private void put(byte[] list) throws Exception {
    var folder = Files.createDirectories(masa.dir.resolve("crls"));
    var whole = Files.write(folder.resolve(".new"), list);
    Files.move(whole, folder.resolve("plant.crl"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static ScriptedHttp serving(AtomicReference<byte[]> content) {
    return new ScriptedHttp((_, out) -> out.write(ScriptedHttp.response(200, LIST, content.get())));
  }

  private static String[] asking(String host, String withoutAnswer) {
    return new String[] {
      "registrar-status:", "  hosts: [\"" + host + "\"]", "  without-answer: " + withoutAnswer
    };
  }

  private static int port(ScriptedServer server) {
    return Integer.parseInt(server.address().replaceAll(".*:", ""));
  }

  private static String pem(Credential credential) {
    return Certificates.toPem(List.of(credential.leaf()));
  }
}
