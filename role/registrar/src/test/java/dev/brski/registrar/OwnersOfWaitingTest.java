package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.PkiStatus;
import dev.brski.cmp.ReplyTo;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.time.Clock;
import dev.brski.wire.Reply;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever first says waiting answers the polls. */
class OwnersOfWaitingTest extends InWorld {

  @Test
  @Proves({"CMP-R5", "CMP-R6", "CMP-R14"})
  void theAuthoritysWaitingAndItsAnswersToPollsPassUntouched() throws Exception {
    var authority = new Hesitant();
    world.authority.script(authority::answer);
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      world.authority.nextAsked();
      assertThat(waiting.encoded()).isEqualTo(authority.said);
      assertThat(device.cmp(ir).encoded()).as("the same words again").isEqualTo(waiting.encoded());

      var poll = device.composer().pollReq(waiting, 0);
      var pollRep = device.cmp(poll);
      assertThat(world.authority.nextAsked()).isEqualTo(poll.encoded());
      assertThat(pollRep.type()).isEqualTo(BodyType.pollRep);
      assertThat(pollRep.encoded()).isEqualTo(authority.said);
      assertThat(waitsFor().orElse("nothing")).contains("polled by the device itself");

      authority.decides(ir);
      var last = device.composer().pollReq(pollRep, 0);
      var ip = device.cmp(last);
      assertThat(world.authority.nextAsked()).isEqualTo(last.encoded());
      assertThat(ip.type()).isEqualTo(BodyType.ip);
      assertThat(ip.encoded()).isEqualTo(authority.said);
      assertThat(ip.recipNonce()).isEqualTo(last.senderNonce());
      assertThat(world.authority.timesAsked()).isZero();
      assertThat(waitsFor()).isEmpty();
    }
  }

  @Test
  @Proves({"CMP-R6", "CMP-F3", "CMP-F9", "EN-24"})
  void aMembersPollsForItsRenewalPassThroughToo() throws Exception {
    var authority = new Hesitant();
    world.authority.script(authority::answer);
    try (var member = world.member("4711")) {
      var kur = member.kur();
      var waiting = member.cmp(kur);
      assertThat(waiting.encoded()).isEqualTo(authority.said);
      assertThat(World.inner(world.authority.nextAsked()).encoded()).isEqualTo(kur.encoded());

      var poll = member.composer().pollReq(waiting, 0);
      var pollRep = member.cmp(poll);
      assertThat(world.authority.nextAsked()).isEqualTo(poll.encoded());
      assertThat(world.authority.lastPath()).isEqualTo("/.well-known/cmp/keyupdate");
      authority.decides(kur);
      var kup = member.cmp(member.composer().pollReq(pollRep, 0));
      assertThat(kup.type()).isEqualTo(BodyType.kup);
      assertThat(kup.encoded()).isEqualTo(authority.said);
    }
  }

  @Test
  @Proves({"CMP-R6", "CMP-E13"})
  void afterALostReplyTheSamePollIsAnsweredHereAndAnotherByTheAuthority() throws Exception {
    var authority = new Hesitant();
    world.authority.script(authority::answer);
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      authority.decides(ir);
      var lost = device.composer().pollReq(waiting, 0);
      var ip = device.cmp(lost);
      int asked = world.authority.timesAsked();
      assertThat(device.cmp(lost).encoded()).isEqualTo(ip.encoded());
      assertThat(world.authority.timesAsked()).isEqualTo(asked);

      var fresh = device.composer().pollReq(waiting, 0);
      var again = device.cmp(fresh);
      assertThat(again.recipNonce()).isEqualTo(fresh.senderNonce());
      assertThat(certificate(again)).isEqualTo(certificate(ip));
      assertThat(world.authority.timesAsked()).isEqualTo(asked + 1);

      var toTheRequest = device.cmp(ir);
      assertThat(toTheRequest.recipNonce()).isEqualTo(ir.senderNonce());
      assertThat(certificate(toTheRequest)).isEqualTo(certificate(ip));
    }
  }

  @Test
  @Proves({"CMP-R6", "CMP-R14"})
  void whenTheRegistrarWasFirstTheAuthoritysWaitingStaysUpstream() throws Exception {
    var authority = new Hesitant();
    var told = new CountDownLatch(1);
    world.authority.script(
        request -> {
          await(told);
          return authority.answer(request);
        });
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      told.countDown();
      assertThat(World.inner(world.authority.nextAsked()).encoded()).isEqualTo(ir.encoded());
      assertThat(World.inner(world.authority.nextAsked()).encoded())
          .as("asked again")
          .isEqualTo(ir.encoded());
      var last = device.cmp(device.composer().pollReq(waiting, 0));
      assertThat(last.type()).isEqualTo(BodyType.pollRep);
      assertThat(last.encoded()).isNotEqualTo(authority.said);

      authority.decides(ir);
      while (last.type() == BodyType.pollRep) {
        last = device.cmp(device.composer().pollReq(last, 0));
      }
      assertThat(last.type()).isEqualTo(BodyType.ip);
      assertThat(last.recipNonce()).isEqualTo(ir.senderNonce());
      while (world.authority.timesAsked() > 0) {
        assertThat(CmpMessage.parse(world.authority.nextAsked(), CmpLimits.standard()))
            .as("no poll went upstream")
            .satisfies(
                asked -> assertThat(World.accepted(asked).type()).isEqualTo(BodyType.nested));
      }
    }
  }

  @Test
  @Proves({"CMP-R8", "EN-7"})
  void whileTheLinkIsDownAPollIsNotAnsweredAndTheSameOctetsWorkLater() throws Exception {
    var authority = new Hesitant();
    world.authority.script(authority::answer);
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      var port = world.authority.address().port();
      world.authority.close();
      var poll = device.composer().pollReq(waiting, 0);
      var refused = post(device, poll);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).hasValueSatisfying(s -> assertThat(s).isNotBlank());

      authority.decides(ir);
      try (var back = new ScriptedPeer(World.tls(world.domainRoot), port, authority::answer)) {
        world.registrar.close();
        world.start();
        try (var rebooted = world.new Device("4711", device.idevid)) {
          assertThat(rebooted.cmp(poll).type()).isEqualTo(BodyType.ip);
        }
        assertThat(back.nextAsked()).isEqualTo(poll.encoded());
      }
    }
  }

  @Test
  @Proves({"CMP-R6", "CMP-R8"})
  void anAnswerThatThePledgeWouldNotTakeIsNotHandedOn() throws Exception {
    var authority = new Hesitant();
    world.authority.script(authority::answer);
    try (var device = world.device("4711")) {
      device.imprint();
      var waiting = device.cmp(device.ir(true));
      world.authority.script(
          request ->
              World.pki(
                  authority
                      .composer()
                      .pollRep(
                          ReplyTo.of(device.ir(true)),
                          Duration.ofSeconds(1),
                          "",
                          Nonce.fresh(World.SUITE))));
      assertThat(post(device, device.composer().pollReq(waiting, 0)).status()).isEqualTo(503);
      world.authority.script(_ -> Response.text(404, "nothing here"));
      var error = device.cmp(device.composer().pollReq(waiting, 0));
      assertThat(((Body.ErrorBody) error.body()).status().failInfo())
          .containsExactly(FailInfo.systemFailure);
    }
  }

  @Test
  @Proves({"CMP-R15", "CMP-E14"})
  void aDelayedPkiConfIsPolledForByMinusOne() throws Exception {
    var authority = new Hesitant();
    try (var device = world.device("4711")) {
      device.imprint();
      var ip = device.cmp(device.ir(false));
      world.authority.script(authority::answer);
      var certConf = device.composer().certConfAccepting(ip, certificate(ip));
      var waiting = device.cmp(certConf);
      assertThat(waiting.encoded()).isEqualTo(authority.said);
      assertThat(((Body.ErrorBody) waiting.body()).status().status()).isEqualTo(PkiStatus.waiting);

      var poll = device.composer().pollReq(waiting, -1);
      var pollRep = device.cmp(poll);
      assertThat(((Body.PollResponse) pollRep.body()).only().certReqId()).isEqualTo(-1);
      authority.decides(certConf);
      var pkiConf = device.cmp(device.composer().pollReq(pollRep, -1));
      assertThat(pkiConf.type()).isEqualTo(BodyType.pkiconf);
      assertThat(pkiConf.encoded()).isEqualTo(authority.said);
    }
  }

  @Test
  @Proves("CMP-R6")
  void errorsThatADevicePollsForAfterTheFinalAnswerAreHandedOverAndNotKept() throws Exception {
    var authority = new Hesitant();
    world.authority.script(authority::answer);
    try (var device = world.device("4711");
        var log = LogLines.of("dev.brski.registrar")) {
      device.imprint();
      var ir = device.ir(false);
      var waiting = device.cmp(ir);
      authority.decides(ir);
      var ip = device.cmp(device.composer().pollReq(waiting, 0));
      assertThat(ip.type()).isEqualTo(BodyType.ip);
      assertNothingIsKeptOfErrors(device, authority, waiting, 0);

      authority.hesitates();
      world.authority.script(authority::answer);
      var certConf = device.composer().certConfAccepting(ip, certificate(ip));
      var waitingAgain = device.cmp(certConf);
      authority.decides(certConf);
      assertThat(device.cmp(device.composer().pollReq(waitingAgain, -1)).type())
          .isEqualTo(BodyType.pkiconf);
      assertNothingIsKeptOfErrors(device, authority, waitingAgain, -1);

      assertThat(log.all()).hasSizeLessThan(50);
    }
  }

  private void assertNothingIsKeptOfErrors(
      World.Device device, Hesitant authority, CmpMessage waiting, int certReqId) throws Exception {
    world.authority.script(authority::refuse);
    var before = ledger();
    for (int i = 0; i < 100; i++) {
      var error = device.cmp(device.composer().pollReq(waiting, certReqId));
      assertThat(status(error).failInfo()).containsExactly(FailInfo.badRecipientNonce);
      assertThat(error.encoded()).isEqualTo(authority.said);
    }
    assertThat(ledger()).isEqualTo(before);
  }

  /** Every row of every table. */
  private List<String> ledger() throws Exception {
    try (var connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/store.db"))) {
      var tables = rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");
      assertThat(tables).contains("[journal]", "[enrollment]", "[message]", "[outbox]");
      var all = new ArrayList<String>();
      for (var table : tables) {
        for (var row : rows(connection, "SELECT * FROM " + table)) {
          all.add(table + row);
        }
      }
      return all;
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      var rows = new ArrayList<String>();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }

  @Test
  @Proves({"CMP-R9", "CMP-B13"})
  void anothersPollIsUnknownHereAndNeverReachesTheAuthority() throws Exception {
    var authority = new Hesitant();
    world.authority.script(authority::answer);
    try (var owner = world.device("4711");
        var other = world.device("4712")) {
      owner.imprint();
      var waiting = owner.cmp(owner.ir(true));
      int asked = world.authority.timesAsked();
      var stolen = other.cmp(other.composer().pollReq(waiting, 0));
      var relayed = other.cmp(owner.composer().pollReq(waiting, 0));
      var unknown = other.cmp(other.composer().pollReq(other.ir(true), 0));
      assertThat(status(stolen)).isEqualTo(status(unknown)).isEqualTo(status(relayed));
      assertThat(world.authority.timesAsked()).isEqualTo(asked);
      assertThat(owner.cmp(owner.composer().pollReq(waiting, 0)).type())
          .isEqualTo(BodyType.pollRep);
    }
  }

  private Optional<String> waitsFor() throws Exception {
    return World.accepted(new RegistrarView(folder, InstantSource.system()).devices())
        .getFirst()
        .waitsFor();
  }

  private static Reply post(World.Device device, CmpMessage message) throws Exception {
    return device.send("/.well-known/cmp/initialization", "application/pkixcmp", message.encoded());
  }

  private static java.security.cert.X509Certificate certificate(CmpMessage ip) {
    return ((Body.Response) ip.body()).only().certificate().orElseThrow();
  }

  private static Body.StatusInfo status(CmpMessage error) {
    return ((Body.ErrorBody) error.body()).status();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the device was never told to wait");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** An authority that says waiting until it is let decide, and answers polls itself. */
  private final class Hesitant {

    private volatile Optional<CmpMessage> decided = Optional.empty();
    private volatile Optional<CmpMessage> granted = Optional.empty();
    private volatile byte[] said = new byte[0];

    Response answer(Request request) {
      var outer = World.accepted(CmpMessage.parse(request.body(), CmpLimits.standard()));
      var asked = outer.type() == BodyType.nested ? World.inner(request.body()) : outer;
      var answer = decided.map(question -> last(question, asked)).orElseGet(() -> notYet(asked));
      said = answer.encoded();
      return World.pki(answer);
    }

    void decides(CmpMessage question) {
      decided = Optional.of(question);
    }

    void hesitates() {
      decided = Optional.empty();
    }

    /** What the authority says to a poll with a recipNonce that it never gave out. */
    Response refuse(Request request) {
      var asked = World.accepted(CmpMessage.parse(request.body(), CmpLimits.standard()));
      var error =
          composer().refused(ReplyTo.of(asked), CmpCheck.RECIP_NONCE.refusal("never given out"));
      said = error.encoded();
      return World.pki(error);
    }

    CmpComposer composer() {
      return new CmpComposer(
          world.responderChain(), World.SUITE, Clock.known(InstantSource.system()));
    }

    private CmpMessage notYet(CmpMessage asked) {
      var nonce = Nonce.fresh(World.SUITE);
      return asked.type() == BodyType.pollReq
          ? composer().pollRep(ReplyTo.of(asked), Duration.ofSeconds(1), "a person decides", nonce)
          : composer().waiting(ReplyTo.of(asked), "a person decides", nonce);
    }

    private CmpMessage last(CmpMessage question, CmpMessage asked) {
      var to = ReplyTo.of(question);
      var reply =
          new ReplyTo(
              to.pvno(),
              to.type(),
              to.sender(),
              to.transactionId(),
              asked.senderNonce(),
              to.certReqId());
      if (question.type() == BodyType.certConf) {
        return composer().pkiConf(reply);
      }
      var grant = world.grant(question);
      if (granted.isEmpty()) {
        granted = Optional.of(composer().granted(reply, grant));
        return granted.get();
      }
      var first = certificate(granted.get());
      return composer()
          .granted(reply, dev.brski.cmp.Grant.of(first, grant.chain(), grant.confirmation()));
    }
  }
}
