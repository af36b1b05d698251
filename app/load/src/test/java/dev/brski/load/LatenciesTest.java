package dev.brski.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  private final Latencies latencies = new Latencies();

  @Test
  void ofNothingAreNothing() {
    assertThat(latencies.percentile(50)).isZero();
    assertThat(latencies.max()).isZero();
  }

  @Test
  void ofOneAreThatOne() {
    add(12_345);

    assertThat(latencies.percentile(50)).isEqualTo(12_345);
    assertThat(latencies.percentile(95)).isEqualTo(12_345);
    assertThat(latencies.max()).isEqualTo(12_345);
  }

  @Test
  void aPercentileIsNeverTooLowAndAtMostASixteenthTooHigh() {
    var random = new Random(7);
    var times = LongStream.generate(() -> 1L << random.nextInt(50)).limit(2000).toArray();
    for (int i = 0; i < times.length; i++) {
      times[i] += random.nextLong(times[i]);
      add(times[i]);
    }

    var sorted = LongStream.of(times).sorted().toArray();
    for (int percent = 1; percent <= 100; percent++) {
      long exact = sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
      assertThat(latencies.percentile(percent))
          .as("percentile %d", percent)
          .isBetween(exact, exact + exact / 16);
    }
    assertThat(latencies.max()).isEqualTo(sorted[sorted.length - 1]);
  }

  private void add(long micros) {
    latencies.add(Duration.ofNanos(micros * 1000));
  }
}
