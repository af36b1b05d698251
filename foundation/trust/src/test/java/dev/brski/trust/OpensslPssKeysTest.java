package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys for RSASSA-PSS as openssl makes them, with parameters and without. */
final class OpensslPssKeysTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();

  @TempDir private Path folder;

  @BeforeEach
  void demand() {
    OpenSsl.in(folder);
  }

  private Path made(String options) {
    var key = folder.resolve("key.pem");
    var command =
        new ArrayList<>(
            List.of("genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"));
    for (var option : options.split(" ", -1)) {
      if (!option.isEmpty()) {
        command.addAll(List.of("-pkeyopt", "rsa_pss_keygen_" + option));
      }
    }
    command.addAll(List.of("-out", key.toString()));
    openssl(command);
    return key;
  }

  private static String openssl(List<String> arguments) {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    var run = OpenSsl.run(command);
    assertThat(run.status()).as(run.output()).isZero();
    return run.output();
  }

  private Path certified(Path key, String... options) {
    var certificate = folder.resolve("certificate.pem");
    var command =
        new ArrayList<>(
            List.of("req", "-x509", "-new", "-key", key.toString(), "-subj", "/CN=openssl"));
    command.addAll(List.of("-out", certificate.toString()));
    command.addAll(List.of(options));
    openssl(command);
    return certificate;
  }

  /** It signs with the longest salt that has room, unless the key says otherwise. */
  @ParameterizedTest
  @CsvSource({
    "'', -sha256, 222, 32",
    "'', -sha512, 190, 32",
    "md:sha256 mgf1_md:sha256 saltlen:32, -sha256, 32, 32",
    "md:sha256 mgf1_md:sha256 saltlen:40, -sha256, 40, 40",
    "md:sha384 mgf1_md:sha384 saltlen:48, -sha384, 48, 48",
    "md:sha512 mgf1_md:sha512 saltlen:64, -sha512, 64, 64",
  })
  void aKeyIsReadAndItsParametersAreObeyed(String options, String hash, int itsSalt, int ourSalt)
      throws Exception {
    var key = made(options);
    var certificate = certified(key, hash);
    var credential = Credential.read(certificate, key);
    var theirs =
        Certificate.getInstance(Certificates.encoded(credential.leaf())).getSignatureAlgorithm();
    assertThat(RSASSAPSSparams.getInstance(theirs.getParameters()).getSaltLength())
        .isEqualTo(itsSalt);
    assertThat(Certificates.isSignedBy(credential.leaf(), credential.leaf(), SUITE)).isTrue();

    var ours = SUITE.signatureAlgorithm(credential.leaf().getPublicKey());
    var parameters = RSASSAPSSparams.getInstance(ours.getParameters());
    assertThat(parameters.getSaltLength()).isEqualTo(ourSalt);
    assertThat(AlgorithmPolicy.standard().accepts(ours, credential.leaf().getPublicKey()))
        .isInstanceOf(Verdict.Accepted.class);
    verified(credential, parameters);
  }

  private void verified(Credential credential, RSASSAPSSparams parameters) throws IOException {
    var data = Files.write(folder.resolve("data"), new byte[] {1, 2, 3});
    var signature = folder.resolve("signature");
    Files.write(signature, SUITE.sign(credential.key(), Files.readAllBytes(data)));
    var name =
        switch (parameters.getHashAlgorithm().getAlgorithm().getId()) {
          case "2.16.840.1.101.3.4.2.1" -> "sha256";
          case "2.16.840.1.101.3.4.2.2" -> "sha384";
          default -> "sha512";
        };
    assertThat(
            openssl(
                List.of(
                    "dgst",
                    "-" + name,
                    "-prverify",
                    folder.resolve("key.pem").toString(),
                    "-sigopt",
                    "rsa_padding_mode:pss",
                    "-sigopt",
                    "rsa_pss_saltlen:" + parameters.getSaltLength(),
                    "-signature",
                    signature.toString(),
                    data.toString())))
        .contains("Verified OK");
  }

  /** Without rsa_pss_keygen_mgf1_md, openssl 3.0 binds the key to MGF1 with SHA-1. */
  @ParameterizedTest
  @CsvSource({"md:sha256", "md:sha1", "md:sha256 mgf1_md:sha512"})
  void aKeyThatDemandsWhatDoesNotCountIsRefusedByName(String options) {
    var key = made(options);
    assertThatIOException()
        .isThrownBy(() -> Credential.readKey(key))
        .withMessageContainingAll(key.toString(), "RSASSA-PSS parameters", "MGF1");
  }

  @Test
  void aKeyOfOursIsReadAgainAndByOpenssl() throws Exception {
    var made = SUITE.generateKeyPair(KeyKind.RSA_PSS_2048);
    var file = Files.write(folder.resolve("ours.pem"), Credential.keyPem(made.getPrivate()));
    assertThat(Credential.readKey(file).getEncoded()).isEqualTo(made.getPrivate().getEncoded());
    assertThat(openssl(List.of("pkey", "-in", file.toString(), "-noout", "-text_pub")))
        .contains("Public-Key: (2048 bit)", "PSS parameter restrictions")
        .containsIgnoringCase("MGF1 with SHA2-256")
        .contains("Minimum Salt Length: 32");
    var credential = Credential.read(certified(file, "-sha256"), file);
    assertThat(KeyKind.like(credential.leaf())).isEqualTo(KeyKind.RSA_PSS_2048);
  }

  @Test
  void aCertificateForTheSameModulusAsAnotherKindIsNotThatOfTheKey() throws Exception {
    var key = made("");
    var plain = folder.resolve("plain.pem");
    var info =
        org.bouncycastle.asn1.pkcs.PrivateKeyInfo.getInstance(Credential.readKey(key).getEncoded());
    Files.writeString(
        plain,
        Pem.write(
            List.of(
                new Pem.Block(
                    "PRIVATE KEY",
                    new org.bouncycastle.asn1.pkcs.PrivateKeyInfo(
                            new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                                org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.rsaEncryption,
                                org.bouncycastle.asn1.DERNull.INSTANCE),
                            info.parsePrivateKey())
                        .getEncoded()))));
    var certificate = certified(key);
    Credential.read(certificate, key);
    assertThatIOException()
        .isThrownBy(() -> Credential.read(certificate, plain))
        .withMessageContaining("is not that of the first certificate");
  }
}
