package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.LogLines;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Neither strangers nor devices fill the registrar's log with telemetry. */
class LogTest extends InWorld {

  private static final int POSTS = 1000;
  private static final int MOST = 11;

  @Test
  void whatAStrangerPostsThatCannotBeRead() throws Exception {
    try (var log = LogLines.of("dev.brski.registrar")) {
      strangerPosts("/.well-known/brski/voucher_status", "{", 400);
      assertFew(log, "unreadable telemetry");
    }
  }

  @Test
  void whatAStrangerPostsThatConcernsNobody() throws Exception {
    try (var log = LogLines.of("dev.brski.registrar")) {
      strangerPosts("/.well-known/brski/enrollstatus", "{\"version\":1,\"status\":true}", 404);
      assertFew(log, "concerns nobody");
    }
  }

  @Test
  void whatADeviceSaysAgainAndAgain() throws Exception {
    try (var device = world.device("4711")) {
      device.imprint();
      try (var log = LogLines.of("dev.brski.registrar")) {
        var odd = "{\"version\":7,\"status\":false,\"reason\":\"no\",\"more\":1}";
        for (int i = 0; i < POSTS; i++) {
          assertThat(device.status("voucher_status", odd).status()).isEqualTo(200);
        }
        assertFew(log, "device 4711: voucher status: failure: no");
      }
    }
  }

  private static void assertFew(LogLines log, String what) {
    assertThat(log.all())
        .hasSizeBetween(1, MOST)
        .anySatisfy(line -> assertThat(line).contains(what));
    assertThat(log.all().getLast()).contains("no more of this for a minute");
  }

  private void strangerPosts(String path, String json, int status) throws PeerFailure {
    try (var channel = world.connect(Optional.empty())) {
      for (int i = 0; i < POSTS; i++) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var reply = channel.exchange(Call.post(path, "application/json", body));
        assertThat(reply.status()).isEqualTo(status);
      }
    }
  }
}
