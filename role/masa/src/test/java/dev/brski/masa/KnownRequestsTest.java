package dev.brski.masa;

import static dev.brski.masa.World.SUITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.masa.intake.Cleared;
import dev.brski.masa.intake.Intake;
import dev.brski.masa.intake.KnownRequest;
import dev.brski.masa.intake.KnownRequests;
import dev.brski.masa.intake.Quota;
import dev.brski.masa.intake.Reception;
import dev.brski.masa.status.FetchedLists;
import dev.brski.masa.status.ListFolder;
import dev.brski.masa.status.RegistrarStatus;
import dev.brski.masa.status.WithoutAnswer;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Anchors;
import dev.brski.trust.PathValidator;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.RegistrarVoucherRequestValidation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was verified is not verified again; told by a door that finds nothing right by itself. */
class KnownRequestsTest {

  private static final String FROM = "192.0.2.7";

  private final World world = new World();
  private final KnownRequests known = new KnownRequests();
  private final Intake door = door(Anchors.of(List.of(world.deviceRoot.leaf())), 100);
  private final Intake blind = door(Anchors.of(List.of()), 2);
  private final Instant now = Instant.now();

  @Test
  @Proves("MA-16")
  void theVeryOctetsThatGotAVoucherAreKnownAndNoOthers() {
    var rvr = world.rvr();
    assertThat(blind.forLog(rvr, FROM, now)).isInstanceOf(Reception.Refused.class);
    assertThat(door.forVoucher(rvr, FROM, now)).isInstanceOf(Reception.Taken.class);

    assertThat(blind.forLog(rvr, FROM, now)).isInstanceOf(Reception.Taken.class);
    assertThat(blind.forLog(world.rvr(), FROM, now)).isInstanceOf(Reception.Refused.class);
    var longer = Arrays.copyOf(rvr, rvr.length + 1);
    assertThat(blind.forLog(longer, FROM, now)).isInstanceOf(Reception.Refused.class);
    assertThat(blind.forVoucher(rvr, FROM, now)).isInstanceOf(Reception.Refused.class);
  }

  @Test
  @Proves("MA-16")
  void whatIsKnownSaysWhatTheVerificationSaid() {
    var rvr = world.rvr();
    var verified = taken(door.forLog(rvr, FROM, now));

    var again = taken(blind.forLog(rvr, FROM, now));

    assertThat(again).isSameAs(taken(door.forLog(rvr, FROM, now)));
    assertThat(again.serialNumber()).isEqualTo(verified.serialNumber()).isEqualTo("ACME-0001");
    assertThat(again.topmost()).isEqualTo(world.domainRoot.leaf());
    assertThat(again.keys()).hasSize(3);
  }

  @Test
  @Proves({"MA-16", "MA-15"})
  void whatIsKnownIsWorthNoMoreThanItsCertificates() {
    var rvr = world.rvr();
    door.forVoucher(rvr, FROM, now);

    assertThat(blind.forLog(rvr, FROM, now.plus(Duration.ofDays(101))))
        .isInstanceOf(Reception.Refused.class);
    assertThat(blind.forLog(rvr, FROM, now.minus(Duration.ofDays(1))))
        .isInstanceOf(Reception.Refused.class);
    assertThat(blind.forLog(rvr, FROM, now)).isInstanceOf(Reception.Taken.class);
  }

  @Test
  @Proves("MA-17")
  void whatIsKnownIsCountedToo() {
    var rvr = world.rvr();
    door.forVoucher(rvr, FROM, now);

    assertThat(blind.forLog(rvr, FROM, now)).isInstanceOf(Reception.Taken.class);
    assertThat(blind.forLog(rvr, FROM, now)).isInstanceOf(Reception.Taken.class);
    assertThat(blind.forLog(rvr, FROM, now)).isInstanceOf(Reception.Later.class);
  }

  private static KnownRequest taken(Reception<Cleared<KnownRequest>> reception) {
    if (reception instanceof Reception.Taken<Cleared<KnownRequest>>(var taken)) {
      return taken.request();
    }
    throw new AssertionError("not taken: " + reception);
  }

  private Intake door(Anchors idevidAnchors, int perHour) {
    var codec = VoucherCodec.standard();
    return new Intake(
        codec,
        new RegistrarVoucherRequestValidation(
            SUITE,
            PathValidator.standard(SUITE),
            codec,
            idevidAnchors,
            SerialNumberField.SUBJECT,
            Duration.ofDays(7)),
        new Quota(perHour, () -> 0),
        known,
        new RegistrarStatus(
            SUITE,
            new ListFolder(Path.of("no-such-folder")),
            new FetchedLists(
                place -> Verdict.accepted(place.toString()),
                url -> {
                  throw new AssertionError(url + " was asked");
                },
                _ -> false,
                () -> 0),
            _ -> List.of(),
            WithoutAnswer.REFUSE,
            () -> 0));
  }
}
