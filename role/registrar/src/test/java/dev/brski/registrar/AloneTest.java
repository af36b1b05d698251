package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.MessageValidation;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.enrollment.Batches;
import dev.brski.registrar.enrollment.Route;
import dev.brski.registrar.onboarding.Message;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.time.Clock;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long all travels alone after a batch that the authority could not take. */
class AloneTest {

  private static final Instant RIGHT = Instant.parse("2030-01-01T00:00:00Z");

  private final Credential ca =
      World.ISSUER.selfSigned(CertificateProfile.rootCa("domain", World.VALIDITY));
  private final Credential registrar =
      World.ISSUER.credential(ca, CertificateProfile.registrar("registrar", World.VALIDITY));
  private Instant now = RIGHT;
  private Batches batches;

  @BeforeEach
  void build() {
    batches =
        new Batches(
            Route.wellKnown(),
            500,
            false,
            () -> registrar,
            World.SUITE,
            new MessageValidation(World.SUITE, AlgorithmPolicy.standard()),
            PathValidator.standard(World.SUITE),
            () -> List.of(ca.leaf()),
            () -> now);
  }

  @Test
  @Proves("CMP-R7")
  void allTravelAloneForTenMinutes() {
    assertThat(batches.capacity().parcels()).isEqualTo(500);
    stumble();
    assertThat(batches.capacity().parcels()).isEqualTo(1);
    now = RIGHT.plus(Duration.ofMinutes(9));
    assertThat(batches.capacity().parcels()).isEqualTo(1);
    now = RIGHT.plus(Duration.ofMinutes(10));
    assertThat(batches.capacity().parcels()).isEqualTo(500);
  }

  @Test
  @Proves("CMP-R7")
  void whatAClockFarAheadSentAloneTravelsTogetherWhenTheClockIsPutRight() {
    now = RIGHT.plus(Duration.ofDays(30));
    stumble();
    assertThat(batches.capacity().parcels()).isEqualTo(1);
    now = RIGHT;
    assertThat(batches.capacity().parcels()).isEqualTo(500);
  }

  private void stumble() {
    var answer =
        new Answer("authority", 404, "text/plain", new byte[0], "no such label", Optional.empty());
    var _ = batches.pack(List.of(parcel("4711"), parcel("4712"))).unpack(answer);
  }

  private Parcel parcel(String serialNumber) {
    var composer = new CmpComposer(registrar, World.SUITE, Clock.known(() -> now));
    var request =
        composer.certificationRequest(
            CertificationDraft.ir(
                registrar.leaf().getSubjectX500Principal(),
                World.SUITE.generateKeyPair(),
                World.SUITE));
    return new Parcel(
        serialNumber,
        new Parcel.Destination.Authority("domain"),
        serialNumber,
        serialNumber,
        serialNumber,
        Optional.of("initialization"),
        Message.Kind.NESTED_CERTIFICATION_REQUEST,
        composer.nested(request, List.of()).encoded(),
        Parcel.State.WAITING,
        now,
        0,
        now,
        Optional.empty(),
        1);
  }
}
