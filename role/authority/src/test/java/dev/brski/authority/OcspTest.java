package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.authority.setup.Rollover;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.ocsp.OcspError;
import dev.brski.proof.kit.Proves;
import dev.brski.store.JournalEntry;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.FreePort;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The status of certificates over HTTP, asked for and read by Bouncy Castle's classes and Java's.
 */
class OcspTest {

  private static final String MEDIA_TYPE = "application/ocsp-request";

  @TempDir Path temp;

  private TestDomain domain;
  private HostPort listen;

  @BeforeEach
  void make() throws Exception {
    domain = new TestDomain(temp);
    listen = FreePort.settle(HostPort.parse("127.0.0.1:0"));
    configured("http://" + listen + "/status");
  }

  @AfterEach
  void end() {
    domain.close();
  }

  private void configured(String url) throws IOException {
    var settings = domain.dir.resolve("brski.yaml");
    Files.writeString(
        settings,
        Files.readString(settings)
            + "\nocsp:\n  listen: \"%s\"\n  url: \"%s\"\n".formatted(listen, url));
  }

  private X509Certificate issuingCa(int generation) throws IOException {
    return domain.credential(generation == 1 ? "issuing-ca" : "issuing-ca-" + generation).leaf();
  }

  private static CertificateID id(
      AlgorithmIdentifier hash, X509Certificate issuer, BigInteger serial) throws Exception {
    return new CertificateID(
        new JcaDigestCalculatorProviderBuilder().build().get(hash),
        new JcaX509CertificateHolder(issuer),
        serial);
  }

  private static byte[] request(Optional<byte[]> nonce, CertificateID... ids) throws Exception {
    var builder = new OCSPReqBuilder();
    for (var id : ids) {
      builder.addRequest(id);
    }
    if (nonce.isPresent()) {
      builder.setRequestExtensions(
          new Extensions(
              new Extension(
                  OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                  false,
                  new DEROctetString(nonce.get()).getEncoded())));
    }
    return builder.build().getEncoded();
  }

  private static byte[] request(X509Certificate issuer, BigInteger serial) throws Exception {
    return request(Optional.empty(), id(CertificateID.HASH_SHA1, issuer, serial));
  }

  private HttpResponse<byte[]> http(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private URI at(String path) {
    return URI.create("http://" + listen + path);
  }

  private HttpResponse<byte[]> post(byte[] request) throws IOException, InterruptedException {
    return http(
        HttpRequest.newBuilder(at("/status"))
            .header("Content-Type", MEDIA_TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request)));
  }

  private byte[] posted(byte[] request) throws IOException, InterruptedException {
    var response = post(request);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/ocsp-response");
    return response.body();
  }

  /** An answer whose signature is right, by a delegate of that issuing CA. */
  private static BasicOCSPResp read(byte[] der, X509Certificate issuer) throws Exception {
    var response = new OCSPResp(der);
    assertThat(response.getStatus()).isZero();
    var basic = (BasicOCSPResp) response.getResponseObject();
    var signer = new JcaX509CertificateConverter().getCertificate(basic.getCerts()[0]);
    signer.verify(issuer.getPublicKey());
    assertThat(signer.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.9");
    assertThat(
            basic.isSignatureValid(
                new JcaContentVerifierProviderBuilder().build(signer.getPublicKey())))
        .isTrue();
    return basic;
  }

  private CertificateStatus status(int generation, BigInteger serial) throws Exception {
    var issuer = issuingCa(generation);
    return read(posted(request(issuer, serial)), issuer).getResponses()[0].getCertStatus();
  }

  private static RevocationOrder revoking(Kind kind, String name) {
    return new RevocationOrder(kind, name, RevocationReason.SUPERSEDED, "op", Optional.empty());
  }

  private X509Certificate issued(String serialNumber) throws Exception {
    return domain
        .send(domain.approved(domain.maker.device(serialNumber)))
        .certificate()
        .orElseThrow();
  }

  @Test
  @Proves("6960-2.2-status")
  void whatWasIssuedIsGoodAndWhatWasRevokedIsNotFromThatMomentOn() throws Exception {
    domain.start();
    var certificate = issued("4711");
    var other = issued("4712");
    assertThat(status(1, certificate.getSerialNumber())).isEqualTo(CertificateStatus.GOOD);
    assertThat(status(1, other.getSerialNumber())).isEqualTo(CertificateStatus.GOOD);

    accepted(domain.operator.revoke(revoking(Kind.DEVICE, "4711")));

    var revoked = (RevokedStatus) status(1, certificate.getSerialNumber());
    assertThat(revoked.getRevocationReason()).isEqualTo(4);
    assertThat(revoked.getRevocationTime().toInstant().getEpochSecond())
        .isEqualTo(domain.clock.instant().getEpochSecond());
    assertThat(status(1, other.getSerialNumber())).isEqualTo(CertificateStatus.GOOD);
  }

  @Test
  void registrarsAndTheAuthoritysOwnCertificatesAreKnown() throws Exception {
    domain.start();
    var registrar = domain.registrar().leaf().getSerialNumber();
    assertThat(status(1, registrar)).isEqualTo(CertificateStatus.GOOD);
    for (var own : List.of("responder", "tls", "ocsp")) {
      assertThat(status(1, domain.credential(own).leaf().getSerialNumber()))
          .as(own)
          .isEqualTo(CertificateStatus.GOOD);
    }

    accepted(domain.operator.revoke(revoking(Kind.REGISTRAR, "line 2")));

    assertThat(status(1, registrar)).isInstanceOf(RevokedStatus.class);
  }

  @Test
  void whatWasNeverIssuedIsUnknown() throws Exception {
    domain.start();
    assertThat(status(1, BigInteger.valueOf(4711))).isInstanceOf(UnknownStatus.class);
    var forged = domain.under(CertificateProfile.registrar("line 2", domain.year()));
    assertThat(status(1, forged.leaf().getSerialNumber())).isInstanceOf(UnknownStatus.class);
    assertThat(status(1, BigInteger.ONE.negate())).isInstanceOf(UnknownStatus.class);

    var stranger =
        new CertificateIssuer(TestDevice.SUITE)
            .selfSigned(CertificateProfile.rootCa("Plant 7 Issuing CA", domain.year()));
    var registrar = domain.registrar().leaf().getSerialNumber();
    assertThat(
            read(posted(request(stranger.leaf(), registrar)), issuingCa(1))
                .getResponses()[0]
                .getCertStatus())
        .isInstanceOf(UnknownStatus.class);
    assertThat(
            read(posted(request(domain.root(), issuingCa(1).getSerialNumber())), issuingCa(1))
                .getResponses()[0]
                .getCertStatus())
        .isInstanceOf(UnknownStatus.class);
  }

  @Test
  void bothHashesFindTheIssuerAndSeveralCertificatesAreToldAtOnce() throws Exception {
    domain.start();
    var sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    var sha512 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512);
    var registrar = domain.registrar().leaf().getSerialNumber();
    var issuer = issuingCa(1);

    var basic =
        read(
            posted(
                request(
                    Optional.empty(),
                    id(CertificateID.HASH_SHA1, issuer, registrar),
                    id(sha256, issuer, registrar),
                    id(sha512, issuer, registrar),
                    id(sha256, issuer, BigInteger.TWO))),
            issuer);

    assertThat(basic.getResponses()).hasSize(4);
    assertThat(basic.getResponses()[0].getCertStatus()).isEqualTo(CertificateStatus.GOOD);
    assertThat(basic.getResponses()[1].getCertStatus()).isEqualTo(CertificateStatus.GOOD);
    assertThat(basic.getResponses()[1].getCertID()).isEqualTo(id(sha256, issuer, registrar));
    assertThat(basic.getResponses()[2].getCertStatus()).isInstanceOf(UnknownStatus.class);
    assertThat(basic.getResponses()[3].getCertStatus()).isInstanceOf(UnknownStatus.class);
  }

  @Test
  @Proves({"6960-4.2.2.2-one-issuer", "6960-4.2.2.2-issuer-not-valid"})
  void eachIssuingCaHasADelegateOfItsOwnUntilItEnds() throws Exception {
    domain.start();
    var old = issued("4711").getSerialNumber();
    domain.stop();
    accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.empty()));
    domain.start();
    var young = issued("4712").getSerialNumber();

    assertThat(status(1, old)).isEqualTo(CertificateStatus.GOOD);
    assertThat(status(2, young)).isEqualTo(CertificateStatus.GOOD);
    assertThat(status(2, old)).isInstanceOf(UnknownStatus.class);
    assertThat(status(1, domain.credential("tls").leaf().getSerialNumber()))
        .isEqualTo(CertificateStatus.GOOD);
    assertThat(status(2, domain.credential("tls-2").leaf().getSerialNumber()))
        .isEqualTo(CertificateStatus.GOOD);
    accepted(domain.operator.revoke(revoking(Kind.DEVICE, "4711")));
    assertThat(status(1, old)).isInstanceOf(RevokedStatus.class);
    assertThat(
            posted(
                request(
                    Optional.empty(),
                    id(CertificateID.HASH_SHA1, issuingCa(1), old),
                    id(CertificateID.HASH_SHA1, issuingCa(2), young))))
        .isEqualTo(OcspError.UNAUTHORIZED.encoded());

    domain.clock.advance(
        Duration.between(domain.clock.instant(), issuingCa(1).getNotAfter().toInstant())
            .minusHours(1));
    var last = read(posted(request(issuingCa(1), old)), issuingCa(1));
    assertThat(last.getResponses()[0].getNextUpdate()).isEqualTo(issuingCa(1).getNotAfter());
    domain.clock.advance(Duration.ofHours(2));
    assertThat(posted(request(issuingCa(1), old))).isEqualTo(OcspError.UNAUTHORIZED.encoded());
  }

  @Test
  void theDelegateIsRenewedByItselfAndStaysAcrossARestart() throws Exception {
    domain.start();
    var first = domain.credential("ocsp").leaf();
    assertThat(Duration.between(domain.clock.instant(), first.getNotAfter().toInstant()))
        .isLessThanOrEqualTo(Duration.ofDays(7));
    domain.stop();
    domain.start();
    assertThat(domain.credential("ocsp").leaf()).isEqualTo(first);

    domain.clock.advance(Duration.ofDays(4));
    var registrar = domain.registrar().leaf().getSerialNumber();
    assertThat(status(1, registrar)).isEqualTo(CertificateStatus.GOOD);
    var second = domain.credential("ocsp").leaf();
    assertThat(second).isNotEqualTo(first);
    assertThat(second.getNotAfter()).isAfter(first.getNotAfter());

    domain.stop();
    Files.copy(
        domain.dir.resolve("keys/tls.key"),
        domain.dir.resolve("keys/ocsp.key"),
        StandardCopyOption.REPLACE_EXISTING);
    domain.start();
    assertThat(domain.credential("ocsp").leaf()).isNotEqualTo(second);
    assertThat(status(1, registrar)).isEqualTo(CertificateStatus.GOOD);
    assertThat(domain.journal())
        .extracting(JournalEntry::kind)
        .filteredOn("ocsp-signer.made"::equals)
        .hasSize(3);
  }

  @Test
  @Proves("6960-4.2.2.2-no-signer")
  void withoutASignerNothingStartsAndLaterAskersAreToldToComeAgain() throws Exception {
    domain.start();
    domain.clock.advance(Duration.ofDays(8));
    Files.delete(domain.dir.resolve("keys/ocsp.key"));
    Files.createDirectory(domain.dir.resolve("keys/ocsp.key"));
    Files.createFile(domain.dir.resolve("keys/ocsp.key/in-the-way"));
    var registrar = domain.registrar().leaf().getSerialNumber();
    assertThat(posted(request(issuingCa(1), registrar))).isEqualTo(OcspError.TRY_LATER.encoded());
    domain.stop();
    assertThat(refusal(Authority.start(domain.dir, domain.clock)).check())
        .isEqualTo(SetupCheck.OCSP_SIGNER);

    Files.delete(domain.dir.resolve("keys/ocsp.key/in-the-way"));
    Files.delete(domain.dir.resolve("keys/ocsp.key"));
    domain.start();
    assertThat(status(1, registrar)).isEqualTo(CertificateStatus.GOOD);
  }

  @Test
  @Proves("6960-4.2.2.2-issuer-not-valid")
  void anAnswerIsSignedOnceForAllWhoAskTheSameUntilHalfOfItsTimeIsOver() throws Exception {
    domain.start();
    var request = request(issuingCa(1), domain.registrar().leaf().getSerialNumber());
    var first = posted(request);
    domain.clock.advance(Duration.ofMinutes(29));
    assertThat(posted(request)).isEqualTo(first);
    assertThat(gotten(request).body()).isEqualTo(first);
    domain.clock.advance(Duration.ofMinutes(2));

    var second = posted(request);

    assertThat(second).isNotEqualTo(first);
    assertThat(read(second, issuingCa(1)).getResponses()[0].getThisUpdate().toInstant())
        .isEqualTo(domain.clock.instant().truncatedTo(ChronoUnit.SECONDS));
    domain.clock.advance(Duration.ofMinutes(-10));
    assertThat(posted(request)).as("the clock was put back").isNotEqualTo(second);
    domain.clock.advance(Duration.ofDays(-1));
    assertThat(posted(request)).isEqualTo(OcspError.UNAUTHORIZED.encoded());
  }

  private HttpResponse<byte[]> gotten(byte[] request) throws IOException, InterruptedException {
    return http(HttpRequest.newBuilder(at("/status/" + encoded(request))));
  }

  private static String encoded(byte[] request) {
    return URLEncoder.encode(
        Base64.getEncoder().encodeToString(request), StandardCharsets.US_ASCII);
  }

  /**
   * A serial number with which the base64 has both signs that are none of a path's, wherever it
   * stands.
   */
  private static BigInteger awkward() {
    return new BigInteger("7fffffff" + "fbefbe00".repeat(3), 16);
  }

  @Test
  @Proves("5019-6-cache")
  void aGetIsForCachesUnlessThereIsANonce() throws Exception {
    domain.start();
    var request = request(issuingCa(1), awkward());
    assertThat(Base64.getEncoder().encodeToString(request)).contains("/", "+");

    var response = gotten(request);

    assertThat(response.statusCode()).isEqualTo(200);
    var answer = read(response.body(), issuingCa(1)).getResponses()[0];
    assertThat(answer.getCertID().getSerialNumber()).isEqualTo(awkward());
    assertThat(response.headers().firstValue("cache-control"))
        .hasValueSatisfying(
            control ->
                assertThat(control).matches("max-age=1(799|800), public, no-transform, must-.*"));
    assertThat(response.headers().firstValue("last-modified"))
        .contains(httpDate(answer.getThisUpdate().toInstant()));
    assertThat(response.headers().firstValue("expires"))
        .contains(httpDate(answer.getNextUpdate().toInstant()));
    var tag = response.headers().firstValue("etag").orElseThrow();
    assertThat(
            http(HttpRequest.newBuilder(at("/status/" + encoded(request)))
                    .header("If-None-Match", "\"other\", " + tag))
                .statusCode())
        .isEqualTo(304);
    for (var path :
        List.of(
            "/" + encoded(request), "/status//" + Base64.getEncoder().encodeToString(request))) {
      assertThat(http(HttpRequest.newBuilder(at(path))).body()).isEqualTo(response.body());
    }

    var nonced =
        gotten(
            request(
                Optional.of(new byte[32]),
                id(CertificateID.HASH_SHA1, issuingCa(1), BigInteger.TWO)));
    assertThat(nonced.headers().firstValue("cache-control")).contains("no-store");
    assertThat(nonced.headers().map()).doesNotContainKeys("etag", "expires", "last-modified");
  }

  private static String httpDate(Instant instant) {
    return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
        .withZone(ZoneOffset.UTC)
        .format(instant);
  }

  @Test
  @Proves("9654-2.1-nonce")
  void aNonceIsRepeatedAndEachOneIsSignedAnew() throws Exception {
    domain.start();
    var registrar = domain.registrar().leaf().getSerialNumber();
    for (int octets : new int[] {1, 16, 32, 128}) {
      var nonce = TestDevice.SUITE.randomBytes(octets);
      var response =
          read(
              posted(
                  request(
                      Optional.of(nonce), id(CertificateID.HASH_SHA1, issuingCa(1), registrar))),
              issuingCa(1));
      assertThat(
              ASN1OctetString.getInstance(
                      response
                          .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                          .getParsedValue())
                  .getOctets())
          .isEqualTo(nonce);
    }
    for (int octets : new int[] {0, 129}) {
      assertThat(
              posted(
                  request(
                      Optional.of(new byte[octets]),
                      id(CertificateID.HASH_SHA1, issuingCa(1), registrar))))
          .isEqualTo(OcspError.MALFORMED_REQUEST.encoded());
    }
  }

  @Test
  @Proves({"6960-4.1.1-syntax", "6960-4.1.1-requests"})
  void whatIsNoRequestIsToldSoAndWhatIsTooLongIsNotRead() throws Exception {
    domain.start();
    var malformed = OcspError.MALFORMED_REQUEST.encoded();
    assertThat(posted(new byte[0])).isEqualTo(malformed);
    assertThat(posted(new byte[] {0x30, (byte) 0x84, 127, 127, 127, 127})).isEqualTo(malformed);
    var one = id(CertificateID.HASH_SHA1, issuingCa(1), BigInteger.TEN);
    var many = new CertificateID[17];
    Arrays.fill(many, one);
    assertThat(posted(request(Optional.empty(), many))).isEqualTo(malformed);
    var tenThousand = new CertificateID[10_000];
    Arrays.fill(tenThousand, one);
    assertThat(post(request(Optional.empty(), tenThousand)).statusCode()).isEqualTo(413);
    assertThat(post(new byte[64 << 10]).statusCode()).isEqualTo(413);
    assertThat(
            http(HttpRequest.newBuilder(at("/"))
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("good?")))
                .statusCode())
        .isEqualTo(415);
    for (var path : List.of("/", "/status/", "/status/M", "/%00", "/status/....", "/M%20A")) {
      var response = http(HttpRequest.newBuilder(at(path)));
      if (response.statusCode() == 200) {
        assertThat(response.body()).as(path).isEqualTo(malformed);
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
      } else {
        assertThat(response.statusCode()).as(path).isEqualTo(400);
      }
    }
    assertThat(spoken("GET /" + "M".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .matches("HTTP/1.1 (414|431) .*");
    assertThat(spoken("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ");
    assertThat(spoken("not HTTP at all\r\n\r\n")).startsWith("HTTP/1.1 4");
    assertThat(status(1, domain.registrar().leaf().getSerialNumber()))
        .isEqualTo(CertificateStatus.GOOD);
  }

  private String spoken(String octets) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), listen.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      var line = new StringBuilder();
      for (int octet = socket.getInputStream().read();
          octet >= 0 && octet != '\r';
          octet = socket.getInputStream().read()) {
        line.append((char) octet);
      }
      return line.toString();
    }
  }

  @Test
  @Proves("5280-4.2.2.1-ocsp")
  void certificatesSayWhereToAskAndJavasOwnCheckerAsksThere() throws Exception {
    domain.start();
    var certificate = issued("4711");
    assertThat(
            new String(
                certificate.getExtensionValue("1.3.6.1.5.5.7.1.1"), StandardCharsets.ISO_8859_1))
        .contains("http://" + listen + "/status");
    var registrar = temp.resolve("another");
    accepted(domain.operator.registrar("another", registrar));
    assertThat(
            Certificates.readPem(registrar.resolve("registrar.pem"))
                .getFirst()
                .getExtensionValue("1.3.6.1.5.5.7.1.1"))
        .isNotNull();

    validate(certificate);
    accepted(domain.operator.revoke(revoking(Kind.DEVICE, "4711")));
    assertThatThrownBy(() -> validate(certificate))
        .isInstanceOfSatisfying(
            CertPathValidatorException.class,
            refused ->
                assertThat(refused.getReason())
                    .isEqualTo(CertPathValidatorException.BasicReason.REVOKED));
  }

  /** As Java does it, by OCSP and nothing else. */
  private void validate(X509Certificate certificate) throws Exception {
    var validator = CertPathValidator.getInstance("PKIX");
    var checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOptions(
        EnumSet.of(
            PKIXRevocationChecker.Option.NO_FALLBACK,
            PKIXRevocationChecker.Option.ONLY_END_ENTITY));
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(domain.root(), null)));
    parameters.addCertPathChecker(checker);
    validator.validate(
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(certificate, issuingCa(1))),
        parameters);
  }

  private static Refusal refusal(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("accepted: " + verdict);
  }

  private List<Refusal> outlook() {
    return accepted(Authority.outlook(domain.dir, domain.clock));
  }

  @Test
  @Proves({"AU-setup-ocsp-listen", "AU-setup-ocsp-url", "AU-setup-ocsp-signer"})
  void anOperatorIsToldWhatKeepsTheStatusFromBeingTold() throws Exception {
    assertThat(outlook()).isEmpty();
    try (var taken = new ServerSocket(listen.port(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThat(outlook()).extracting(Refusal::check).containsExactly(SetupCheck.OCSP_LISTEN);
      assertThatThrownBy(() -> Authority.start(domain.dir, domain.clock))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(listen.toString());
    }
    domain.start();
    assertThat(outlook()).isEmpty();
    accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.empty()));
    assertThat(outlook())
        .extracting(Refusal::check)
        .doesNotContain(SetupCheck.OCSP_URL, SetupCheck.OCSP_LISTEN);
    var nobody = FreePort.settle(HostPort.parse("127.0.0.1:0"));
    domain.configured("url: \"http://" + listen, "url: \"http://" + nobody);
    assertThat(outlook())
        .anySatisfy(
            finding -> {
              assertThat(finding.check()).isEqualTo(SetupCheck.OCSP_URL);
              assertThat(finding.cause()).contains(nobody.toString());
            });
    domain.stop();

    Files.move(domain.dir.resolve("keys"), domain.dir.resolve("pki"));
    for (var name : List.of("issuing-ca", "responder", "tls")) {
      domain.configured("\"keys/" + name + ".pem", "\"pki/" + name + ".pem");
      domain.configured("\"keys/" + name + ".key", "\"pki/" + name + ".key");
    }
    assertThat(outlook()).extracting(Refusal::check).doesNotContain(SetupCheck.OCSP_SIGNER);
    Files.writeString(domain.dir.resolve("keys"), "no folder");
    assertThat(outlook()).extracting(Refusal::check).contains(SetupCheck.OCSP_SIGNER);
  }

  @Test
  void withoutTheSettingNobodyListensAndNoCertificateSaysAnything() throws Exception {
    domain.configured("\nocsp:\n", "\n# ocsp:\n").configured("\n  listen:", "\n#  listen:");
    domain.configured("\n  url:", "\n#  url:").start();
    assertThat(issued("4711").getExtensionValue("1.3.6.1.5.5.7.1.1")).isNull();
    assertThat(domain.dir.resolve("keys/ocsp.pem")).doesNotExist();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), listen.port()).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void aLifetimeThatASignerWouldNotOutlastIsRefusedAndSoIsAUrlOfSomethingElse() throws Exception {
    domain.configured("\nocsp:\n", "\nocsp:\n  lifetime: 3d\n");
    assertThat(refusal(Authority.check(domain.dir, domain.clock)).cause())
        .contains("lifetime is 1m to 2d");
    domain.configured("lifetime: 3d", "lifetime: 10m").start();
    assertThat(Duration.between(domain.clock.instant(), nextUpdate()))
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    domain.stop();
    domain.configured("url: \"http:", "url: \"https:");
    assertThat(refusal(Authority.check(domain.dir, domain.clock)).cause()).contains("http://HOST");
  }

  private Instant nextUpdate() throws Exception {
    return read(posted(request(issuingCa(1), BigInteger.TEN)), issuingCa(1))
        .getResponses()[0]
        .getNextUpdate()
        .toInstant();
  }

  @Test
  void theDelegateIsOfTheKindOfItsIssuingCa() throws Exception {
    domain.start();
    Credential signer = domain.credential("ocsp");
    assertThat(signer.leaf().getPublicKey().getAlgorithm())
        .isEqualTo(issuingCa(1).getPublicKey().getAlgorithm());
    assertThat(signer.leaf().getExtensionValue("1.3.6.1.5.5.7.48.1.5")).isNotNull();
    assertThat(signer.leaf().getKeyUsage()[0]).isTrue();
    assertThat(signer.leaf().getBasicConstraints()).isEqualTo(-1);
  }
}
