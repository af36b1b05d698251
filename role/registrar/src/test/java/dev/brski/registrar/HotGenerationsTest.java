package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpMessage;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.control.CredentialView;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A registrar that runs goes over to a newer credential, and loses nobody who is under way. */
class HotGenerationsTest extends InWorld {

  private final AtomicBoolean away = new AtomicBoolean();
  private final Set<X509Certificate> seen = ConcurrentHashMap.newKeySet();

  @Test
  @Proves({"RG-19", "RG-26", "CMP-E11"})
  void devicesThatWaitUnderTheOldCredentialAreServedUnderIt() throws Exception {
    world.authority.script(this::answer);
    try (var certified = world.device("4711");
        var waiting = world.device("4712")) {
      certified.imprint();
      away.set(true);
      var first = certified.registrarShown();
      var polled = certified.cmp(certified.ir(true));
      world.masa.script(_ -> Response.text(202, "not decided"));
      var request = waiting.voucherRequest();
      assertThat(waiting.askForVoucher(request).status()).isEqualTo(202);

      var standing = World.accepted(view().renew());
      assertThat(standing.generation()).isEqualTo(2);
      assertThat(standing.shown()).contains(1);
      assertThat(standing.trouble()).isEmpty();
      try (var another = world.device("4713")) {
        assertThat(another.registrarShown()).as("while one waits").isEqualTo(first);
      }

      seen.clear();
      away.set(false);
      var ip = polled;
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!isIssued(ip) && System.nanoTime() < end) {
        ip = certified.cmp(certified.composer().pollReq(ip, 0));
        if (ip.type() == BodyType.pollRep) {
          assertThat(ip.extraCerts().getFirst()).as("who says to wait").isEqualTo(first);
        }
      }
      assertThat(isIssued(ip)).as("whether the certificate came within a minute").isTrue();
      assertThat(seen)
          .as("what the authority is shown")
          .extracting(Certificates::serialNumber)
          .containsOnly(standing.certificate());

      world.masa.script(world::voucher);
      try (var back = waiting.anew()) {
        assertThat(back.registrarShown()).isEqualTo(first);
        assertThat(back.decision(request).status()).isEqualTo(200);
        back.status("voucher_status", "{\"version\":1,\"status\":true}");
      }
    }
    try (var another = world.device("4714")) {
      assertThat(another.registrarShown()).isEqualTo(newest());
      another.imprint();
      assertThat(isIssued(another.cmp(another.ir(true)))).isTrue();
    }
    assertThat(World.accepted(view().standing()).shown()).contains(2);
  }

  @Test
  void aRegistrarWhoseCredentialIsInItsLastThirdRenewsItByItself() throws Exception {
    world.registrar.close();
    world.authority.script(this::answer);
    var before = Instant.now().minus(Duration.ofDays(300));
    put(Validity.lasting(before, Duration.ofDays(360)));
    world.start();
    var kur = World.inner(world.authority.nextAsked());
    assertThat(kur.type()).isEqualTo(BodyType.kur);
    assertThat(world.authority.lastPath()).isEqualTo("/.well-known/cmp/keyupdate");
    var end = Instant.now().plus(Duration.ofSeconds(60));
    while (World.accepted(view().standing()).generation() != 3) {
      assertThat(Instant.now()).as("it is in use within 60 s").isBefore(end);
    }
    try (var device = world.device("4711")) {
      assertThat(device.registrarShown()).isEqualTo(newest());
      device.imprint();
    }
  }

  @Test
  @Proves("RG-26")
  void whatAnOperatorPutIntoTheKeyringIsTakenInWithoutARestart() throws Exception {
    var made = put(World.VALIDITY);
    try (var device = world.device("4711")) {
      assertThat(device.registrarShown()).isNotEqualTo(made.leaf());
    }
    assertThat(World.accepted(view().reread()).taken()).containsExactly(2);
    assertThat(World.accepted(view().reread()).taken()).isEmpty();
    try (var device = world.device("4712")) {
      assertThat(device.registrarShown()).isEqualTo(made.leaf());
      device.imprint();
    }
  }

  @Test
  void oneAtRestRenewsOnCommand() throws Exception {
    world.registrar.close();
    world.authority.script(this::answer);
    var standing = World.accepted(view().renew());
    assertThat(standing.generation()).isEqualTo(2);
    assertThat(standing.shown()).isEmpty();
    assertThat(Files.exists(folder.resolve("keys/gen-2.pem"))).isTrue();
    world.start();
  }

  private Response answer(Request request) {
    seen.addAll(request.peerChain().subList(0, 1));
    var message = World.inner(request.body());
    return message.type() == BodyType.kur
        ? World.pki(renewed(message))
        : away.get() ? Response.text(503, "not now") : world.issue(request);
  }

  private CmpMessage renewed(CmpMessage kur) {
    var certificate =
        World.ISSUER.issue(
            world.issuingCa,
            RenewalDomain.requestedKey(kur),
            CertificateProfile.registrar(
                "registrar",
                new Validity(World.VALIDITY.notBefore(), Instant.parse("2095-01-01T00:00:00Z"))));
    return new dev.brski.cmp.CmpComposer(
            world.responderChain(), World.SUITE, dev.brski.time.Clock.known(InstantSource.system()))
        .granted(
            dev.brski.cmp.ReplyTo.of(kur),
            dev.brski.cmp.Grant.of(
                certificate,
                List.of(world.issuingCa.leaf()),
                new dev.brski.cmp.Grant.Confirmation.Implicit()));
  }

  private static boolean isIssued(CmpMessage answer) {
    return answer.body() instanceof dev.brski.cmp.Body.Response response
        && response.only().certificate().isPresent();
  }

  private Credential put(Validity validity) throws Exception {
    var made =
        World.ISSUER.credential(
            world.issuingCa, CertificateProfile.registrar("registrar", validity));
    return Keyring.open(folder.resolve("keys"))
        .add(new Credential(made.key(), List.of(made.leaf(), world.issuingCa.leaf())))
        .credential();
  }

  private X509Certificate newest() throws Exception {
    return Keyring.open(folder.resolve("keys")).current().credential().leaf();
  }

  private CredentialView view() {
    return World.accepted(OwnCredential.beside(folder, InstantSource.system()));
  }
}
