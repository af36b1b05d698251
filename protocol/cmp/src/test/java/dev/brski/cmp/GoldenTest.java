package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages kept from an earlier day, ours and openssl's, mean today what they meant then. */
class GoldenTest {

  private static byte[] read(String name) {
    try (var stream = GoldenTest.class.getResourceAsStream("golden/" + name)) {
      assertThat(stream).as(name).isNotNull();
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ir, ir",
    "nested, nested",
    "ip-waiting, ip",
    "pollReq, pollReq",
    "pollRep, pollRep",
    "ip-accepted, ip",
    "ip-rejection, ip",
    "certConf, certConf",
    "certConf-rejection, certConf",
    "pkiConf, pkiconf",
    "error, error",
    "batch, nested",
    "kur, kur",
    "kup-accepted, kup",
    "kup-waiting, kup",
    "kup-rejection, kup",
    "rr, rr",
    "rp-accepted, rp",
    "rp-rejection, rp",
    "error-waiting, error",
    "genm-getcacerts, genm",
    "genp-getcacerts, genp",
    "genm-getrootupdate, genm",
    "genp-getrootupdate, genp",
    "genm-getcertreqtemplate, genm",
    "genp-getcertreqtemplate, genp",
    "genm-getcrls, genm",
    "genp-getcrls, genp",
    "openssl-ir, ir",
    "openssl-ir-mac, ir",
    "openssl-kur, kur",
    "openssl-p10cr, p10cr",
    "openssl-rr, rr",
    "openssl-genm, genm"
  })
  @Proves({
    "CMP-F1", "CMP-F5", "CMP-F6", "CMP-F7", "CMP-F8", "CMP-F9", "CMP-F10", "CMP-F11", "CMP-F3",
    "CMP-F12", "CMP-F13", "CMP-F14", "CMP-F15"
  })
  void isReadAsItWas(String name, BodyType type) {
    var der = read(name + ".der");
    var message = accepted(CmpMessage.parse(der, CmpLimits.standard()));
    assertThat(message.type()).isEqualTo(type);
    assertThat(message.encoded()).isEqualTo(der);
    assertThat(new CmpDescription(Cast.SUITE).describe(der).toText())
        .isEqualTo(new String(read(name + ".txt"), StandardCharsets.UTF_8));
  }
}
