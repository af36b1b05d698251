package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class JobQueueTest {

  @Test
  void givesJobsInTheirOrderAndNotMoreThanAskedFor() {
    var queue = new JobQueue(10);
    var jobs = IntStream.range(0, 5).mapToObj(i -> job()).toList();
    for (var job : jobs) {
      assertThat(queue.bring(job)).isTrue();
    }
    assertThat(queue.take(3)).isEqualTo(jobs.subList(0, 3));
    assertThat(queue.take(3)).isEqualTo(jobs.subList(3, 5));
  }

  @Test
  void holdsNoMoreThanItsCapacityAndLetsTheOthersWait() throws Exception {
    var queue = new JobQueue(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var brought =
          IntStream.range(0, 50).mapToObj(i -> threads.submit(() -> queue.bring(job()))).toList();
      var taken = new ArrayList<Job<?>>();
      while (taken.size() < 50) {
        var group = queue.take(100);
        assertThat(group).hasSizeBetween(1, 2);
        taken.addAll(group);
      }
      for (var one : brought) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  @Test
  void givesWhatIsLeftWhenClosedAndTakesNoMore() throws Exception {
    var queue = new JobQueue(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var brought =
          IntStream.range(0, 3).mapToObj(i -> threads.submit(() -> queue.bring(job()))).toList();
      var first = queue.take(1);
      queue.close();
      var left = queue.take(1);
      int accepted = 0;
      for (var one : brought) {
        accepted += one.get() ? 1 : 0;
      }
      assertThat(accepted).isEqualTo(first.size() + left.size());
      assertThat(queue.bring(job())).isFalse();
      assertThat(queue.take(1)).isEqualTo(List.of());
    }
  }

  private static Job<Boolean> job() {
    return new Job<>(transaction -> true);
  }
}
