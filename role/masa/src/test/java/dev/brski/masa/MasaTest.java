package dev.brski.masa;

import static dev.brski.masa.World.SUITE;
import static dev.brski.masa.World.accepted;
import static dev.brski.masa.World.refused;
import static dev.brski.masa.World.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.masa.ledger.Schema;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.store.JournalEntry;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Paths;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.VoucherAnchors;
import dev.brski.voucher.check.VoucherPolicy;
import dev.brski.voucher.check.VoucherValidation;
import dev.brski.wire.Call;
import dev.brski.wire.Channel;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerJudge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A MASA from the other side: curl, files and the control socket. */
class MasaTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path temporary;

  private final World world = new World();
  private Path dir = Path.of("");
  private Masa masa;
  private Curl curl;

  @BeforeEach
  void start() throws Exception {
    dir = temporary.resolve("masa");
    accepted(
        MasaSetup.init(dir, world.manufacturer(), HostPort.parse("127.0.0.1:0"), SUITE, CLOCK));
    masa = accepted(Masa.start(dir, CLOCK));
    curl = new Curl(temporary, dir.resolve("tls-anchor.pem"));
  }

  @AfterEach
  void stop() {
    masa.close();
  }

  @Test
  @Proves({"MA-3", "MA-4", "MA-6", "MA-7", "MA-10", "MA-11", "W2", "W3", "W30", "W33"})
  void aConsistentRequestGetsAVoucherThatThePledgeAccepts() throws Exception {
    var answer = post(world.rvr());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.mediaType()).isEqualTo(MediaTypes.VOUCHER_CMS_JSON);
    var voucher = accepted(VoucherCodec.standard().readVoucher(answer.body()));
    assertThat(voucher.tolerances()).isEmpty();
    assertThat(voucher.leaves().assertion()).contains(Assertion.PROXIMITY);
    assertThat(voucher.leaves().nonce()).contains(world.nonce);
    assertThat(voucher.leaves().serialNumber()).isEqualTo("ACME-0001");
    assertThat(voucher.leaves().expiresOn()).isEmpty();
    assertThat(voucher.leaves().idevidIssuer()).isEmpty();
    assertThat(voucher.leaves().pinnedDomainCert()).contains(world.domainRoot.leaf());
    assertThat(voucher.artifact().certificates()).contains(world.voucherCa.leaf());
    accepted(
        new VoucherValidation(
                SUITE,
                PathValidator.standard(SUITE),
                VoucherAnchors.ofBoth(
                    Anchors.of(Certificates.readPem(dir.resolve("voucher-anchor.pem")))),
                VoucherPolicy.standard())
            .validate(
                voucher,
                world.device.leaf(),
                "ACME-0001",
                world.nonce,
                new Moment.Known(Instant.now())));
  }

  @Test
  @Proves("MA-6")
  void theTopmostCertificateSentIsPinned() throws Exception {
    var request = world.registrarRequest(world.pvr()).toJson();

    assertThat(pin(post(sign(request, world.registrar, world.registrar.chain()))))
        .isEqualTo(world.domainRoot.leaf());
    assertThat(
            pin(
                post(
                    sign(
                        request,
                        world.registrar,
                        List.of(world.domainCa.leaf(), world.registrar.leaf())))))
        .isEqualTo(world.domainCa.leaf());
    assertThat(pin(post(sign(request, world.registrar, List.of(world.registrar.leaf())))))
        .isEqualTo(world.registrar.leaf());
  }

  @Test
  @Proves({"MA-12", "MA-13", "MA-23"})
  void theSameOctetsGetTheSameVoucherAndOneLineInTheAuditLogAcrossARestart() throws Exception {
    var rvr = world.rvr();

    var first = post(rvr);
    var again = post(rvr);
    masa.close();
    masa = accepted(Masa.start(dir, CLOCK));
    var afterRestart = post(rvr);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(afterRestart.body()).isEqualTo(first.body());
    assertThat(log().events()).hasSize(1);
    var event = log().events().getFirst();
    assertThat(event.nonce()).contains(world.nonce);
    assertThat(event.assertion()).isEqualTo(Assertion.PROXIMITY);
    assertThat(event.domainId()).isEqualTo(AuditLog.domainId(world.domainRoot.leaf()));

    assertThat(post(rvrAround(world.anotherPvr())).body()).isNotEqualTo(first.body());
    assertThat(log().events()).hasSize(2);
  }

  @Test
  @Proves({"MA-23", "MA-12"})
  void oneRequestOfThePledgeGetsOneVoucherForOneDomainHoweverOftenItIsSignedAround()
      throws Exception {
    var pvr = world.pvr();
    var first = post(rvrAround(pvr));
    for (var again : List.of(pvr, pvr, world.pvr())) {
      assertThat(post(rvrAround(again)).body()).isEqualTo(first.body());
    }
    assertThat(log().events()).hasSize(1);

    var other = List.of(world.domainCa.leaf(), world.registrar.leaf());
    assertThat(pin(post(world.rvr(pvr, other)))).isEqualTo(world.domainCa.leaf());
    assertThat(log().events()).hasSize(2);
  }

  @Test
  @Proves("MA-20")
  void oneRequestOfThePledgeServesFourDomainsAtMost() throws Exception {
    var pvr = world.pvr();
    for (int i = 0; i < 4; i++) {
      assertThat(post(world.rvr(pvr, world.chainUnderOneMoreRoot())).status()).isEqualTo(200);
    }
    var fifth = post(world.rvr(pvr, world.chainUnderOneMoreRoot()));
    assertThat(fifth.status()).isEqualTo(403);
    assertThat(fifth.text()).startsWith("masa-outstanding: ");
    assertThat(log().events()).hasSize(4);
    assertThat(post(rvrAround(world.anotherPvr())).status()).isEqualTo(200);
  }

  @Test
  void aDeviceGetsSoManyVouchersADayAndAfterThatLaterAcrossARestart() throws Exception {
    var settings = Files.readString(dir.resolve("brski.yaml"));
    masa.close();
    Files.writeString(dir.resolve("brski.yaml"), settings + "\nvouchers-per-day: 2\n");
    masa = accepted(Masa.start(dir, CLOCK));
    var first = rvrAround(world.anotherPvr());
    var voucher = post(first);
    assertThat(voucher.status()).isEqualTo(200);
    assertThat(post(rvrAround(world.anotherPvr())).status()).isEqualTo(200);

    var head = temporary.resolve("head");
    for (int i = 0; i < 3; i++) {
      var later =
          curl.post(
              url(),
              MediaTypes.VOUCHER_CMS_JSON,
              rvrAround(world.anotherPvr()),
              "--dump-header",
              head.toString());
      assertThat(later.status()).isEqualTo(429);
      assertThat(later.text()).startsWith("masa-budget: ");
      assertThat(Files.readString(head)).containsPattern("(?i)retry-after: 86[234]\\d\\d\r\n");
      masa.close();
      masa = accepted(Masa.start(dir, CLOCK));
    }
    assertThat(post(first).body()).isEqualTo(voucher.body());
    assertThat(post(rvrAroundThatOf(world.device("ACME-0002"))).status()).isEqualTo(200);
    masa.close();
    assertThat(log().events()).hasSize(2);
    try (var store = Store.open(dir.resolve("data"), Schema.MIGRATIONS, CLOCK)) {
      assertThat(store.journalAfter(0, 100).stream().map(JournalEntry::kind))
          .containsExactly(
              "voucher issued", "voucher issued", "vouchers exhausted", "voucher issued");
    }

    masa = accepted(Masa.start(dir, InstantSource.offset(CLOCK, Duration.ofDays(1))));
    assertThat(post(rvrAround(world.anotherPvr())).status()).isEqualTo(200);
  }

  @Test
  void onAScarceDiskNoNewVoucherIsMadeAndAnOldOneIsGivenAgain() throws Exception {
    var before = rvrAround(world.anotherPvr());
    var voucher = post(before);
    var settings = Files.readString(dir.resolve("brski.yaml"));
    masa.close();
    Files.writeString(dir.resolve("brski.yaml"), settings + "\nfree-space-at-least: 9999999 GiB\n");
    masa = accepted(Masa.start(dir, CLOCK));
    var fresh = rvrAround(world.anotherPvr());
    var head = temporary.resolve("head");
    var later =
        curl.post(url(), MediaTypes.VOUCHER_CMS_JSON, fresh, "--dump-header", head.toString());
    assertThat(later.status()).isEqualTo(503);
    assertThat(Files.readString(head)).containsPattern("(?i)retry-after: 5\r\n");
    assertThat(post(before).body()).isEqualTo(voucher.body());
    assertThat(log().events()).hasSize(1);

    masa.close();
    Files.writeString(dir.resolve("brski.yaml"), settings);
    masa = accepted(Masa.start(dir, CLOCK));
    assertThat(post(fresh).status()).isEqualTo(200);
  }

  @Test
  void aDeviceMayGetAtLeastOneVoucherADay() throws Exception {
    var settings = dir.resolve("brski.yaml");
    Files.writeString(settings, Files.readString(settings) + "\nvouchers-per-day: 0\n");
    assertThat(refused(Masa.check(dir, CLOCK)).cause()).contains("vouchers-per-day");
  }

  @Test
  void whoIsRefusedAgainAndAgainDoesNotFillTheLog() throws Exception {
    var stranger = new ClientTls(Optional.empty(), PeerJudge.provisional(), false);
    try (var log = LogLines.of("dev.brski.masa");
        var channel =
            Channel.open(
                new HostPort("127.0.0.1", masa.url().getPort()),
                stranger,
                ChannelLimits.standard())) {
      for (int i = 0; i < 1000; i++) {
        var mediaType = MediaTypes.VOUCHER_CMS_JSON;
        var body = new byte[] {0x30, 0x03, 0x02, 0x01, 0x00};
        var unreadable = Call.post(Paths.REQUEST_VOUCHER, mediaType, body);
        assertThat(channel.exchange(unreadable).status()).isEqualTo(400);
        var choosy = Call.post(Paths.REQUEST_VOUCHER, mediaType, body, "text/html");
        assertThat(channel.exchange(choosy).status()).isEqualTo(406);
      }
      assertThat(log.all()).hasSize(11);
      assertThat(log.all().getFirst()).contains("refused 400 to 127.0.0.1: V-5.4-cms");
      assertThat(log.all().getLast()).contains("no more of this for a minute");
    }
  }

  private byte[] rvrAround(byte[] pvr) {
    return world.rvr(pvr, world.registrar.chain());
  }

  private byte[] rvrAroundThatOf(Credential device) {
    var serialNumber = Certificates.serialNumberAttribute(device.leaf()).orElseThrow();
    var request =
        PledgeVoucherRequest.proximity(
            Optional.of(Instant.now()), serialNumber, Nonce.random(SUITE), world.registrar.leaf());
    var pvr = sign(request.toJson(), device, device.chain());
    return sign(
        RegistrarVoucherRequest.onBehalfOf(
                World.read(pvr), device.leaf(), serialNumber, Instant.now())
            .toJson(),
        world.registrar,
        world.registrar.chain());
  }

  @Test
  @Proves("MA-23")
  void manyAtOnceWithTheSameOctetsGetOneVoucher() throws Exception {
    var rvr = world.rvr();
    var calls = new ArrayList<Callable<byte[]>>();
    for (int i = 0; i < 8; i++) {
      var folder = Files.createDirectory(temporary.resolve("caller" + i));
      calls.add(
          () ->
              new Curl(folder, dir.resolve("tls-anchor.pem"))
                  .post(url(), MediaTypes.VOUCHER_CMS_JSON, rvr)
                  .body());
    }
    try (var callers = Executors.newFixedThreadPool(8)) {
      var answers = callers.invokeAll(calls).stream().map(Future::resultNow).toList();
      assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.getFirst()));
    }
    assertThat(log().events()).hasSize(1);
  }

  @Test
  void theAuditLogIsReadFromTheRunningMasaAndFromTheStoreOfOneAtRest() throws Exception {
    post(world.rvr());

    var running = log();
    masa.close();
    var atRest = log();

    assertThat(running).isEqualTo(atRest);
    assertThat(running.events()).hasSize(1);
    assertThat(accepted(Masa.log(dir, "no such device", CLOCK)).events()).isEmpty();
    assertThat(refused(Masa.log(temporary, "ACME-0001", CLOCK)).check()).isEqualTo(MasaCheck.FILE);
  }

  private record Breach(String rule, int status, byte[] body) {}

  @Test
  @Proves({
    "MA-3", "MA-4", "MA-7", "MA-8", "MA-11", "MA-20", "RG-14", "RG-15", "W37", "ERR-11", "PL-7"
  })
  void everyBrokenRuleHasItsStatusAndAPlainText() throws Exception {
    var refusals = new ArrayList<String>();
    for (var breach : breaches()) {
      var answer = post(breach.body);
      assertThat(answer.status()).as(breach.rule).isEqualTo(breach.status);
      assertThat(answer.mediaType()).isEqualTo("text/plain; charset=utf-8");
      assertThat(answer.text()).startsWith(breach.rule + ": ");
      refusals.add(breach.rule);
    }
    assertThat(refusals).doesNotHaveDuplicates();
    assertThat(log().events()).isEmpty();
  }

  private List<Breach> breaches() {
    var registrar = world.registrar;
    var chain = registrar.chain();
    var sound = world.registrarRequest(world.pvr());
    var flipped = world.rvr();
    flipped[flipped.length - 1] ^= 1;
    var voucherAsPrior =
        sign(
            Voucher.nonced(
                    Instant.now(),
                    Assertion.LOGGED,
                    "ACME-0001",
                    world.domainRoot.leaf(),
                    world.nonce)
                .toJson(),
            world.voucherSigner,
            world.voucherSigner.chain());
    var brokenPrior = world.pvr();
    brokenPrior[brokenPrior.length - 1] ^= 1;
    var foreign = world.foreignDevice("ACME-0001");
    var pledge = world.pledgeRequest();
    return List.of(
        new Breach("V-5.3-format", 406, "{\"payload\":\"\"}".getBytes(StandardCharsets.UTF_8)),
        new Breach("V-5.4-cms", 400, new byte[] {0x30, 0x03, 0x02, 0x01, 0x00}),
        new Breach("V-5.2-json", 400, sign(new byte[] {'{'}, registrar, chain)),
        new Breach(
            "V-5.3-leaf",
            400,
            sign(
                "{\"ietf-voucher-request:voucher\":{}}".getBytes(StandardCharsets.UTF_8),
                registrar,
                chain)),
        new Breach("8995-5.5.2-chain", 403, sign(sound.toJson(), registrar, List.of())),
        new Breach("8995-5.5.3-signature", 403, flipped),
        new Breach(
            "8995-5.5.4-cmcRA", 403, sign(sound.toJson(), world.ldevid, world.ldevid.chain())),
        new Breach(
            "8995-5.6-stale",
            403,
            sign(
                change(sound, Instant.now().minus(Duration.ofDays(8)), sound.nonce()).toJson(),
                registrar,
                chain)),
        new Breach(
            "8995-5.5-noProximity",
            400,
            sign(
                new RegistrarVoucherRequest(
                        sound.createdOn(),
                        sound.assertion(),
                        sound.serialNumber(),
                        sound.idevidIssuer(),
                        sound.nonce(),
                        sound.priorSignedVoucherRequest(),
                        Optional.of(registrar.leaf()))
                    .toJson(),
                registrar,
                chain)),
        new Breach(
            "8995-5.5.4-nonceless",
            403,
            sign(change(sound, Instant.now(), Optional.empty()).toJson(), registrar, chain)),
        new Breach("8995-5.5.5-prior", 403, withPrior(sound, Optional.empty())),
        new Breach("8995-5.5.5-priorForm", 400, withPrior(sound, Optional.of(voucherAsPrior))),
        new Breach("8995-5.5.5-priorSignature", 403, withPrior(sound, Optional.of(brokenPrior))),
        new Breach(
            "8995-5.6-device",
            404,
            withPrior(sound, Optional.of(sign(pledge.toJson(), foreign, foreign.chain())))),
        new Breach(
            "8995-5.5.5-proximity",
            403,
            sign(sound.toJson(), world.foreignRegistrar, withVictim(world.foreignRegistrar))),
        new Breach(
            "8995-5.5.5-serial", 403, withPrior(sound, Optional.of(signedByOtherDevice(pledge)))),
        new Breach(
            "V-5.3-rvrIssuer",
            403,
            sign(
                RegistrarVoucherRequest.onBehalfOf(
                        World.read(world.pvr()), registrar.leaf(), "ACME-0001", Instant.now())
                    .toJson(),
                registrar,
                chain)),
        new Breach(
            "8995-5.5.6-nonce",
            403,
            sign(
                change(sound, Instant.now(), Optional.of(Nonce.random(SUITE))).toJson(),
                registrar,
                chain)));
  }

  @Test
  @Proves("MA-3")
  void anExpiredRegistrarIsRefused() throws Exception {
    var former = world.expiredRegistrar();

    var answer = post(sign(world.registrarRequest(world.pvr()).toJson(), former, former.chain()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).startsWith("8995-5.5.2-chain: ");
  }

  @Test
  @Proves({"MA-11", "MA-21", "W2"})
  void otherMediaTypesMethodsAndPathsAreRefused() throws Exception {
    assertThat(curl.post(url(), "application/voucher-jws+json", world.rvr()).status())
        .isEqualTo(415);
    assertThat(
            curl.post(
                    url(),
                    MediaTypes.VOUCHER_CMS_JSON,
                    world.rvr(),
                    "--header",
                    "Accept: application/voucher-cose+cbor")
                .status())
        .isEqualTo(406);
    assertThat(
            curl.post(url(), MediaTypes.VOUCHER_CMS_JSON, world.rvr(), "--request", "PUT").status())
        .isEqualTo(405);
    assertThat(
            curl.post(
                    masa.url() + "/.well-known/brski/voucherrequest",
                    MediaTypes.VOUCHER_CMS_JSON,
                    world.rvr())
                .status())
        .isEqualTo(404);
    assertThat(curl.post(url(), MediaTypes.VOUCHER_CMS_JSON, new byte[200_000]).status())
        .isEqualTo(413);
  }

  @Test
  @Proves({"W32", "MA-3"})
  void aRequestMadeByOpensslAloneGetsAVoucherThatOpensslVerifies() throws Exception {
    var pvr = openssl("pvr", world.pledgeRequest().toJson(), world.device);
    var rvr = openssl("rvr", world.registrarRequest(pvr).toJson(), world.registrar);

    var answer = post(rvr);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    var voucher = Files.write(temporary.resolve("voucher.vcj"), answer.body());
    var content = temporary.resolve("voucher.json");
    Curl.run(
        temporary,
        List.of(
            "openssl",
            "cms",
            "-verify",
            "-inform",
            "DER",
            "-in",
            voucher.toString(),
            "-binary",
            "-CAfile",
            dir.resolve("voucher-anchor.pem").toString(),
            "-purpose",
            "any",
            "-out",
            content.toString()));
    assertThat(Files.readString(content)).contains("\"nonce\":\"" + world.nonce + "\"");
  }

  @Test
  void whatAMasaKeepsIsWrittenDownAndItsKeysAreItsOwn() throws Exception {
    assertThat(Files.readString(dir.resolve("run/url")).strip()).isEqualTo(masa.url().toString());
    assertThat(masa.url().toString()).startsWith("https://127.0.0.1:");
    for (var key : List.of("voucher-signer.key", "tls.key", "tls-root.key")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(dir.resolve("keys").resolve(key))))
          .isEqualTo("rw-------");
    }
    assertThatThrownBy(() -> Masa.start(dir, CLOCK)).isInstanceOf(StoreLocked.class);

    masa.close();

    assertThat(dir.resolve("run/url")).doesNotExist();
    assertThat(dir.resolve("run/control")).doesNotExist();
  }

  @Test
  void nothingIsOverwrittenAndWhatDoesNotFitIsNamed() throws Exception {
    assertThat(
            refused(
                    MasaSetup.init(
                        dir, world.manufacturer(), HostPort.parse("127.0.0.1:0"), SUITE, CLOCK))
                .check())
        .isEqualTo(MasaCheck.EXISTS);
    accepted(Masa.check(dir, CLOCK));
    masa.close();

    var anchors = Files.readString(dir.resolve("voucher-anchor.pem"));
    Files.writeString(
        dir.resolve("voucher-anchor.pem"), Certificates.toPem(List.of(world.deviceRoot.leaf())));
    assertThat(refused(Masa.check(dir, CLOCK)).check()).isEqualTo(MasaCheck.VOUCHER_SIGNER);
    Files.writeString(dir.resolve("voucher-anchor.pem"), anchors);

    var settings = Files.readString(dir.resolve("brski.yaml"));
    Files.writeString(dir.resolve("brski.yaml"), settings.replace("127.0.0.1", "127.0.0.2"));
    assertThat(refused(Masa.start(dir, CLOCK)).check()).isEqualTo(MasaCheck.TLS);
    Files.writeString(dir.resolve("brski.yaml"), settings + "\npin: lowest-ca\n");
    masa = accepted(Masa.start(dir, CLOCK));
    assertThat(pin(post(world.rvr()))).isEqualTo(world.domainCa.leaf());
    masa.close();

    Files.delete(dir.resolve("keys/voucher-signer.key"));
    assertThat(refused(Masa.start(dir, CLOCK)).check()).isEqualTo(MasaCheck.FILE);
  }

  private byte[] signedByOtherDevice(PledgeVoucherRequest pledge) {
    var other = world.device("ACME-0002");
    return sign(pledge.toJson(), other, other.chain());
  }

  /** The trick of a stranger: the certificate of the registrar that the pledge saw, thrown in. */
  private List<X509Certificate> withVictim(Credential stranger) {
    var included = new ArrayList<>(stranger.chain());
    included.addAll(world.registrar.chain());
    return included;
  }

  private byte[] withPrior(RegistrarVoucherRequest sound, Optional<byte[]> prior) {
    return sign(
        new RegistrarVoucherRequest(
                sound.createdOn(),
                sound.assertion(),
                sound.serialNumber(),
                sound.idevidIssuer(),
                sound.nonce(),
                prior,
                Optional.empty())
            .toJson(),
        world.registrar,
        world.registrar.chain());
  }

  private static RegistrarVoucherRequest change(
      RegistrarVoucherRequest sound, Instant createdOn, Optional<Nonce> nonce) {
    return new RegistrarVoucherRequest(
        Optional.of(createdOn),
        sound.assertion(),
        sound.serialNumber(),
        sound.idevidIssuer(),
        nonce,
        sound.priorSignedVoucherRequest(),
        Optional.empty());
  }

  private byte[] openssl(String name, byte[] json, Credential signer)
      throws IOException, InterruptedException {
    var content = Files.write(temporary.resolve(name + ".json"), json);
    var leaf = temporary.resolve(name + ".pem");
    var key = temporary.resolve(name + ".key");
    var chain = temporary.resolve(name + "-chain.pem");
    signer.write(leaf, key);
    Files.writeString(chain, Certificates.toPem(signer.chain().subList(1, signer.chain().size())));
    var signed = temporary.resolve(name + ".cms");
    Curl.run(
        temporary,
        List.of(
            "openssl",
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-econtent_type",
            "1.2.840.113549.1.9.16.1.40",
            "-outform",
            "DER",
            "-signer",
            leaf.toString(),
            "-inkey",
            key.toString(),
            "-certfile",
            chain.toString(),
            "-in",
            content.toString(),
            "-out",
            signed.toString()));
    return Files.readAllBytes(signed);
  }

  private static X509Certificate pin(Curl.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    Signed<Voucher> voucher = accepted(VoucherCodec.standard().readVoucher(answer.body()));
    return voucher.leaves().pinnedDomainCert().orElseThrow();
  }

  private AuditLog log() throws Exception {
    return accepted(Masa.log(dir, "ACME-0001", CLOCK));
  }

  private Curl.Answer post(byte[] body) throws IOException, InterruptedException {
    return curl.post(url(), MediaTypes.VOUCHER_CMS_JSON, body);
  }

  private String url() {
    return masa.url() + Paths.REQUEST_VOUCHER;
  }
}
