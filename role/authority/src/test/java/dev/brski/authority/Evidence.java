package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.cmp.Consent;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;

/** A folder of evidence, and what its own script says of it. */
record Evidence(Path folder) {

  /** What the script ended with. */
  record Said(int status, String output) {

    Said holds() {
      assertThat(status).as(output).isZero();
      assertThat(output).doesNotContain("FAIL").contains("OK    all of it");
      return this;
    }

    /** All that is said, where nothing failed and a registrar's word is what it rests on. */
    String restsOnAWord() {
      assertThat(status).as(output).isEqualTo(3);
      assertThat(output)
          .doesNotContain("FAIL")
          .doesNotContain("OK    all of it")
          .contains("WORD  all that can be checked holds");
      return output;
    }

    /** What failed; the one line that says so. */
    String failure() {
      assertThat(status).as(output).isEqualTo(1);
      var failures = output.lines().filter(line -> line.startsWith("FAIL  ")).toList();
      assertThat(failures).as(output).hasSize(1);
      assertThat(output.lines().toList()).endsWith(failures.getFirst());
      return failures.getFirst();
    }
  }

  static Evidence of(TestDomain domain, String serialNumber, Path folder) throws Exception {
    accepted(domain.operator.evidence(new EvidenceOrder(serialNumber, Optional.empty()), folder));
    return new Evidence(folder);
  }

  Said verified(Path... anchor) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("sh", folder.resolve("verify.sh").toString()));
    Arrays.stream(anchor).map(Path::toString).forEach(command::add);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the script ended").isTrue();
    return new Said(process.exitValue(), output);
  }

  /** The same files in another folder, to be changed. */
  Evidence copy(Path into) throws IOException {
    copy(folder, into);
    return new Evidence(into);
  }

  void copyStep(String name, Path into) throws IOException {
    copy(file(name), into);
  }

  private static void copy(Path from, Path into) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, into.resolve(from.relativize(file).toString()));
      }
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  byte[] octets(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  Evidence with(String name, byte[] octets) throws IOException {
    Files.write(file(name), octets);
    return this;
  }

  Evidence with(String name, X509Certificate... certificates) throws IOException {
    Files.writeString(file(name), Certificates.toPem(List.of(certificates)));
    return this;
  }

  /** The same, approved on another voucher. */
  Evidence approvedOn(byte[] voucher, TestDomain domain) throws IOException {
    return with("01-ir/voucher.vcj", voucher)
        .with(
            "01-ir/nested.der",
            domain
                .nesting(octets("01-ir/request.der"))
                .consent(new Consent("imprint", 1, 1, voucher))
                .encoded());
  }

  /** A message as far as its signature, by another signer or with another body. */
  static TestMessage unsigned(PKIMessage message, PKIBody body) {
    var header = message.getHeader();
    var unsigned =
        new TestMessage(
                ASN1OctetString.getInstance(header.getTransactionID()).getOctets(),
                header.getSenderNonce().getOctets())
            .infos(header.getGeneralInfo() == null ? List.of() : List.of(header.getGeneralInfo()))
            .body(body);
    return header.getRecipNonce() == null
        ? unsigned
        : unsigned.recipNonce(header.getRecipNonce().getOctets());
  }

  static byte[] signedBy(byte[] message, Credential signer) {
    var read = PKIMessage.getInstance(message);
    return unsigned(read, read.getBody()).signed(signer);
  }
}
