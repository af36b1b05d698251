package dev.brski.registrar.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a peer and what is recorded of it, when reports come at the same moment. */
class LaneTest {

  private static final Destination MAKER = new Destination.Masa("maker", Optional.empty());

  @TempDir Path folder;
  private final List<Thread> answers = new ArrayList<>();
  private Optional<Lane> answering = Optional.empty();

  @Test
  @Timeout(60)
  @Proves("EN-7")
  void anAnswerThatComesWhileAnAbsenceIsRecordedEndsBoth() throws Exception {
    try (var store = Store.open(folder, Schema.MIGRATIONS, Instant::now)) {
      var parcels = new Onboarding(store, Instant::now).parcels();
      var lane = new Lane(MAKER, parcels, this::instant, new Random(4711), () -> false);
      answering = Optional.of(lane);
      lane.away(List.of(), "the cable is cut", Optional.empty());
      answering = Optional.empty();
      for (var answer : answers) {
        answer.join();
      }
      assertThat(answers).isNotEmpty();
      assertThat(lane.gate(Instant.now())).isEqualTo(new Lane.Gate.Open(false));
      assertThat(parcels.away()).isEmpty();
    }
  }

  /** Whenever the lane asks for the time, an answer comes and goes as far as it can. */
  private Instant instant() {
    answering
        .filter(_ -> !answers.contains(Thread.currentThread()))
        .ifPresent(
            lane -> {
              var answer = Thread.ofPlatform().unstarted(lane::there);
              answers.add(answer);
              answer.start();
              while (answer.getState() != Thread.State.BLOCKED && answer.isAlive()) {
                Thread.onSpinWait();
              }
            });
    return Instant.now();
  }
}
