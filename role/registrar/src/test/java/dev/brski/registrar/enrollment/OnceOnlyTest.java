package dev.brski.registrar.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Addressee.Disposition;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.onboarding.Message.Kind;
import dev.brski.registrar.onboarding.Parcel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an HTTP status is believed to say of a request that must not be sent twice. */
class OnceOnlyTest {

  private static final Addressee NOBODY =
      (_, _) -> {
        throw new AssertionError("nobody is to judge this");
      };
  private static final Optional<Duration> LATER = Optional.of(Duration.ofSeconds(7));

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429})
  @Proves({"CMP-R8", "CMP-B7"})
  void aServerThatIsKnownMaySayThatItTookNothing(int status) {
    var once = new OnceOnly(NOBODY, true);
    assertThat(once.receive(parcel(), answer(status)))
        .isInstanceOfSatisfying(
            Disposition.Away.class, away -> assertThat(away.after()).isEqualTo(LATER));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429})
  @Proves({"CMP-R8", "CMP-B7"})
  void anybodyOnThePlainWayMayHaveSaidIt(int status) {
    var once = new OnceOnly(NOBODY, false);
    assertThat(once.receive(parcel(), answer(status)))
        .isInstanceOf(Disposition.Indeterminate.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 400, 404, 500, 501, 502, 503, 504, 505, 507, 522, 524})
  @Proves({"CMP-R8", "CMP-B7"})
  void allElseWithoutAPkiMessageSaysNothing(int status) {
    var once = new OnceOnly(NOBODY, true);
    assertThat(once.receive(parcel(), answer(status)))
        .isInstanceOf(Disposition.Indeterminate.class);
  }

  private static Parcel parcel() {
    return new Parcel(
        "1",
        new Parcel.Destination.Authority("domain"),
        "device",
        "4711",
        "exchange",
        Optional.of("initialization"),
        Kind.CERTIFICATION_REQUEST,
        new byte[0],
        Parcel.State.WAITING,
        Instant.EPOCH,
        0,
        Instant.EPOCH,
        Optional.empty(),
        1);
  }

  private static Answer answer(int status) {
    return new Answer("ca", status, "text/plain", new byte[0], "", LATER);
  }
}
