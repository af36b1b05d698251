package dev.brski.demo.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</p><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "' onmouseover='alert(1)",
        "&lt;",
        "<!-- -->",
      })
  void textStaysText(String hostile) {
    var markup = Element.of("p", hostile).with("title", hostile).markup();

    var inside = markup.substring("<p title=\"".length(), markup.length() - "</p>".length());
    int end = inside.indexOf("\">");
    assertThat(inside.substring(0, end)).doesNotContain("<", ">", "\"", "'");
    assertThat(inside.substring(end + 2)).doesNotContain("<", ">", "\"", "'");
    assertThat(unescaped(inside.substring(0, end))).isEqualTo(hostile);
    assertThat(unescaped(inside.substring(end + 2))).isEqualTo(hostile);
  }

  @Test
  void whatWouldNotBeSeenIsShownAsItsNumber() {
    assertThat(
            Element.of("p", "a\u202e\u0000\ud83d\ude00\ud800\n").with("title", "\u200b").markup())
        .isEqualTo("<p title=\"\\u{200b}\">a\\u{202e}\\u{0}\ud83d\ude00\\u{d800}\n</p>");
  }

  @Test
  void anElementIsClosedUnlessItIsVoid() {
    assertThat(Element.of("p", Element.of("br"), Node.text("x")).markup())
        .isEqualTo("<p><br>x</p>");
  }

  @Test
  void addingLeavesTheFirstAsItWas() {
    var list = Element.of("ul");

    assertThat(list.add(Element.of("li", "1")).in("a").markup())
        .isEqualTo("<ul class=\"a\"><li>1</li></ul>");
    assertThat(list.markup()).isEqualTo("<ul></ul>");
  }

  private static String unescaped(String markup) {
    return markup
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
