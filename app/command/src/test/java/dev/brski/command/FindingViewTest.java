package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Information;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.issuance.Validity;
import dev.brski.pledge.Finding;
import dev.brski.pledge.PledgeCheck;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.RevocationList;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a domain answered is told, and only what was verified is written. */
class FindingViewTest {

  private static final URI REGISTRAR = URI.create("https://registrar.example:8443");
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2036-01-01T00:00:00Z");
  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final Credential ROOT =
      new CertificateIssuer(SUITE)
          .selfSigned(CertificateProfile.rootCa("Plant 7 Root", new Validity(FROM, UNTIL)));
  private static final Credential OTHER =
      new CertificateIssuer(SUITE)
          .selfSigned(CertificateProfile.rootCa("Elsewhere", new Validity(FROM, UNTIL)));

  @TempDir Path folder;

  private static String text(FindingView view) {
    return String.join("\n", view.lines(Optional.empty()));
  }

  @Test
  void authoritiesAreToldApartAndOnlyThoseUnderTheRootAreWritten() throws Exception {
    var view =
        new FindingView(
            new Finding.Authorities(
                List.of(
                    new Finding.Authority(ROOT.leaf(), Optional.empty()),
                    new Finding.Authority(
                        OTHER.leaf(),
                        Optional.of(
                            Refusal.of(PledgeCheck.CERTIFICATE, "it is \u001b[2J strange", "x"))))),
            REGISTRAR);

    assertThat(text(view))
        .contains("CN=Plant 7 Root", "leads to it")
        .contains("CN=Elsewhere", "does not lead to it: it is \\u{1b}[2J strange")
        .contains("none of them is a trust anchor")
        .doesNotContain("\u001b");
    assertThat(Certificates.parsePem(view.octets().orElseThrow())).containsExactly(ROOT.leaf());
    var document = (FindingView.Authorities) view.document(Optional.empty());
    assertThat(document.authorities())
        .extracting(FindingView.Authority::trusted)
        .containsExactly(true, false);
  }

  @Test
  void whereThereIsNothingNothingIsWritten() throws Exception {
    for (var finding :
        List.of(
            new Finding.Authorities(List.of()),
            new Finding.RootUpdate(Optional.empty()),
            new Finding.RequestTemplate(Optional.empty()),
            new Finding.Revocations(Optional.empty(), false))) {
      var view = new FindingView(finding, REGISTRAR);
      assertThat(text(view)).startsWith("No ");
      assertThat(view.octets()).isEmpty();
      assertThat(view.document(Optional.empty())).isNotNull();
    }
  }

  @Test
  void aNewRootIsToldToBeUntrustedYet() throws Exception {
    var view =
        new FindingView(
            new Finding.RootUpdate(
                Optional.of(
                    new Finding.NextRoot(
                        OTHER.leaf(), folder.resolve("domain-ca-next.pem"), true))),
            REGISTRAR);

    assertThat(text(view)).contains("CN=Elsewhere", "domain-ca-next.pem", "trusted from now on");
    assertThat(Certificates.parsePem(view.octets().orElseThrow())).containsExactly(OTHER.leaf());
    assertThat(((FindingView.Root) view.document(Optional.empty())).update()).isTrue();
  }

  @Test
  void aTemplateIsToldInWords() throws Exception {
    var view =
        new FindingView(
            new Finding.RequestTemplate(
                Optional.of(
                    new Information.Template(
                        Optional.of(new X500Principal("")),
                        Optional.empty(),
                        List.of(new Information.KeySpec.RsaKeyLength(3072))))),
            REGISTRAR);

    assertThat(text(view)).contains("subject: to be filled in", "key: RSA, 3072 bits");
    assertThat(new String(view.octets().orElseThrow(), StandardCharsets.UTF_8))
        .contains("RSA, 3072 bits");
  }

  @Test
  void aListSaysWhetherTheDeviceIsOnIt() throws Exception {
    var der =
        new RevocationListIssuer(SUITE)
            .issue(ROOT, BigInteger.ONE, FROM, UNTIL, List.of())
            .getEncoded();
    var file = Files.write(folder.resolve("domain.crl"), der);
    var list = ((Verdict.Accepted<RevocationList>) RevocationList.parse(der)).value();

    var clean =
        new FindingView(
            new Finding.Revocations(
                Optional.of(new Finding.Listed(list, file, Optional.empty())), true),
            REGISTRAR);
    assertThat(text(clean)).contains("CN=Plant 7 Root", "new", "is not on it");
    assertThat(clean.octets().orElseThrow()).isEqualTo(der);

    var revoked =
        new FindingView(
            new Finding.Revocations(
                Optional.of(new Finding.Listed(list, file, Optional.of("keyCompromise"))), false),
            REGISTRAR);
    assertThat(text(revoked)).contains("REVOKED: keyCompromise", "none that is newer");
    var document = (FindingView.Revocations) revoked.document(Optional.empty());
    assertThat(document.revoked()).contains("keyCompromise");
    assertThat(document.file()).contains(file.toString());
  }
}
