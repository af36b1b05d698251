package dev.brski.registrar.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Information;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.TransactionId;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whom the registrar tells what the authority told another. */
class ToldTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final InstantSource CLOCK = InstantSource.system();

  private static Credential device(String serialNumber) {
    return new CertificateIssuer(SUITE)
        .selfSigned(
            CertificateProfile.idevid(
                serialNumber, "maker", Validity.years(Instant.now(), 1).notBefore()));
  }

  private static CmpMessage asked(Credential by, String profile, Inquiry inquiry) {
    return new CmpComposer(by, SUITE, Clock.known(CLOCK))
        .inquiry(TransactionId.fresh(SUITE), Optional.empty(), Optional.of(profile), inquiry);
  }

  @Test
  @Proves({"EN-9", "CMP-F15"})
  void aTemplateIsToldAgainToTheOneThatAskedAloneAndOnlyOfTheSameProfile() {
    var told = new Told(CLOCK, Duration.ofMinutes(10), List::of);
    var one = device("SN-1");
    var template =
        new Information.RequestTemplate(
            Optional.of(new Information.Template(Optional.empty(), Optional.empty(), List.of())));
    told.keep(asked(one, "node", new Inquiry.RequestTemplate()), template);

    assertThat(told.of(asked(one, "node", new Inquiry.RequestTemplate()))).contains(template);
    assertThat(told.of(asked(one, "plc", new Inquiry.RequestTemplate()))).isEmpty();
    assertThat(told.of(asked(device("SN-2"), "node", new Inquiry.RequestTemplate()))).isEmpty();
  }

  @Test
  void theCertificatesOfTheAuthoritiesAreToldToEverybody() {
    var told = new Told(CLOCK, Duration.ofMinutes(10), List::of);
    var one = device("SN-1");
    var certificates = new Information.CaCertificates(one.chain());
    told.keep(asked(one, "node", new Inquiry.CaCertificates()), certificates);
    assertThat(told.of(asked(device("SN-2"), "node", new Inquiry.CaCertificates())))
        .contains(certificates);
  }

  @Test
  @Proves("CMP-E8")
  void nothingIsToldAgainOnceTheRootsAreOthers() {
    var roots = new AtomicReference<>(List.of("the first"));
    var told = new Told(CLOCK, Duration.ofMinutes(10), roots::get);
    var one = device("SN-1");
    var question = asked(one, "node", new Inquiry.CaCertificates());
    told.keep(question, new Information.CaCertificates(one.chain()));
    assertThat(told.of(question)).isPresent();

    roots.set(List.of("the second", "the first"));
    assertThat(told.of(question)).isEmpty();
  }
}
