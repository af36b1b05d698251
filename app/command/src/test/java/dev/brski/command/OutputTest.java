package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/** A command that makes nothing printable itself: the output does. */
class OutputTest {

  private static final String HOSTILE =
      "\u001b[2J\u0000\r\n2026 forged\u202e\u200b\ufe0f\u3164\u007f\u009b\ue000\ud800";
  private static final String SHOWN =
      "\\u{1b}[2J\\u{0}\\u{d}\\u{a}2026 forged\\u{202e}\\u{200b}\\u{fe0f}\\u{3164}\\u{7f}\\u{9b}"
          + "\\u{e000}\\u{d800}";

  @Command(name = "tell")
  static final class Careless implements Runnable {
    @Mixin private Output output;

    @Override
    public void run() {
      output.say(HOSTILE);
      output.report(Map.of("serial", HOSTILE), List.of(HOSTILE, "x".repeat(70_000)));
    }
  }

  @Test
  void aLineIsALineAndBounded() {
    var lines = told().split("\n", -1);

    assertThat(lines).hasSize(4).endsWith("");
    assertThat(lines[0]).isEqualTo(SHOWN);
    assertThat(lines[1]).isEqualTo(SHOWN);
    assertThat(lines[2]).endsWith("x… (70000 characters)").hasSizeLessThan(8300);
  }

  @Test
  void jsonIsPrintableAsciiAndSaysTheSame() {
    var told = told("--json");

    assertThat(told).matches("[\\n\\x20-\\x7e]*");
    assertThat(JsonMapper.builder().build().readTree(told).required("serial").asString())
        .isEqualTo(HOSTILE);
  }

  private static String told(String... arguments) {
    var text = new StringWriter();
    new CommandLine(new Careless()).setOut(new PrintWriter(text)).execute(arguments);
    return text.toString();
  }

  @Test
  void onlyOurOwnCodesReachATerminal() {
    var style = new Style(true);

    assertThat(style.fit(style.bad("no") + " \u001b[2J\u001b]0;t\u0007"))
        .isEqualTo("\u001b[31mno\u001b[0m \\u{1b}[2J\\u{1b}]0;t\\u{7}");
    assertThat(new Style(false).fit("\u001b[31m")).isEqualTo("\\u{1b}[31m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "<b>\"'&", "\u00fc \u6f22"})
  void whatIsPlainTextStaysAsItIs(String text) {
    assertThat(new Style(false).fit(text)).isEqualTo(text);
  }

  @Test
  void aLongCellWidensNoTableWithoutBounds() {
    var table = new Table("A", "B").row("x".repeat(60_000), "y").row("short", "z");

    assertThat(table.lines(new Style(false)))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(300));
  }
}
