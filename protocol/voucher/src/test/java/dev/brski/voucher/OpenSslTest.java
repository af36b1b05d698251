package dev.brski.voucher;

import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL on the other side: it verifies what we sign, and we verify what it signs. */
class OpenSslTest {

  private static final String[] SIGN = {
    "cms",
    "-sign",
    "-binary",
    "-nodetach",
    "-outform",
    "DER",
    "-econtent_type",
    "1.2.840.113549.1.9.16.1.40",
    "-in",
    "content.json",
    "-out",
    "signed.cms"
  };

  @TempDir Path folder;

  private final Scene scene = new Scene();

  @Test
  @Proves({"W17", "W30", "W31"})
  void opensslVerifiesWhatWeSign() throws Exception {
    verified(scene.voucherSigner, scene.voucherRoot);
  }

  @Test
  @Proves("W30")
  void opensslVerifiesWhatWeSignByPss() throws Exception {
    var issuer = new CertificateIssuer(Pki.SUITE, KeyKind.RSA_PSS_2048);
    var year = Validity.years(Pki.NOW.minusSeconds(60), 1);
    var root = issuer.selfSigned(CertificateProfile.rootCa("Vouchers", year));
    var signer = issuer.credential(root, CertificateProfile.voucherSigner("MASA", year));
    verified(signer, root);
    openssl("cms", "-cmsout", "-print", "-inform", "DER", "-in", "voucher.vcj");
    assertThat(Files.readString(folder.resolve("said.txt")))
        .containsPattern("signatureAlgorithm:\\s+algorithm: rsassaPss");
  }

  private void verified(Credential signer, Credential root) throws Exception {
    Files.write(
        folder.resolve("voucher.vcj"),
        Scene.sign(scene.voucher().toJson(), signer, signer.chain()));
    Files.writeString(folder.resolve("anchor.pem"), Certificates.toPem(List.of(root.leaf())));

    openssl(
        "cms",
        "-verify",
        "-inform",
        "DER",
        "-in",
        "voucher.vcj",
        "-binary",
        "-CAfile",
        "anchor.pem",
        "-purpose",
        "any",
        "-attime",
        String.valueOf(Pki.NOW.getEpochSecond()),
        "-out",
        "content.json");

    assertThat(Files.readAllBytes(folder.resolve("content.json")))
        .isEqualTo(scene.voucher().toJson());
  }

  @Test
  @Proves({"W30", "W35"})
  void weVerifyWhatOpensslSignsInEveryShapeItHas() throws Exception {
    Files.write(folder.resolve("content.json"), scene.pledgeRequest().toJson());
    scene.device.write(folder.resolve("signer.pem"), folder.resolve("signer.key"));
    Files.writeString(
        folder.resolve("chain.pem"),
        Certificates.toPem(List.of(scene.idevidCa.leaf(), scene.manufacturer.leaf())));
    for (var more :
        List.of(
            List.<String>of(),
            List.of("-keyid"),
            List.of("-md", "sha512"),
            List.of("-certfile", "chain.pem"),
            List.of("-stream", "-certfile", "chain.pem"))) {
      var command = new ArrayList<>(List.of(SIGN));
      command.addAll(List.of("-signer", "signer.pem", "-inkey", "signer.key"));
      command.addAll(more);
      openssl(command.toArray(String[]::new));

      var request =
          accepted(
              scene.codec.readPledgeVoucherRequest(
                  Files.readAllBytes(folder.resolve("signed.cms"))));

      assertThat(accepted(request.artifact().verifySignature(Pki.SUITE)))
          .as(more.toString())
          .isEqualTo(scene.device.leaf());
      assertThat(request.leaves()).isEqualTo(scene.pledgeRequest());
      assertThat(request.tolerances().contains(Tolerance.NOT_DER))
          .as(more.toString())
          .isEqualTo(more.contains("-stream"));
    }
  }

  @Test
  void weVerifyWhatOpensslSignsWithOtherKindsOfKeys() throws Exception {
    for (var kind :
        List.of(List.of("rsa:2048"), List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-384"))) {
      assertThat(accepted(signed(kind, List.of()).verifySignature(Pki.SUITE)))
          .as(kind.toString())
          .isEqualTo(Certificates.readPem(folder.resolve("other.pem")).getFirst());
    }
  }

  /** It signs by PSS with such a key always, but says so only if it is told to. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rsa_pss_keygen_md:sha256 rsa_pss_keygen_mgf1_md:sha256 rsa_pss_keygen_saltlen:32"
      })
  void weVerifyWhatOpensslSignsWithKeysForPssIfItSaysSo(String parameters) throws Exception {
    var kind = new ArrayList<>(List.of("rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"));
    for (var parameter : parameters.split(" ", -1)) {
      if (!parameter.isEmpty()) {
        kind.addAll(List.of("-pkeyopt", parameter));
      }
    }
    var said = signed(kind, List.of("-keyopt", "rsa_padding_mode:pss"));
    assertThat(accepted(said.verifySignature(Pki.SUITE)))
        .isEqualTo(Certificates.readPem(folder.resolve("other.pem")).getFirst());

    var unsaid = refused(signed(kind, List.of()).verifySignature(Pki.SUITE));
    assertThat(unsaid.check()).isEqualTo(VoucherCheck.ALGORITHM);
    assertThat(unsaid.cause()).contains("1.2.840.113549.1.1.11 with a key of algorithm");
  }

  /** With a new key, in {@code other.pem}. */
  private SignedArtifact signed(List<String> kind, List<String> options) throws Exception {
    Files.write(folder.resolve("content.json"), scene.pledgeRequest().toJson());
    var make =
        new ArrayList<>(
            List.of(
                "req",
                "-x509",
                "-nodes",
                "-subj",
                "/CN=signer",
                "-keyout",
                "other.key",
                "-out",
                "other.pem",
                "-newkey"));
    make.addAll(kind);
    openssl(make.toArray(String[]::new));
    var command = new ArrayList<>(List.of(SIGN));
    command.addAll(List.of("-signer", "other.pem", "-inkey", "other.key"));
    command.addAll(options);
    openssl(command.toArray(String[]::new));
    return accepted(
            scene.codec.readPledgeVoucherRequest(Files.readAllBytes(folder.resolve("signed.cms"))))
        .artifact();
  }

  private void openssl(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    var said = folder.resolve("said.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
    } catch (IOException _) {
      assumeTrue(false, "openssl is not installed");
      return;
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }
}
