package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class IdsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");

  @Test
  void sortByTheirTimeAndNeverGoBack() {
    Iterator<Instant> times =
        List.of(NOW, NOW, NOW.plusMillis(1), NOW.minusSeconds(60), NOW.plusSeconds(60)).iterator();
    var ids = new Ids(times::next, new SecureRandom());
    var made = Stream.generate(ids::next).limit(5).toList();
    assertThat(made).isSorted().doesNotHaveDuplicates();
    assertThat(made).allMatch(id -> id.matches("[0-9a-hjkmnp-tv-z]{26}"));
    assertThat(made.get(0).substring(0, 10)).isEqualTo("01kjmeaqjb");
    assertThat(made.get(2).substring(0, 10)).isEqualTo("01kjmeaqjc");
  }

  @Test
  void overflowIntoTheNextMillisecondRatherThanRepeat() {
    RandomGenerator highest =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            return -1;
          }

          @Override
          public long nextLong(long bound) {
            return bound - 1;
          }
        };
    var ids = new Ids(() -> NOW, highest);
    assertThat(ids.next()).isEqualTo("01kjmeaqjbzzzzzzzzzzzzzzzz");
    assertThat(ids.next()).isEqualTo("01kjmeaqjc0000000000000000");
  }

  @Test
  void areOfNoEarlierTimeThanTheyBeginWith() {
    var ids = new Ids(() -> NOW.minusSeconds(60), new SecureRandom(), NOW.toEpochMilli());
    assertThat(Stream.generate(ids::next).limit(3))
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(id -> id.startsWith("01kjmeaqjb"));
  }

  @Test
  void differForAllWhoAskAtOnce() throws Exception {
    var ids = new Ids(() -> NOW, new SecureRandom());
    var all = Collections.synchronizedList(new ArrayList<String>());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 1000).forEach(i -> threads.execute(() -> all.add(ids.next())));
    }
    assertThat(all).hasSize(1000).doesNotHaveDuplicates();
  }
}
