package dev.brski.authority.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** acp-node-name and the addresses in it, against what RFC 8994 prints. */
class AcpTest {

  private static Acp acp(String domain, Optional<String> rsub) {
    return new Acp(domain, rsub, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The example of RFC 8994 section 6.2.2. */
  @Test
  void theExampleOfTheSpecification() {
    var acp = acp("acp.example.com", Optional.of("area51.research"));
    assertThat(acp.routingSubdomain()).isEqualTo("area51.research.acp.example.com");
    assertThat(Acp.prefix(acp.routingSubdomain())).isEqualTo("89b714f3db");
    var address =
        AcpAddress.of(
            acp.routingSubdomain(), Addressing.ZONE, new AcpRegistrarId(0x0200_0000_6400L), 0);
    assertThat(address.text()).isEqualTo("fd89:b714:f3db:0000:0200:0000:6400:0000");
    assertThat(acp.nodeName(Optional.of(address)))
        .isEqualTo("fd89b714f3db00000200000064000000+area51.research@acp.example.com");
  }

  @Test
  void theNameIsAnOtherNameWithAnIa5String() throws Exception {
    var encoded = acp("acp.example.com", Optional.empty()).name(Optional.empty());
    var text = HexFormat.of().formatHex("@acp.example.com".getBytes(StandardCharsets.US_ASCII));
    assertThat(HexFormat.of().formatHex(encoded.getEncoded(ASN1Encoding.DER)))
        .isEqualTo("a01e06082b06010505070" + "80aa012" + "1610" + text);
  }

  /** Bits of the fields as figures 9, 10 and 12 of RFC 8994 draw them, from the left. */
  @ParameterizedTest
  @CsvSource({
    "ZONE, 0, 0",
    "ZONE, 70368744177663, 32767",
    "ZONE, 1, 1",
    "VLONG_8, 0, 0",
    "VLONG_8, 70368744177663, 8388607",
    "VLONG_8, 2, 3",
    "VLONG_16, 0, 0",
    "VLONG_16, 70368744177663, 32767",
    "VLONG_16, 5, 9"
  })
  void theFieldsStandWhereTheFiguresHaveThem(Addressing addressing, long registrar, long node) {
    var bits =
        "%128s"
            .formatted(
                new BigInteger(
                        AcpAddress.of(
                                "acp.example.com", addressing, new AcpRegistrarId(registrar), node)
                            .hex(),
                        16)
                    .toString(2))
            .replace(' ', '0');
    assertThat(bits.substring(0, 8)).isEqualTo("11111101");
    switch (addressing) {
      case ZONE -> {
        assertThat(bits.substring(48, 50)).as("type").isEqualTo("00");
        assertThat(bits.substring(50, 64)).as("Z and Zone-ID").isEqualTo("0".repeat(14));
        assertThat(number(bits, 64, 48)).isEqualTo(registrar);
        assertThat(number(bits, 112, 15)).isEqualTo(node);
        assertThat(bits.substring(127)).as("V").isEqualTo("0");
      }
      case VLONG_8 -> {
        assertThat(bits.substring(48, 50)).as("type").isEqualTo("01");
        assertThat(number(bits, 50, 46)).isEqualTo(registrar);
        assertThat(bits.substring(96, 97)).as("F").isEqualTo("0");
        assertThat(number(bits, 97, 23)).isEqualTo(node);
        assertThat(bits.substring(120)).as("V").isEqualTo("0".repeat(8));
      }
      case VLONG_16 -> {
        assertThat(bits.substring(48, 50)).as("type").isEqualTo("01");
        assertThat(number(bits, 50, 46)).isEqualTo(registrar);
        assertThat(bits.substring(96, 97)).as("F").isEqualTo("1");
        assertThat(number(bits, 97, 15)).isEqualTo(node);
        assertThat(bits.substring(112)).as("V").isEqualTo("0".repeat(16));
      }
      case NONE -> throw new AssertionError("no row has it");
    }
  }

  private static long number(String bits, int from, int length) {
    return Long.parseLong(bits.substring(from, from + length), 2);
  }

  @ParameterizedTest
  @CsvSource({
    "ZONE, 70368744177664, 0",
    "ZONE, 0, 32768",
    "VLONG_8, 0, 8388608",
    "VLONG_16, 0, 32768",
    "ZONE, -1, 0",
    "ZONE, 0, -1",
    "NONE, 0, 0"
  })
  void whatDoesNotFitIsNoAddress(Addressing addressing, long registrar, long node) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AcpAddress.of("acp.example.com", addressing, new AcpRegistrarId(registrar), node));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "acp.example.com", "x-1.y2.z", "a0"})
  void domainNamesOfRfc1034(String name) {
    assertThat(acp(name, Optional.of(name)).nodeName(Optional.empty()))
        .isEqualTo("+" + name + "@" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "a.",
        ".a",
        "a..b",
        "1a.example.com",
        "a.9",
        "-a",
        "a-",
        "a_b",
        "A.example.com",
        "a b",
        "a@b",
        "a+b",
        "*.example.com",
        "\u00e4.example",
        "\u212a.example",
        "a\u0000b",
        "a\nb",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.com"
      })
  void otherNamesAreRefused(String name) {
    assertThatThrownBy(() -> acp(name, Optional.empty())).hasMessageContaining("RFC 1034");
    assertThatThrownBy(() -> acp("acp.example.com", Optional.of(name)))
        .hasMessageContaining("RFC 1034");
  }

  @Test
  void bothNamesTogetherAreNotTooLong() {
    var label = "a".repeat(63);
    var longest = String.join(".", label, label, label, "a".repeat(61));
    assertThat(acp(longest, Optional.empty()).domain()).hasSize(253);
    assertThatThrownBy(() -> acp(longest + "a", Optional.empty())).hasMessageContaining("RFC 1034");
    assertThatThrownBy(() -> acp(longest, Optional.of("b"))).hasMessageContaining("253");
  }

  @Test
  void theLongestBeginningOfTheSerialNumberChoosesTheAddressing() {
    var acp =
        new Acp(
            "acp.example.com",
            Optional.empty(),
            Optional.of(Addressing.VLONG_8),
            Optional.of(Map.of("PID:R", Addressing.VLONG_16, "PID:RX", Addressing.NONE)),
            Optional.empty());
    assertThat(acp.addressingOf("SN-1")).isEqualTo(Addressing.VLONG_8);
    assertThat(acp.addressingOf("PID:R7 SN:1")).isEqualTo(Addressing.VLONG_16);
    assertThat(acp.addressingOf("PID:RX SN:1")).isEqualTo(Addressing.NONE);
    assertThat(acp("acp.example.com", Optional.empty()).addressingOf("SN-1"))
        .as("section 6.11.7.3")
        .isEqualTo(Addressing.ZONE);
  }

  @Test
  void aRegistrarIdIsTheLower46BitsOfAMacAddress() {
    assertThat(AcpRegistrarId.parse("02:00:5e:00:53:01").number()).isEqualTo(0x0200_5e00_5301L);
    assertThat(AcpRegistrarId.parse("FF:ff:00:00:00:01").number()).isEqualTo(0x3fff_0000_0001L);
    for (var wrong : new String[] {"", "02005e005301", "02:00:5e:00:53", "0g:00:5e:00:53:01"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> AcpRegistrarId.parse(wrong));
    }
  }
}
