package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Consent;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.TransactionId;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * CMP messages that must not bring a certificate although each is sound by itself; those that are
 * not are in {@link RulesIT}.
 */
@ExtendWith(SharedPlant.class)
final class BadCmpIT {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final Clock CLOCK = Clock.known(InstantSource.system());

  private static Plant plant;
  private static Enrolling device;
  private static Enrolling other;

  private static Enrolling enrolling(String serial) throws IOException, InterruptedException {
    return Enrolling.of(plant.device(serial), plant.registrar());
  }

  @BeforeAll
  static void make(Plant shared) throws Exception {
    plant = shared;
    device = enrolling("CMP-1");
    other = enrolling("CMP-2");
    device.pledge().imprint();
    other.pledge().imprint();
  }

  private interface Forgery {
    byte[] message() throws IOException;
  }

  /** A message that breaks one rule, and what must be said about it. */
  record Case(String name, FailInfo failInfo, Forgery forgery) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  @Proves({"EN-21", "CMP-R3"})
  void beforeAnyVoucher() throws Exception {
    var early = enrolling("CMP-3");

    var answer = early.send(early.ir().encoded());

    assertThat(answer.failInfo()).containsExactly(FailInfo.notAuthorized);
    assertThat(requestedBy("CMP-3")).isZero();
    assertNothingIsIssuedTo("CMP-3");
  }

  @Test
  @Proves({"CMP-R9", "CMP-H6", "EN-24", "CMP-B7"})
  void inTheTransactionOfAnother() throws Exception {
    var victim = enrolling("CMP-4");
    victim.pledge().imprint();
    var request = victim.ir();
    var first = victim.send(request.encoded());
    plant.registrar().awaitJournal("certificate-issued", "CMP-4");

    var intruder = draft(other.draft(), request.transactionId());
    var answer = other.send(other.composer().certificationRequest(intruder).encoded());
    assertThat(answer.failInfo()).containsExactly(FailInfo.transactionIdInUse);

    var poll = other.send(other.composer().pollReq(first.message(), 0).encoded());
    var unknown = draft(other.draft(), TransactionId.fresh(SUITE));
    var nowhere = other.composer().certificationRequest(unknown);
    var pollOfNothing = other.send(other.composer().pollReq(nowhere, 0).encoded());
    assertThat(poll.failInfo()).isEqualTo(pollOfNothing.failInfo());
    assertThat(poll.failInfo()).containsExactly(FailInfo.badRequest);

    // The one whose transaction it is has what the authority gave it, and nobody else has anything.
    var again = victim.send(request.encoded());
    assertThat(victim.send(request.encoded()).message().encoded())
        .isEqualTo(again.message().encoded());
    assertThat(certificates("CMP-4")).isEqualTo(1);
    assertNothingIsIssuedTo("CMP-2");
  }

  static Stream<Case> toTheAuthority() throws IOException {
    var registrar = plant.registrar().folder();
    var known =
        Credential.read(registrar.resolve("registrar.pem"), registrar.resolve("registrar.key"));
    var keys = plant.authority().folder().resolve("keys");
    var issuingCa = Credential.read(keys.resolve("issuing-ca.pem"), keys.resolve("issuing-ca.key"));
    var profile = CertificateProfile.registrar("registrar-1", Validity.years(Instant.now(), 1));
    var unknown = new CertificateIssuer(SUITE).credential(issuingCa, profile);
    return Stream.of(
        new Case(
            "consent of a registrar that is not in the ledger",
            FailInfo.notAuthorized,
            () -> consent(unknown, device.ir(), voucher(device))),
        new Case(
            "consent that rests on another device's voucher",
            FailInfo.notAuthorized,
            () -> consent(known, device.ir(), voucher(other))));
  }

  @ParameterizedTest
  @MethodSource
  @Proves({"EN-17", "EN-18", "CMP-B2", "CMP-B3", "EN-22"})
  void toTheAuthority(Case broken) throws Exception {
    var answer =
        CmpAnswer.of(
            HandMadePledge.enrollment(
                device.pledge().curl(), plant.authority().url(), broken.forgery().message()));

    assertThat(answer.failInfo()).containsExactly(broken.failInfo());
    assertThat(plant.authority().program().isAlive()).isTrue();
    assertNothingIsIssuedTo("CMP-1");
  }

  private static CertificationDraft draft(CertificationDraft like, TransactionId id) {
    return new CertificationDraft(
        like.type(),
        id,
        like.subject(),
        like.key(),
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static byte[] consent(Credential registrar, CmpMessage request, byte[] voucher) {
    var evidence = new Consent("imprint-of-ours", 1, Long.MAX_VALUE, voucher);
    return new CmpComposer(registrar, SUITE, CLOCK)
        .nested(request, evidence.generalInfo())
        .encoded();
  }

  private static byte[] voucher(Enrolling of) throws IOException {
    return Files.readAllBytes(of.pledge().file("voucher.vcj"));
  }

  private static void assertNothingIsIssuedTo(String serial) throws IOException {
    assertThat(certificates(serial)).isZero();
  }

  private static long certificates(String serial) throws IOException {
    return plant
        .authority()
        .control("/certificates")
        .valueStream()
        .filter(line -> line.required("device").asString().equals(serial))
        .count();
  }

  private static long requestedBy(String serial) throws IOException {
    return plant
        .registrar()
        .journal()
        .valueStream()
        .filter(line -> line.required("kind").asString().equals("certificate-requested"))
        .filter(line -> line.path("device").asString("").equals(serial))
        .count();
  }
}
