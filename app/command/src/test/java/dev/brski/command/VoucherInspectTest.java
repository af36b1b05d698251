package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code brski voucher inspect} on files that break rules. */
class VoucherInspectTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final CertificateIssuer ISSUER = new CertificateIssuer(SUITE);
  private static final Instant THEN = Instant.parse("2020-03-01T12:00:00Z");
  private static final Validity VALIDITY =
      new Validity(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2020-06-01T00:00:00Z"));

  @TempDir Path folder;
  private Credential signer;
  private Path anchor;
  private Path other;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void make() throws IOException {
    var voucherCa = ISSUER.selfSigned(CertificateProfile.rootCa("vouchers", VALIDITY));
    signer = ISSUER.credential(voucherCa, CertificateProfile.voucherSigner("MASA", VALIDITY));
    var domain = ISSUER.selfSigned(CertificateProfile.rootCa("elsewhere", VALIDITY));
    anchor = pem("anchor.pem", voucherCa);
    other = pem("other.pem", domain);
  }

  @Test
  void aSoundVoucherBreaksNothingAndItsAnchorIsNamed() throws IOException {
    var ended = inspect(voucher(json -> json), "--voucher-anchor", anchor, "--at", THEN);

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("anchor: CN=vouchers")
        .contains("  tolerances: none\n")
        .contains("  rules broken: none\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void allThatIsBrokenIsNamedAndTheEndIsGoodAllTheSame() throws IOException {
    var broken =
        voucher(
            json ->
                json.replace("\"4711\"", "\"\"")
                    .replace("\"proximity\"", "\"hearsay\"")
                    .replace("2020-03-01", "2021-03-01"));

    var ended = inspect(broken, "--voucher-anchor", other, "--at", THEN, "--json");

    assertThat(ended.code()).isZero();
    assertThat(broken(ended))
        .containsExactlyInAnyOrder(
            "8995-5.6.1-signer", "8995-2.6.1-createdOn", "V-5.3-assertion", "V-5.3-leaf");
  }

  @Test
  void withoutATimeDatesAreJudgedAsOfNow() throws IOException {
    assertThat(broken(inspect(voucher(json -> json), "--json"))).containsExactly("5280-6.1-pin");
  }

  @Test
  void anAnchorThatIsNotThereAndATimeThatIsNoneAreWrongUsage() throws IOException {
    var sound = voucher(json -> json);

    assertThat(inspect(sound, "--voucher-anchor", folder.resolve("none.pem")).code()).isEqualTo(2);
    assertThat(inspect(sound, "--at", "yesterday").code()).isEqualTo(2);
  }

  private static List<String> broken(Ended ended) {
    var rules = new ArrayList<String>();
    JsonNode tree = JsonMapper.builder().build().readTree(ended.out());
    for (var part : tree.path("children")) {
      if (part.path("label").asString().equals("rules broken")) {
        part.path("children").forEach(rule -> rules.add(rule.path("label").asString()));
      }
    }
    return rules;
  }

  private Path voucher(UnaryOperator<String> change) throws IOException {
    var voucher =
        Voucher.nonced(THEN, Assertion.PROXIMITY, "4711", signer.leaf(), Nonce.random(SUITE));
    var json = change.apply(new String(voucher.toJson(), StandardCharsets.UTF_8));
    var signed =
        SignedArtifact.sign(
            json.getBytes(StandardCharsets.UTF_8),
            signer,
            signer.chain(),
            Optional.of(THEN),
            SUITE);
    return Files.write(folder.resolve("voucher.vcj"), signed.encoded());
  }

  private Path pem(String name, Credential credential) throws IOException {
    return Files.writeString(folder.resolve(name), Certificates.toPem(List.of(credential.leaf())));
  }

  private static Ended inspect(Path file, Object... options) {
    var out = new StringWriter();
    var err = new StringWriter();
    var words = Stream.concat(Stream.of("voucher", "inspect", file), Stream.of(options));
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            words.map(Object::toString).toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }
}
