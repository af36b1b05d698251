package dev.brski.proof.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.TransactionId;
import dev.brski.proof.kit.Curl;
import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.books.Books;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Others reach for what a waiting device waits for. They know all of its messages and nonces, and
 * each of them is told what he would be told of a transaction that does not exist: the same octets,
 * for the same work. The device gets its certificate, once, as if nobody had been there.
 */
final class TheftIT {

  private static final CryptoSuite SUITE = CryptoSuite.standard();

  @TempDir private static Path folder;
  private static Plant plant;
  private static List<Thief> thieves = List.of();

  /**
   * Somebody who is not the device.
   *
   * @param enrolling what it signs CMP with
   * @param channel how it comes
   */
  private record Thief(String name, Enrolling enrolling, KeptChannel channel) {
    static Thief of(String name, Device device) throws Exception {
      var enrolling = Enrolling.of(device, plant.registrar());
      return new Thief(name, enrolling, KeptChannel.of(Optional.of(enrolling.idevid())));
    }
  }

  /** Something tried with what is the device's, and the same with what is nobody's. */
  private record Attempt(String name, byte[] others, byte[] nobodys) {}

  /**
   * A device that waits.
   *
   * @param ir as it was sent
   * @param last the newest answer that it has
   */
  private record Owner(Enrolling enrolling, CmpMessage ir, CmpMessage last) {

    /** Imprinted, and told to wait for its certificate. */
    static Owner waiting(String serial) throws Exception {
      var enrolling = Enrolling.of(plant.device(serial), plant.registrar());
      enrolling.pledge().imprint();
      var ir =
          enrolling.composer().certificationRequest(enrolling.draft().withImplicitConfirm(false));
      var waiting = enrolling.send(ir.encoded());
      assertThat(waiting.waits()).isTrue();
      return new Owner(enrolling, ir, waiting.message());
    }

    CmpMessage poll() {
      return enrolling.composer().pollReq(last, 0);
    }

    Owner having(CmpMessage answer) {
      return new Owner(enrolling, ir, answer);
    }

    /** Polls once more. */
    Owner polled() throws Exception {
      return having(enrolling.send(poll().encoded()).message());
    }

    /** Ends its enrollment; the answer that it has brought a certificate. */
    void confirms() throws Exception {
      var certificate = ((Body.Response) last.body()).only().certificate().orElseThrow();
      var certConf = enrolling.composer().certConfAccepting(last, certificate);
      assertThat(enrolling.send(certConf.encoded()).message().type()).isEqualTo(BodyType.pkiconf);
      assertThat(plant.certificates(enrolling.serial()))
          .singleElement()
          .satisfies(line -> assertThat(line.required("state").asString()).isEqualTo("confirmed"));
    }
  }

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.authority().configure("approval: manual");
    plant.authority().start();
    plant.registrar().start();

    var member = Thief.of("a device with a voucher", plant.device("TH-1"));
    member.enrolling().pledge().imprint();
    var imprintless = Thief.of("a device without a voucher", plant.device("TH-2"));
    var namesake = plant.manufacturer("Namesake").device("OWN-1", folder.resolve("namesake"));
    thieves =
        List.of(
            member,
            imprintless,
            Thief.of("a device of another manufacturer and the same serial number", namesake),
            Thief.of("a device of a manufacturer that may not join", outsider()),
            new Thief("nobody in TLS", member.enrolling(), KeptChannel.of(Optional.empty())));
  }

  @BeforeEach
  void isWhole() throws Exception {
    plant.authority().ensureRunning();
    plant.registrar().ensureRunning();
  }

  @AfterAll
  static void end() {
    thieves.forEach(thief -> thief.channel().close());
    plant.close();
  }

  private static Device outsider() throws Exception {
    var factory = folder.resolve("outside");
    plant.run("factory", "init", "--dir", factory, "--name", "Outside");
    var out = folder.resolve("outsider");
    plant.run(
        "factory",
        "device",
        "--dir",
        factory,
        "--serial",
        "OWN-1",
        "--masa",
        plant.masa().address(),
        "--out",
        out);
    return new Device(plant.brski(), "OWN-1", out);
  }

  private static void registrarAnswersWithin(String time) throws Exception {
    plant.registrar().stop();
    plant.registrar().configure("answer-within: " + time);
    plant.registrar().start();
  }

  @Test
  @Proves({"CMP-R9", "CMP-H6", "CMP-H20", "CMP-B13", "EN-24"})
  void fromOneThatTheAuthorityLetsWait() throws Exception {
    registrarAnswersWithin("60s");
    var owner = Owner.waiting("OWN-1");
    noneLearnsAnything(owner, thieves);

    plant.approve("OWN-1");
    var issued = owner.polled();
    noneLearnsAnything(issued, thieves);
    issued.confirms();
    noneLearnsAnything(issued, thieves.subList(0, 1));
    nobodyElseHasAnything();
  }

  @Test
  @Proves({"CMP-R9", "CMP-H6", "CMP-H20", "CMP-B13", "EN-24", "EN-7"})
  void fromOneThatTheRegistrarLetsWait() throws Exception {
    plant.authority().stop();
    registrarAnswersWithin("1s");
    var owner = Owner.waiting("OWN-2");
    plant.registrar().stop();
    var before = Books.rows(plant.registrar().folder());
    plant.registrar().start();

    for (var thief : thieves) {
      same(thief, plant.registrar().url(), toTheRegistrar(owner, thief));
    }

    plant.registrar().stop();
    assertThat(Books.rows(plant.registrar().folder())).isEqualTo(before);
    assertThat(Books.registrar(plant.registrar().folder())).isEmpty();
    plant.registrar().start();
    assertThat(owner.polled().last().type()).isEqualTo(BodyType.pollRep);
    plant.authority().start();
    plant.retry();
    plant.approve("OWN-2");
    plant.retry();
    plant.registrar().awaitJournal("certificate-issued", "OWN-2");
    owner.polled().confirms();
    nobodyElseHasAnything();
  }

  @Test
  @Proves({"RG-20", "EN-21"})
  void itsVoucherIsNobodyElses() throws Exception {
    var owner = Enrolling.of(plant.device("OWN-3"), plant.registrar());
    var request = owner.pledge().voucherRequest();
    var answer = owner.pledge().askForVoucher(request);
    if (answer.status() == 202) {
      plant.registrar().awaitJournal("voucher-received", "OWN-3");
    }
    var unsent = owner.pledge().voucherRequest();
    var registrar = plant.registrar().url();
    var before = disk();

    for (var thief : thieves) {
      var pledge = thief.enrolling().pledge();
      var shown = pledge.registrarShows().base64();
      var nonce = pledge.nonce();
      var attempts =
          List.of(
              new Attempt("its voucher-request", request, unsent),
              new Attempt(
                  "a voucher-request for its serial number",
                  pledge.signed(pledge.leaves("OWN-3", nonce, shown)),
                  pledge.signed(pledge.leaves("OWN-0", nonce, shown))));
      for (var attempt : attempts) {
        same(
            thief,
            attempt,
            message ->
                thief
                    .channel()
                    .post(
                        registrar.resolve(HandMadePledge.VOUCHER_REQUEST),
                        HandMadePledge.VOUCHER_CMS_JSON,
                        message));
      }
      for (var path : List.of(HandMadePledge.VOUCHER_STATUS, HandMadePledge.ENROLL_STATUS)) {
        same(
            thief,
            new Attempt("a status at " + path, status("OWN-3"), status("OWN-0")),
            message -> thief.channel().post(registrar.resolve(path), HandMadePledge.JSON, message));
      }
    }

    assertThat(disk()).isEqualTo(before);
    assertThat(owner.pledge().askForVoucher(request).status()).isEqualTo(200);
  }

  /** A failure, told in another's name. */
  private static byte[] status(String serial) {
    return """
    {"version":1,"status":false,"reason":"%1$s gives up","reason-context":{"serial-number":"%1$s"}}\
    """
        .formatted(serial)
        .getBytes(UTF_8);
  }

  /** Everything is tried, at the registrar and at the authority, and no disk notices. */
  private static void noneLearnsAnything(Owner owner, List<Thief> those) throws Exception {
    var before = disk();
    for (var thief : those) {
      same(thief, plant.registrar().url(), toTheRegistrar(owner, thief));
      same(thief, plant.authority().url(), toTheAuthority(owner, thief));
    }
    assertThat(disk()).as("nothing is committed for a thief").isEqualTo(before);
  }

  private static List<Attempt> toTheRegistrar(Owner owner, Thief thief) throws Exception {
    var attempts = toTheAuthority(owner, thief);
    var key = owner.enrolling().idevid().key();
    var poll = owner.poll();
    attempts.add(
        new Attempt(
            "its own poll", poll.encoded(), CmpForge.inTransaction(poll, anotherId(), key)));
    return attempts;
  }

  /** Its own poll is not among them: that is the device's word, whoever carries it. */
  private static List<Attempt> toTheAuthority(Owner owner, Thief thief) throws Exception {
    var composer = thief.enrolling().composer();
    var key = thief.enrolling().idevid().key();
    var leaf = thief.enrolling().idevid().leaf();
    var attempts = new ArrayList<Attempt>();
    for (var nonces :
        Map.of("its nonce", owner.last(), "the nonce of its ir", owner.ir()).entrySet()) {
      var with = " with " + nonces.getKey();
      attempts.add(moved("a poll" + with, composer.pollReq(nonces.getValue(), 0), thief));
      attempts.add(moved("a wrong poll" + with, composer.pollReq(nonces.getValue(), 7), thief));
      attempts.add(
          moved(
              "a confirmation" + with, composer.certConfAccepting(nonces.getValue(), leaf), thief));
      attempts.add(
          moved(
              "a rejection" + with,
              composer.certConfRejecting(
                  nonces.getValue(), leaf, Set.of(FailInfo.badCertId), "not wanted"),
              thief));
    }
    for (var message :
        List.of(
            composer.pollReq(owner.last(), 0), composer.certConfAccepting(owner.last(), leaf))) {
      attempts.add(
          moved(
              "a " + message.type() + " without a nonce",
              parsed(CmpForge.withoutRecipNonce(message, key)),
              thief));
      var bare = moved("a " + message.type() + " without protection", message, thief);
      attempts.add(
          new Attempt(
              bare.name(),
              CmpForge.unprotected(parsed(bare.others())),
              CmpForge.unprotected(parsed(bare.nobodys()))));
    }
    var wrong = moved("a wrong poll without issuers", composer.pollReq(owner.last(), 7), thief);
    attempts.add(
        new Attempt(
            wrong.name(),
            CmpForge.withoutIssuers(wrong.others()),
            CmpForge.withoutIssuers(wrong.nobodys())));
    attempts.add(
        new Attempt(
            "its own request in a nested message",
            composer.nested(owner.ir(), List.of()).encoded(),
            composer.nested(owner.enrolling().ir(), List.of()).encoded()));
    attempts.add(
        new Attempt("its own request", owner.ir().encoded(), owner.enrolling().ir().encoded()));
    return attempts;
  }

  private static Attempt moved(String name, CmpMessage message, Thief thief) throws Exception {
    return new Attempt(
        name,
        message.encoded(),
        CmpForge.inTransaction(message, anotherId(), thief.enrolling().idevid().key()));
  }

  private static TransactionId anotherId() {
    return TransactionId.fresh(SUITE);
  }

  private static CmpMessage parsed(byte[] message) {
    return CmpAnswer.accepted(CmpMessage.parse(message, CmpLimits.standard()));
  }

  private interface Way {
    Curl.Answer send(byte[] message) throws IOException, InterruptedException;
  }

  private static void same(Thief thief, URI to, List<Attempt> attempts) throws Exception {
    for (var attempt : attempts) {
      same(
          thief,
          attempt,
          message ->
              thief
                  .channel()
                  .post(
                      to.resolve(HandMadePledge.INITIALIZATION), HandMadePledge.PKIX_CMP, message));
    }
  }

  private static void same(Thief thief, Attempt attempt, Way way) throws Exception {
    var others = way.send(attempt.others());
    var nobodys = way.send(attempt.nobodys());
    assertThat(Likeness.of(others, attempt.others()))
        .as("%s tries %s", thief.name(), attempt.name())
        .isEqualTo(Likeness.of(nobodys, attempt.nobodys()));
  }

  /** What registrar and authority have written: a commit changes it. */
  private static Map<String, String> disk() throws IOException {
    var found = new LinkedHashMap<String, String>();
    for (var role : List.of(plant.registrar(), plant.authority())) {
      for (var name : List.of("store.db", "store.db-wal")) {
        var file = role.folder().resolve("data").resolve(name);
        found.put(
            file.toString(),
            HexFormat.of().formatHex(CryptoSuite.sha256(Files.readAllBytes(file))));
      }
    }
    return found;
  }

  private static void nobodyElseHasAnything() throws Exception {
    for (var thief : thieves) {
      assertThat(Files.exists(thief.enrolling().pledge().file("new.pem"))).isFalse();
    }
    assertThat(plant.certificates("TH-1")).isEmpty();
    assertThat(plant.certificates("TH-2")).isEmpty();
  }
}
