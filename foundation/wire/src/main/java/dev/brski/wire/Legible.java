package dev.brski.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brski.trust.Description;
import java.util.stream.Collectors;

/**
 * Answers of which an operator may look at the octets themselves. JSON is made ASCII, by escapes in
 * which it means the same (RFC 8259 section 7); of text, what could harm a terminal is escaped.
 */
final class Legible {

  private static final int DELETE = 0x7F;

  private Legible() {}

  static Route route(Route route) {
    return new Route(
        route.method(),
        route.path(),
        route.mediaTypes(),
        route.maxBody(),
        request -> answer(route.handler().handle(request)));
  }

  static Response answer(Response answer) {
    var type = answer.mediaType().orElse("");
    boolean json = type.startsWith("application/json");
    if (isAscii(answer.body()) || !(json || type.startsWith("text/"))) {
      return answer;
    }
    var text = new String(answer.body(), UTF_8);
    return new Response(
        answer.status(),
        answer.mediaType(),
        json ? ascii(text).getBytes(US_ASCII) : printable(text).getBytes(UTF_8),
        answer.headers(),
        answer.close());
  }

  /** Blanks between the values of a JSON document are no more than that. */
  private static boolean isAscii(byte[] body) {
    for (byte octet : body) {
      if ((octet < ' ' && octet != '\n') || octet == DELETE) {
        return false;
      }
    }
    return true;
  }

  private static String ascii(String json) {
    var escaped = new StringBuilder(json.length() + 64);
    for (int at = 0; at < json.length(); at++) {
      char unit = json.charAt(at);
      if (unit < DELETE) {
        escaped.append(unit);
      } else {
        escaped.append(String.format("\\u%04x", (int) unit));
      }
    }
    return escaped.toString();
  }

  private static String printable(String text) {
    return text.lines().map(Description::printable).collect(Collectors.joining("\n", "", "\n"));
  }
}
