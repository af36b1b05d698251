package dev.brski.registrar.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever one device does, it leaves a bounded number of rows, and others are undisturbed. {@code
 * -Dbrski.requests} says how often it asks.
 */
class LimitsTest {

  private static final int REQUESTS = Integer.getInteger("brski.requests", 100_000);
  private static final List<String> TABLES = List.of("device", "imprint", "enrollment", "outbox");

  @TempDir Path folder;

  @Test
  void allThatOneDeviceAsksLeavesABoundedNumberOfRows() throws Exception {
    try (var exchanges = new Exchanges(folder)) {
      var other = exchanges.submitted("4712", "other");
      long begun = 0;
      for (int i = 0; i < REQUESTS; i++) {
        exchanges.pass(Duration.ofSeconds(1));
        var request = exchanges.voucherRequest("4711", "n" + i);
        if (exchanges.onboarding.imprints().beyond("maker", "4711", request.request()).isEmpty()) {
          begun++;
          var imprint = exchanges.accepted("4711", "n" + i);
          if (exchanges.begin(imprint, "t" + i)
              instanceof Enrollments.Begun.Running(Enrollment enrollment)) {
            exchanges.answer(enrollment, begun % 2 == 0 ? Optional.of(true) : Optional.empty());
          }
        }
      }
      long hours = REQUESTS / 3600 + 1L;
      assertThat(begun).isBetween(hours * 20, hours * 60 + 60);
      for (var table : TABLES) {
        assertThat(exchanges.count(table)).as(table).isLessThan(80);
      }
      assertThat(exchanges.count("message")).isLessThan(250);
      assertThat(exchanges.count("journal")).isLessThan((hours * 60 + 60) * 4);
      assertThat(exchanges.state("enrollment", other.id())).isEqualTo("SUBMITTED");
      assertThat(exchanges.waiting(other.id())).hasSize(1);
    }
  }

  @Test
  void theBudgetOutlivesARestartAndComesBackWithTime() throws Exception {
    try (var exchanges = new Exchanges(folder)) {
      for (int i = 0; i < 60; i++) {
        exchanges.requested("4711", "n" + i);
      }
      assertThat(begin(exchanges, "over")).isInstanceOf(Imprints.Begun.Beyond.class);
    }
    try (var exchanges = new Exchanges(folder)) {
      assertThat(begin(exchanges, "over"))
          .isInstanceOfSatisfying(
              Imprints.Begun.Beyond.class,
              beyond ->
                  assertThat(beyond.limit().after())
                      .isPositive()
                      .isLessThanOrEqualTo(Duration.ofMinutes(1)));
      long rows = exchanges.count("imprint") + exchanges.count("message");
      assertThat(begin(exchanges, "over again")).isInstanceOf(Imprints.Begun.Beyond.class);
      assertThat(exchanges.count("imprint") + exchanges.count("message")).isEqualTo(rows);
      assertThat(begin(exchanges, "n59")).isInstanceOf(Imprints.Begun.Running.class);
      exchanges.pass(Duration.ofMinutes(1));
      assertThat(begin(exchanges, "later")).isInstanceOf(Imprints.Begun.Running.class);
    }
  }

  @Test
  void aFullQueueSendsNewDevicesAwayAndKeepsThePlacesOfThoseThatWait() throws Exception {
    try (var exchanges = new Exchanges(folder, new Limits(60, 3, 100))) {
      var first = exchanges.requested("1", "a");
      exchanges.requested("2", "a");
      exchanges.requested("3", "a");
      var refused = exchanges.onboarding.imprints().begin(exchanges.voucherRequest("4", "a"));
      assertThat(refused)
          .isInstanceOfSatisfying(
              Imprints.Begun.Beyond.class,
              beyond -> assertThat(beyond.limit().cause()).contains("3 messages wait"));
      assertThat(exchanges.count("device")).isEqualTo(3);
      exchanges.requested("2", "b");
      assertThat(exchanges.state("imprint", first.id())).isEqualTo("REQUESTED");
      exchanges.cancel(first.id());
      exchanges.requested("4", "b");
      assertThat(exchanges.waiting(exchanges.requested("4", "b").id())).hasSize(1);
    }
  }

  private static Imprints.Begun begin(Exchanges exchanges, String nonce) {
    return exchanges.onboarding.imprints().begin(exchanges.voucherRequest("4711", nonce));
  }
}
