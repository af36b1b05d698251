package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.RevocationCheck;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.authority.ledger.RevokedCertificate;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator revokes is on the next list, which openssl reads, and stays there. */
class RevocationTest {

  @TempDir Path temp;

  private TestDomain domain;
  private Path published;

  @BeforeEach
  void make() throws Exception {
    domain = new TestDomain(temp);
    published = domain.dir.resolve("public/domain.crl");
  }

  @AfterEach
  void end() {
    domain.close();
  }

  private static Refusal refused(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("accepted: " + verdict);
  }

  private static RevocationOrder order(Kind kind, String name) {
    return new RevocationOrder(
        kind, name, RevocationReason.KEY_COMPROMISE, "op", Optional.of("lost on the way"));
  }

  private String openssl(String... words) throws Exception {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(java.util.List.of(words));
    var out = temp.resolve("openssl.txt");
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
    return Files.readString(out);
  }

  private String list() throws Exception {
    return openssl(
        "crl",
        "-inform",
        "DER",
        "-in",
        published.toString(),
        "-CAfile",
        domain.dir.resolve("keys/issuing-ca.pem").toString(),
        "-noout",
        "-text",
        "-crlnumber");
  }

  @Test
  void aRegistrarThatIsRevokedIsOnTheListAndBringsNothingAnyMore() throws Exception {
    var before = domain.list();
    assertThat(before.number()).isEqualTo(1);
    assertThat(list()).contains("verify OK", "No Revoked Certificates", "crlNumber=0x01");

    var revoked = accepted(domain.operator.revoke(order(Kind.REGISTRAR, "line 2")));

    assertThat(revoked)
        .singleElement()
        .satisfies(
            certificate -> {
              assertThat(certificate.holder()).isEqualTo("line 2");
              assertThat(certificate.serial())
                  .isEqualTo(Certificates.serialNumber(domain.registrar().leaf()));
            });
    assertThat(list())
        .contains(
            "verify OK",
            "Key Compromise",
            revoked.getFirst().serial().toUpperCase(Locale.ROOT),
            "0x02");
    assertThat(
            openssl(
                "verify",
                "-crl_check",
                "-CAfile",
                domain.dir.resolve("domain-ca.pem").toString(),
                "-untrusted",
                domain.dir.resolve("keys/issuing-ca.pem").toString(),
                "-CRLfile",
                published.toString(),
                domain.registrarDir.resolve("registrar.pem").toString()))
        .contains("certificate revoked");
    domain.start();
    assertThat(domain.send(domain.approved(domain.maker.device("4711"))).text())
        .contains("a registrar that was revoked");
  }

  @Test
  void allThatADeviceHasIsRevokedAndSaysWhereTheListIs() throws Exception {
    domain
        .configured(
            "# crl-url: \"http://pki.example.com/domain.crl\"",
            "crl-url: \"http://pki.example.com/domain.crl\"")
        .start();
    var certificate =
        domain.send(domain.approved(domain.maker.device("4711"))).certificate().orElseThrow();
    var pem =
        Files.writeString(temp.resolve("ldevid.pem"), Certificates.toPem(List.of(certificate)));
    assertThat(openssl("x509", "-in", pem.toString(), "-noout", "-ext", "crlDistributionPoints"))
        .contains("URI:http://pki.example.com/domain.crl");
    var other = domain.send(domain.approved(domain.maker.device("4712")));

    var revoked = accepted(domain.operator.revoke(order(Kind.DEVICE, "4711")));

    assertThat(revoked)
        .extracting(RevokedCertificate::serial)
        .containsExactly(Certificates.serialNumber(certificate));
    assertThat(list())
        .contains("verify OK", Certificates.serialNumber(certificate).toUpperCase(Locale.ROOT))
        .doesNotContain(
            Certificates.serialNumber(other.certificate().orElseThrow()).toUpperCase(Locale.ROOT));
    assertThat(accepted(domain.operator.certificates()))
        .extracting(IssuedCertificate::device, issued -> issued.revoked().isPresent())
        .containsExactly(tuple("4711", true), tuple("4712", false));
  }

  @Test
  void whatIsRevokedOrUnknownOrWithoutAUsableNoteIsRefused() throws Exception {
    accepted(domain.operator.revoke(order(Kind.REGISTRAR, "line 2")));
    var serial = Certificates.serialNumber(domain.registrar().leaf());

    assertThat(refused(domain.operator.revoke(order(Kind.REGISTRAR, "line 2"))).check())
        .isEqualTo(RevocationCheck.SETTLED);
    assertThat(refused(domain.operator.revoke(order(Kind.CERTIFICATE, serial))).check())
        .isEqualTo(RevocationCheck.SETTLED);
    for (var kind : Kind.values()) {
      assertThat(refused(domain.operator.revoke(order(kind, "no such thing"))).check())
          .isEqualTo(RevocationCheck.UNKNOWN);
    }
    assertThat(
            refused(
                    domain.operator.revoke(
                        new RevocationOrder(
                            Kind.REGISTRAR,
                            "line 2",
                            RevocationReason.SUPERSEDED,
                            "op",
                            Optional.of("two\nlines"))))
                .check())
        .isEqualTo(RevocationCheck.RULING);
    assertThat(domain.list().number()).isEqualTo(1);
  }

  @Test
  void aListIsMadeAnewWhenHalfOfItsTimeIsOver() throws Exception {
    var first = domain.list();
    assertThat(Duration.between(first.thisUpdate(), first.nextUpdate()))
        .isEqualTo(Duration.ofDays(7));
    domain.clock.advance(Duration.ofDays(3));
    assertThat(domain.list().number()).isEqualTo(1);
    domain.clock.advance(Duration.ofHours(13));

    var second = domain.list();

    assertThat(second.number()).isEqualTo(2);
    assertThat(second.nextUpdate()).isAfter(first.nextUpdate());
    assertThat(published).hasBinaryContent(second.content());
    Files.delete(published);
    assertThat(domain.list().number()).isEqualTo(2);
    assertThat(published).hasBinaryContent(second.content());
  }

  @Test
  void aRevocationStaysOnTheListUntilItsCertificateIsLongExpired() throws Exception {
    accepted(domain.operator.revoke(order(Kind.REGISTRAR, "line 2")));
    var end = domain.registrar().leaf().getNotAfter().toInstant();

    domain.clock.advance(Duration.between(domain.clock.instant(), end).plusDays(1));
    assertThat(domain.list().entries()).isEqualTo(1);
    domain.clock.advance(Duration.ofDays(14));
    assertThat(domain.list().entries()).isZero();
  }
}
