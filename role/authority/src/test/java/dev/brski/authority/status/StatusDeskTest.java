package dev.brski.authority.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.issuing.IssuingCa;
import dev.brski.authority.ledger.CertificateStatuses;
import dev.brski.authority.ledger.Schema;
import dev.brski.authority.ledger.UnconfirmedUpdates;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.ocsp.IssuerHashes;
import dev.brski.ocsp.OcspCheck;
import dev.brski.ocsp.OcspError;
import dev.brski.ocsp.OcspRequest;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told when the authority cannot answer: in OCSP, and never from memory alone. */
class StatusDeskTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");

  @TempDir Path folder;

  private final Credential root =
      new CertificateIssuer(SUITE)
          .selfSigned(CertificateProfile.rootCa("Root", Validity.years(NOW, 10)));
  private final IssuingCa issuingCa =
      new IssuingCa(
          1,
          new CertificateIssuer(SUITE)
              .credential(root, CertificateProfile.issuingCa("CA", Validity.years(NOW, 5))));
  private final byte[] request =
      OcspRequest.of(IssuerHashes.of(issuingCa.certificate()).certId(BigInteger.TEN)).encoded();
  private Store store;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder.resolve("data"), Schema.MIGRATIONS, InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private StatusDesk desk(Semaphore signing, InstantSource clock) {
    return new StatusDesk(
        List.of(
            new StatusSigner(
                issuingCa,
                "OCSP",
                folder.resolve("ocsp.pem"),
                folder.resolve("ocsp.key"),
                store,
                SUITE,
                InstantSource.fixed(NOW))),
        List.of(),
        new CertificateStatuses(store),
        new UnconfirmedUpdates(store, InstantSource.fixed(NOW)),
        SUITE,
        Duration.ofHours(1),
        signing,
        clock);
  }

  private Response posted(StatusDesk desk) throws InterruptedException {
    var route =
        new OcspEndpoint(desk, "", InstantSource.fixed(NOW))
            .routes().stream()
                .filter(each -> each.method().equals("POST"))
                .map(Route::handler)
                .findFirst()
                .orElseThrow();
    return route.handle(
        new Request(
            "POST", "/", Map.of(), Map.of(), request, List.of(), List.of(), "192.0.2.1", "1"));
  }

  @Test
  @Proves("6960-2.3-busy")
  void whoeverCannotBeSignedForIsToldToComeAgainAndWhatIsSignedServes() throws Exception {
    var one = new Semaphore(1);
    var desk = desk(one, InstantSource.fixed(NOW));
    assertThat(desk.answer(request)).isInstanceOf(Verdict.Accepted.class);
    one.acquire();

    assertThat(desk.answer(request)).as("signed before").isInstanceOf(Verdict.Accepted.class);
    assertThat(desk(one, InstantSource.fixed(NOW)).answer(request))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(OcspCheck.BUSY));
    assertThat(OcspCheck.BUSY.error()).isEqualTo(OcspError.TRY_LATER);
  }

  /** What is kept for others needs no signature, so that it is told while there is none. */
  @Test
  void onlyWhatIsAboutOneCertificateOfOursIsKept() throws Exception {
    var ours = IssuerHashes.of(issuingCa.certificate());
    var stranger = IssuerHashes.of(root.leaf());
    var one = new Semaphore(1);
    var desk = desk(one, InstantSource.fixed(NOW));
    var two =
        new OcspRequest(
            List.of(ours.certId(BigInteger.ONE), stranger.certId(BigInteger.ONE)),
            Optional.empty());
    var foreign = OcspRequest.of(stranger.certId(BigInteger.ONE));
    var all = List.of(request, two.encoded(), foreign.encoded());
    for (var each : all) {
      assertThat(desk.answer(each)).isInstanceOf(Verdict.Accepted.class);
    }
    one.acquire();

    assertThat(desk.answer(request)).isInstanceOf(Verdict.Accepted.class);
    assertThat(desk.answer(two.encoded())).isInstanceOf(Verdict.Refused.class);
    assertThat(desk.answer(foreign.encoded())).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void withoutTheLedgerNothingIsSaid() throws Exception {
    var desk = desk(new Semaphore(1), InstantSource.fixed(NOW));
    assertThat(posted(desk).body()).hasSizeGreaterThan(100);

    store.close();

    var response = posted(desk);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(OcspError.TRY_LATER.encoded());
    assertThat(response.headers()).containsEntry("Cache-Control", "no-store");
  }

  @Test
  void aFaultIsToldAsOne() throws Exception {
    var desk =
        desk(
            new Semaphore(1),
            () -> {
              throw new IllegalStateException("no clock");
            });

    var response = posted(desk);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(OcspError.INTERNAL_ERROR.encoded());
  }
}
