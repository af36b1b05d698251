package dev.brski.cmp;

import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Octets made to hurt a parser: refused by what is counted, before anything is built from them. */
@Proves({"LC-3.5-syntax", "LC-3.5-limits", "CMP-H11"})
class HostileAsn1Test {

  private static final CmpLimits LIMITS = CmpLimits.standard();

  private static byte[] nested(int levels) {
    var blocks = new java.util.ArrayDeque<byte[]>();
    int length = 0;
    for (int i = 0; i < levels; i++) {
      var header = Arrays.copyOf(Der.wrap(Der.SEQUENCE, new byte[length]), headerLength(length));
      blocks.push(header);
      length += header.length;
    }
    var der = new byte[length];
    int at = 0;
    for (var header : blocks) {
      System.arraycopy(header, 0, der, at, header.length);
      at += header.length;
    }
    return der;
  }

  private static int headerLength(int content) {
    return Der.wrap(Der.SEQUENCE, new byte[content]).length - content;
  }

  private static byte[] emptyElements(int count) {
    var elements = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      elements[2 * i] = 0x05;
    }
    return Der.wrap(Der.SEQUENCE, elements);
  }

  static Stream<Arguments> hostile() {
    var ir = new Cast().ir().encoded();
    return Stream.of(
        Arguments.of("10,000 levels", nested(10_000), CmpCheck.LIMITS, "nested over 64 levels"),
        Arguments.of("one level too many", nested(65), CmpCheck.LIMITS, "nested over 64 levels"),
        Arguments.of(
            "50,000 empty elements", emptyElements(50_000), CmpCheck.LIMITS, "over 16384 elements"),
        Arguments.of(
            "a million empty elements",
            emptyElements(1_000_000),
            CmpCheck.LIMITS,
            "2000005 octets, over 131072"),
        Arguments.of(
            "an octet behind",
            Arrays.copyOf(ir, ir.length + 1),
            CmpCheck.SYNTAX,
            "1 octets follow"),
        Arguments.of(
            "an octet missing",
            Arrays.copyOf(ir, ir.length - 1),
            CmpCheck.SYNTAX,
            "octets are left"),
        Arguments.of("nothing", new byte[0], CmpCheck.SYNTAX, "octets end"),
        Arguments.of(
            "text", "<html>".getBytes(StandardCharsets.US_ASCII), CmpCheck.SYNTAX, "not DER"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void isRefusedByTheCountThatItExceeds(String name, byte[] der, CmpCheck check, String cause) {
    var refusal = refused(CmpMessage.parse(der, LIMITS));
    assertThat(refusal.check()).as(name).isEqualTo(check);
    assertThat(refusal.cause()).contains(cause);
    assertThat(check.failInfo()).isEqualTo(FailInfo.badDataFormat);
    assertThat(CmpMessage.salvage(der)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "3080 0000, an indefinite length",
    "3081 00, a length that is not minimal",
    "3082 0001 00, a length that is not minimal",
    "3084 ffffffff, a length of 4294967295",
    "3084 7fffffff, a length of 2147483647",
    "3085 0000000001 00, a length of 5 octets",
    "30ff 00, a length of 127 octets",
    "3005 0203 0101, octets are left",
    "3003 0282 01, octets end",
    "3002 3003, octets are left",
    "2400, not DER",
    "0000, not DER",
    "3002 0000, not DER",
    "3002 1000, not DER",
    "3006 3f8181 818101, a tag number beyond all bounds",
    "30, octets end",
    "3081, octets end"
  })
  void isNoDer(String hex, String cause) {
    var der = HexFormat.of().parseHex(hex.replace(" ", ""));
    var refusal = refused(CmpMessage.parse(der, LIMITS));
    assertThat(refusal.check()).isEqualTo(CmpCheck.SYNTAX);
    assertThat(refusal.cause()).contains(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "3000, lacks a header or a body",
    "0500, no SEQUENCE",
    "3004 3000 3000, lacks pvno",
    "3004 3100 a000, its header is no SEQUENCE"
  })
  void isNoPkiMessage(String hex, String cause) {
    var der = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(refused(CmpMessage.parse(der, LIMITS)).cause()).contains(cause);
  }

  @Test
  void fieldsOutOfTheirOrderOrTwiceAreRefused() throws MalformedMessage {
    var message = new Cast().ir().encoded();
    var parts = Der.element(message, 0, message.length).children();
    var fields = parts.getFirst().children();
    var swapped = new java.util.ArrayList<>(fields.stream().map(Der.Element::encoded).toList());
    java.util.Collections.swap(swapped, 3, 4);
    assertThat(refused(CmpMessage.parse(withHeader(parts, swapped), LIMITS)).cause())
        .contains("a field out of its order");

    var twice = new java.util.ArrayList<>(fields.stream().map(Der.Element::encoded).toList());
    twice.add(4, fields.get(3).encoded());
    assertThat(refused(CmpMessage.parse(withHeader(parts, twice), LIMITS)).cause())
        .contains("a field out of its order");
  }

  private static byte[] withHeader(
      java.util.List<Der.Element> parts, java.util.List<byte[]> fields) {
    return Der.wrap(
        Der.SEQUENCE,
        Der.wrap(Der.SEQUENCE, fields.toArray(byte[][]::new)),
        parts.get(1).encoded());
  }

  @Test
  void tooManyCertificatesAreNotDecoded() {
    var forge = Forge.ir(new Cast());
    forge.extraCerts = java.util.Collections.nCopies(17, forge.extraCerts.getFirst());
    var refusal = refused(CmpMessage.parse(forge.encoded(), LIMITS));
    assertThat(refusal.check()).isEqualTo(CmpCheck.LIMITS);
    assertThat(refusal.cause()).contains("17 certificates in extraCerts, over 16");
  }

  @Test
  void anythingAtRandomIsRefusedAndNothingElseHappens() {
    var random = new Random(20260601);
    var cast = new Cast();
    var sound = cast.as(cast.registrar).nested(cast.ir(), java.util.List.of()).encoded();
    int accepted = 0;
    for (int i = 0; i < 3_000; i++) {
      var mutant = sound.clone();
      int changes = 1 + random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      var cut =
          random.nextInt(4) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
      if (CmpMessage.parse(cut, LIMITS) instanceof dev.brski.verdict.Verdict.Accepted<?>) {
        accepted++;
      }
      assertThat(CmpMessage.salvage(cut)).isNotNull();
      assertThat(new CmpDescription(Cast.SUITE).describe(cut).toText()).isNotEmpty();
    }
    assertThat(accepted).isLessThan(3_000);
  }
}
