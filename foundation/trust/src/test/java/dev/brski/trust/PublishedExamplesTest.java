package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.verdict.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The certificates of RFC 8995 appendix C and of the constrained voucher draft. */
@Proves("VEC-1")
final class PublishedExamplesTest {

  private static final PathValidator VALIDATOR = PathValidator.standard(CryptoSuite.standard());
  private static final Moment THEN = new Moment.Known(Instant.parse("2021-06-01T00:00:00Z"));
  private static final Moment LATER = new Moment.Known(Instant.parse("2026-01-01T00:00:00Z"));
  private static final Moment NO_CLOCK = new Moment.Unknown();

  @BeforeEach
  void haveTheSpecifications() {
    assumeTrue(!folder().isEmpty(), "brski.spec is not set: the published examples are not here");
  }

  @Test
  @Proves({"PL-25", "PL-56", "TIME-1"})
  void theRegistrarStandsUnderItsOwnersAuthority() throws IOException {
    var registrar = rfc8995("registrar");
    var owner = rfc8995("owner-ca");
    assertThat(pinned(registrar, owner, THEN)).isEmpty();
    assertThat(pinned(registrar, owner, NO_CLOCK)).isEmpty();
    assertThat(pinned(registrar, owner, LATER)).contains(PathCheck.EXPIRED);
    assertThat(pinned(registrar, registrar, NO_CLOCK)).isEmpty();
    assertThat(pinned(registrar, rfc8995("vendor-ca"), NO_CLOCK)).contains(PathCheck.UNTRUSTED);
  }

  @Test
  @Proves({"PL-8", "RG-4"})
  void thePledgeStandsUnderItsVendorsAuthority() throws IOException {
    var pledge = rfc8995("pledge-idevid");
    var vendor = rfc8995("vendor-ca");
    assertThat(anchored(pledge, vendor, Purpose.IDEVID, THEN)).isEmpty();
    assertThat(anchored(pledge, vendor, Purpose.IDEVID, LATER)).contains(PathCheck.EXPIRED);
    assertThat(anchored(pledge, vendor, Purpose.IDEVID.ignoringLifetime(), LATER)).isEmpty();
    assertThat(anchored(rfc8995("masa"), vendor, Purpose.VOUCHER_SIGNER, THEN)).isEmpty();
  }

  @Test
  void theConstrainedExamplesStandUnderTheirAuthorities() throws IOException {
    assertThat(pinned(constrained("registrar"), constrained("domain_ca"), NO_CLOCK)).isEmpty();
    var masa = constrained("masa_ca");
    assertThat(anchored(constrained("pledge"), masa, Purpose.IDEVID, LATER)).isEmpty();
    assertThat(anchored(constrained("masa"), masa, Purpose.TLS_SERVER, NO_CLOCK)).isEmpty();
  }

  private static Optional<Check> pinned(X509Certificate target, X509Certificate pin, Moment now) {
    return PathValidatorTest.check(
        VALIDATOR.validateAgainstPin(target, List.of(), pin, Purpose.REGISTRAR, now));
  }

  private static Optional<Check> anchored(
      X509Certificate target, X509Certificate anchor, Purpose purpose, Moment now) {
    return PathValidatorTest.check(
        VALIDATOR.validate(target, List.of(), Anchors.of(List.of(anchor)), purpose, now));
  }

  private static X509Certificate rfc8995(String name) throws IOException {
    return read("rfc8995", name + ".crt.pem");
  }

  private static X509Certificate constrained(String name) throws IOException {
    return read("cbrski-cose", name + ".pem");
  }

  private static X509Certificate read(String group, String file) throws IOException {
    return Certificates.readPem(Path.of(folder(), "examples", group, file)).getFirst();
  }

  private static String folder() {
    return System.getProperty("brski.spec", "");
  }
}
