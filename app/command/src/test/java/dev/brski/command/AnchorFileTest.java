package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnchorFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ACME, ACME",
    "ACME device root, ACME-device-root",
    "../../etc/passwd, etc-passwd",
    "Fabrik für Gerät, Fabrik-f-r-Ger-t",
    "€, manufacturer",
  })
  void theNameMadeOfASubjectFitsAFile(String subject, String name) throws IOException, Failure {
    var root =
        new CertificateIssuer(CryptoSuite.standard())
            .selfSigned(
                CertificateProfile.rootCa(
                    subject, Validity.years(Instant.parse("2026-01-01T00:00:00Z"), 1)));
    var file = folder.resolve("anchor.pem");
    Files.writeString(file, Certificates.toPem(List.of(root.leaf())));

    assertThat(AnchorFile.read("Cannot add", file).shortName()).isEqualTo(name);
  }

  @Test
  void aFileWithoutCertificatesIsWrongUsage() throws IOException {
    var file = Files.writeString(folder.resolve("anchor.pem"), "no certificate");

    assertThatThrownBy(() -> AnchorFile.read("Cannot add", file))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exit()).isEqualTo(ExitCode.USAGE));
  }
}
