package dev.brski.registrar.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit log says counts for the device, whatever exchange it began before or after. */
class ReviewsTest {

  @TempDir Path folder;
  private Exchanges exchanges;

  @BeforeEach
  void open() throws Exception {
    exchanges = new Exchanges(folder);
  }

  @AfterEach
  void close() {
    exchanges.close();
  }

  @Test
  @Proves("AU-6")
  void aDeviceThatIsHeldAndBeginsAnewGetsNothingOutOfWhatItLeft() {
    var imprint = exchanges.reviewed("4711", "1", false);
    var enrollment = exchanges.submitted(imprint, "aa");
    exchanges.judged(imprint.id(), Reviews.Outcome.DOUBTFUL);
    exchanges.requested("4711", "2");
    exchanges.answer(enrollment, Optional.of(true));

    assertThat(exchanges.review(imprint.id()).state()).isEqualTo(Review.State.LEFT);
    assertBarred(imprint);
    assertThat(exchanges.decide(imprint.id(), true)).as("it is over").isEmpty();
    assertBarred(imprint);
  }

  @Test
  @Proves("AU-6")
  void aDeviceThatLeavesBeforeItsLogIsHereIsNotClearedByThat() {
    var imprint = exchanges.reviewed("4711", "1", true);
    exchanges.requested("4711", "2");
    assertThat(exchanges.review(imprint.id()).state()).isEqualTo(Review.State.LEFT);
    assertBarred(imprint);
  }

  @Test
  @Proves("AU-6")
  void aLaterLogCountsForAnEarlierOperation() {
    var first = exchanges.reviewed("4711", "1", true);
    exchanges.judged(first.id(), Reviews.Outcome.CLEAR);
    exchanges.status(first, true);
    exchanges.answer(exchanges.submitted(first, "aa"), Optional.of(false));
    assertThat(exchanges.onboarding.reviews().state(first.id())).contains(Review.State.CLEARED);

    var second = exchanges.reviewed("4711", "2", true);
    assertBarred(first);
    exchanges.judged(second.id(), Reviews.Outcome.DOUBTFUL);
    assertBarred(first);
    assertThat(exchanges.onboarding.reviews().held(second.device())).containsExactly(second.id());
    assertThat(exchanges.decide(second.id(), true)).isPresent();
    assertThat(imprint(first).allowsEnrollment()).isTrue();
    assertThat(exchanges.onboarding.reviews().held(second.device())).isEmpty();
  }

  @Test
  @Proves("AU-6")
  void whatStandsAgainstAnEarlierOperationIsNotForgottenAmongManyExchanges() {
    var first = exchanges.reviewed("4711", "1", true);
    exchanges.judged(first.id(), Reviews.Outcome.CLEAR);
    exchanges.status(first, true);
    exchanges.submitted(first, "aa");
    var second = exchanges.reviewed("4711", "2", true);
    exchanges.judged(second.id(), Reviews.Outcome.BAD);
    for (int i = 3; i < 12; i++) {
      exchanges.requested("4711", "" + i);
      assertBarred(first);
    }
    var last = exchanges.reviewed("4711", "last", true);
    exchanges.judged(last.id(), Reviews.Outcome.CLEAR);
    assertThat(imprint(first).allowsEnrollment()).isTrue();
  }

  @Test
  @Proves("AU-6")
  void aBadLogEndsTheOperationsOfEveryExchangeOfTheDevice() {
    var other = exchanges.submitted("4712", "other");
    var enrollment = exchanges.submitted(exchanges.accepted("4711", "1"), "aa");
    var second = exchanges.reviewed("4711", "2", true);
    exchanges.judged(second.id(), Reviews.Outcome.BAD);

    assertThat(exchanges.state("enrollment", enrollment.id())).isEqualTo("WITHDRAWN");
    assertThat(exchanges.waiting(enrollment.id())).isEmpty();
    assertThat(exchanges.state("enrollment", other.id())).isEqualTo("SUBMITTED");
  }

  @Test
  @Proves({"AU-3", "RG-22"})
  void aVoucherThatIsKeptBackIsNotFreedByRejectingIt() {
    for (boolean word : new boolean[] {false, true}) {
      var imprint = exchanges.reviewed("4711", "awaited " + word, true);
      exchanges.status(imprint, word);
      assertKeptBack(imprint);
      exchanges.judged(imprint.id(), Reviews.Outcome.DOUBTFUL);
      exchanges.status(imprint, word);
      assertKeptBack(imprint);
      assertThat(exchanges.decide(imprint.id(), true)).isPresent();
      assertThat(imprint(imprint).isKeptBack()).isFalse();
      exchanges.status(imprint, word);
      assertThat(imprint(imprint).state())
          .isEqualTo(word ? Imprint.State.ACCEPTED : Imprint.State.REJECTED);
    }
  }

  @Test
  @Proves("RG-22")
  void aVoucherThatWasRejectedIsKeptBackTooWhenItsLogHoldsTheDevice() {
    var imprint = exchanges.reviewed("4711", "1", false);
    exchanges.status(imprint, false);
    exchanges.judged(imprint.id(), Reviews.Outcome.DOUBTFUL);
    assertThat(imprint(imprint).isKeptBack()).isTrue();
  }

  private void assertKeptBack(Imprint before) {
    var now = imprint(before);
    assertThat(now.state()).isEqualTo(Imprint.State.VOUCHERED);
    assertThat(now.isKeptBack()).isTrue();
  }

  private void assertBarred(Imprint before) {
    assertThat(imprint(before).allowsEnrollment()).isFalse();
    assertThat(exchanges.onboarding.reviews().state(before.id()).orElseThrow().isOpen()).isFalse();
    assertThat(imprint(before).review().orElseThrow().isOpen()).isFalse();
    exchanges.pass(Duration.ofMinutes(2));
    assertThat(exchanges.begin(before, "anew")).isInstanceOf(Enrollments.Begun.NotImprinted.class);
  }

  private Imprint imprint(Imprint before) {
    return exchanges.onboarding.imprints().get(before.id()).orElseThrow();
  }
}
