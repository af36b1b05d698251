package dev.brski.masa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotaTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

  @Test
  @Proves("MA-17")
  void anHoursWorthAtOnceAndThenOneAfterTheOther() {
    var quota = new Quota(60, nanos::get);
    for (int i = 0; i < 60; i++) {
      assertThat(quota.delay("a")).isEmpty();
      assertThat(quota.take("a")).isEmpty();
    }

    assertThat(quota.delay("a")).contains(Duration.ofMinutes(1));
    assertThat(quota.take("a")).contains(Duration.ofMinutes(1));
    assertThat(quota.take("a")).contains(Duration.ofMinutes(1));
    assertThat(quota.take("b")).isEmpty();

    pass(Duration.ofSeconds(59));
    assertThat(quota.take("a")).contains(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(quota.take("a")).isEmpty();
    assertThat(quota.take("a")).contains(Duration.ofMinutes(1));
    pass(Duration.ofHours(2));
    for (int i = 0; i < 60; i++) {
      assertThat(quota.take("a")).isEmpty();
    }
    assertThat(quota.take("a")).isPresent();
  }

  @Test
  @Proves("MA-17")
  void onlySoManyAreRememberedThoseWhoCameLast() {
    var quota = new Quota(1, nanos::get);
    quota.take("early");
    quota.take("often");
    for (int i = 0; i < 4094; i++) {
      quota.take("number " + i);
    }
    assertThat(quota.take("often")).isPresent();
    quota.take("one more");

    assertThat(quota.take("often")).isPresent();
    assertThat(quota.take("number 4093")).isPresent();
    assertThat(quota.take("early")).isEmpty();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
