package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hash of a certConf, computed by openssl over certificates that openssl signed. */
class CertHashTest {

  @TempDir Path folder;

  private static byte[] run(String... command) throws Exception {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var output = new ByteArrayOutputStream();
    process.getInputStream().transferTo(output);
    assertThat(process.waitFor()).as(Arrays.toString(command)).isZero();
    return output.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "ec -pkeyopt ec_paramgen_curve:P-256, -sha256, -sha256",
    "ec -pkeyopt ec_paramgen_curve:P-384, -sha384, -sha384",
    "ec -pkeyopt ec_paramgen_curve:P-521, -sha512, -sha512",
    "rsa:2048, -sha256, -sha256",
    "rsa:2048 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48, -sha384, -sha384",
    "rsa-pss -pkeyopt rsa_keygen_bits:2048, -sha512, -sha512",
    "rsa-pss -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256"
        + " -pkeyopt rsa_pss_keygen_mgf1_md:sha256, -sha256, -sha256",
    "ed25519, -sha256, -sha512",
    "ed448, -sha256, -shake256 -xoflen 64"
  })
  @Proves({"CMP-F21", "CMP-E4", "CMP-F6"})
  void isTheHashOfTheSignature(String key, String signedWith, String hash) throws Exception {
    Openssl.demand();
    var request =
        "openssl req -x509 -nodes -subj /CN=x -days 9 -keyout "
            + folder.resolve("key.pem")
            + " -out "
            + folder.resolve("cert.pem")
            + " "
            + signedWith
            + " -newkey "
            + key;
    run(request.split(" "));
    var certificate = Certificates.readPem(folder.resolve("cert.pem")).getFirst();
    var der = Openssl.write(folder, "cert.der", Certificates.encoded(certificate));
    var digest =
        new String(
            run(("openssl dgst -r " + hash + " " + der).split(" ")),
            java.nio.charset.StandardCharsets.US_ASCII);

    var expected = HexFormat.of().parseHex(digest.substring(0, digest.indexOf(" ")));
    assertThat(CertHash.of(certificate, Cast.SUITE)).isEqualTo(expected);
    var status =
        new Body.CertStatus(
            expected,
            0,
            new Body.StatusInfo(PkiStatus.accepted, java.util.Set.of(), ""),
            java.util.Optional.empty());
    assertThat(CertHash.matches(status, certificate, Cast.SUITE)).isTrue();
    assertThat(CertHash.matches(status, new Cast().device.leaf(), Cast.SUITE)).isFalse();
  }
}
