package dev.brski.demo.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.demo.Run;
import dev.brski.trust.CryptoSuite;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoryTest {

  private static Run.Joined joined(String serial, Exchange exchange) {
    return new Run.Joined(
        serial, "enrolled", exchange.membership(), List.of("somebody else"), List.of());
  }

  private static String page(Exchange exchange, Run.Joined... devices) {
    return Story.of(
        new Run("ACME", "Plant 7", Exchange.NOW, Exchange.NOW.plusSeconds(3), List.of(devices)),
        exchange.messages(),
        exchange.keys(),
        exchange.received());
  }

  @Test
  void everyMessageIsDrawnAndToldWithItsOctets() {
    var exchange = new Exchange("SN-1");
    var page = page(exchange, joined("SN-1", exchange));

    int number = 0;
    for (var message : exchange.messages()) {
      number++;
      assertThat(page)
          .contains("href=\"#message-" + number + "\"")
          .contains("id=\"message-" + number + "\"")
          .contains(Kind.titled(message.kind()).plain())
          .contains(new Octets(message.content()).base64().lines().findFirst().orElseThrow());
    }
    assertThat(page).contains("SN-1 joins Plant 7").contains("serialNumber=SN-1");
    assertThat(page).doesNotContain("does not verify").contains("untouched");
  }

  @Test
  void thePageLoadsNothing() {
    var exchange = new Exchange("SN-1");
    var page = page(exchange, joined("SN-1", exchange));

    assertThat(page)
        .doesNotContain("src=", "url(", "@import", "http://", "https://", "<link", "<iframe")
        .contains("default-src &#39;none&#39;");
  }

  @Test
  void onlyOurOwnScriptMayRun() {
    var exchange = new Exchange("SN-1");
    var page = page(exchange, joined("SN-1", exchange));

    var scripts = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertThat(scripts.find()).isTrue();
    var hash =
        Base64.getEncoder()
            .encodeToString(CryptoSuite.sha256(scripts.group(1).getBytes(StandardCharsets.UTF_8)));
    assertThat(scripts.find()).isFalse();
    assertThat(page).contains("script-src &#39;sha256-" + hash + "&#39;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'-alert(1)-'",
        "\u202e<b>bold</b>",
      })
  void aHostileSerialNumberStaysText(String serial) {
    var exchange = new Exchange(serial);
    var page = page(exchange, joined(serial, exchange), joined(serial, exchange));

    assertThat(page).doesNotContain("<script>alert", "<img", "<b>bold", "\u202e");
    assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>\u202e\u200b",
        "\u001b[2J\u0000\u007f\u009b\ufe0f\"><b>bold</b>",
        "=cmd|' /C calc'!A0\u2066\u2028<img src=x>",
      })
  void whateverFailsIsToldInTextThatHidesNothing(String cause) {
    var exchange = new Exchange("SN-1");
    var failed = new Run.Joined(cause, cause, List.of(), List.of(), List.of(cause));
    var page = page(exchange, failed, failed);

    assertThat(page).doesNotContain("<script>alert", "<img", "<b>bold", cause);
    assertThat(
            page.codePoints()
                .filter(
                    point ->
                        (Character.isISOControl(point) && point != '\n')
                            || Character.getType(point) == Character.FORMAT
                            || Character.getType(point) == Character.LINE_SEPARATOR
                            || point == 0xFE0F))
        .isEmpty();
  }

  @Test
  void severalDevicesAreListedAndTheFirstIsTold() {
    var exchange = new Exchange("SN-1");
    var failed =
        new Run.Joined("SN-2", "waiting", List.of(), List.of(), List.of("it has no certificate"));
    var page = page(exchange, joined("SN-1", exchange), failed);

    assertThat(page).contains("All 2 devices").contains("SN-2").contains("it has no certificate");
  }

  @Test
  void aFailureIsNotToldAsASuccess() {
    var exchange = new Exchange("SN-1");
    var failed =
        new Run.Joined("SN-1", "waiting", List.of(), List.of(), List.of("it has no certificate"));

    assertThat(page(exchange, failed))
        .contains("It did not become a member: it has no certificate.")
        .doesNotContain("it was a member");
  }
}
