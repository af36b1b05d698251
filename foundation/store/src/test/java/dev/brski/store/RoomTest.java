package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk whose free space the test says, and a second hand that it moves. */
final class RoomTest {

  private static final long MIB = 1 << 20;

  private long free = 40 * MIB;
  private boolean mute;
  private int looks;
  private long now = Long.MAX_VALUE - 5;
  private final Room room = room(Reserve.parse("32 MiB"));

  private Room room(Reserve reserve) {
    return new Room(
        Path.of("data"),
        reserve,
        () -> {
          looks++;
          if (mute) {
            throw new IOException("no such disk");
          }
          return free;
        },
        () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void belowTheReserveNothingNewIsBegunAndAboveItAgain() {
    room.require();
    free = 32 * MIB - 1;
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(room::require)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("32.0 MiB are free in data, less than the 32 MiB");
    free = 36 * MIB;
    pass(Duration.ofSeconds(1));
    room.require();
    free = 32 * MIB;
    pass(Duration.ofSeconds(1));
    room.require();
  }

  @Test
  void aLittleMoreIsNotEnoughToGoOn() {
    free = 0;
    assertThatThrownBy(room::require).isInstanceOf(StoreUnavailable.class);
    free = 36 * MIB - 1;
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(room::require).isInstanceOf(StoreUnavailable.class);
    free = 36 * MIB;
    pass(Duration.ofSeconds(1));
    assertThatCode(room::require).doesNotThrowAnyException();
  }

  @Test
  void theDiskIsLookedAtOnceASecondHoweverManyAsk() {
    for (int i = 0; i < 1000; i++) {
      room.require();
    }
    assertThat(looks).isEqualTo(1);
    free = 0;
    pass(Duration.ofMillis(999));
    room.require();
    pass(Duration.ofMillis(1));
    for (int i = 0; i < 1000; i++) {
      assertThatThrownBy(room::require).isInstanceOf(StoreUnavailable.class);
    }
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void whoCannotLookChangesNothing() {
    mute = true;
    room.require();
    mute = false;
    free = 0;
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(room::require).isInstanceOf(StoreUnavailable.class);
    mute = true;
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(room::require).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aReserveOfNothingIsNoBound() {
    free = 0;
    assertThatCode(room(Reserve.parse("0 MiB"))::require).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "512 KiB, 524288, 512 KiB",
    "32 MiB, 33554432, 32 MiB",
    "32MiB, 33554432, 32 MiB",
    "2 GiB, 2147483648, 2 GiB",
    "1536 KiB, 1572864, 1.5 MiB",
    "0 MiB, 0, 0 KiB"
  })
  void aReserveIsReadAndWritten(String text, long octets, String written) {
    assertThat(Reserve.parse(text)).isEqualTo(new Reserve(octets)).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"32", "32 MB", "-1 MiB", "1.5 GiB", "MiB", "99999999 GiB"})
  void whatIsNoReserveIsRefused(String text) {
    assertThatThrownBy(() -> Reserve.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 MiB");
  }
}
