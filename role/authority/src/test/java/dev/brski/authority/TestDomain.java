package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.control.Operator;
import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.RevocationList;
import dev.brski.authority.ledger.Schema;
import dev.brski.authority.setup.AuthoritySetup;
import dev.brski.cmp.Consent;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.OpensslMaker;
import dev.brski.store.JournalEntry;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority in a folder of its own, with a registrar and a manufacturer that it knows. */
final class TestDomain implements AutoCloseable {

  final Path dir;
  final Path registrarDir;
  final SetClock clock = new SetClock();
  final TestMaker maker = new TestMaker("ACME", clock.instant());
  final Operator operator;
  private Optional<Authority> running = Optional.empty();
  private long sequence = 1;

  TestDomain(Path temp) throws Exception {
    dir = temp.resolve("authority");
    registrarDir = temp.resolve("registrar");
    operator = new Operator(dir, clock);
    accepted(AuthoritySetup.init(dir, "Plant 7", HostPort.parse("127.0.0.1:0"), clock));
    accepted(operator.registrar("line 2", registrarDir));
    accepted(
        operator.addManufacturer(
            maker.writeAnchor(temp.resolve("anchor.pem")),
            Optional.of("acme"),
            SerialNumberField.SUBJECT));
  }

  static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  static Refusal refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Refused<?>(var refusal) -> refusal;
      case Verdict.Accepted<?>(var value) -> throw new AssertionError(String.valueOf(value));
    };
  }

  /**
   * A device of a manufacturer who has the serial number in a hardwareModuleName, and who is known
   * from the next start on. The subject has another one.
   */
  TestDevice withHardwareModule(String serialNumber) throws Exception {
    var other = OpensslMaker.in(dir.resolveSibling("maker"));
    accepted(
        operator.addManufacturer(
            other.anchor(), Optional.of("odd"), SerialNumberField.HARDWARE_MODULE_NAME));
    var made =
        other.idevid(
            "device", "/O=ACME/serialNumber=A-1", OpensslMaker.HardwareModule.of(serialNumber));
    return new TestDevice(
        serialNumber,
        Credential.read(made.certificate(), made.key()),
        TestDevice.SUITE.generateKeyPair());
  }

  TestDomain configured(String from, String to) throws IOException {
    var settings = dir.resolve("brski.yaml");
    var text = Files.readString(settings);
    assertThat(text).contains(from);
    Files.writeString(settings, text.replace(from, to));
    return this;
  }

  TestDomain start() throws Exception {
    running = Optional.of(accepted(Authority.start(dir, clock)));
    return this;
  }

  /** Why it does not start. */
  Refusal unstartable() throws Exception {
    return refused(Authority.start(dir, clock).map(this::started));
  }

  private String started(Authority authority) {
    authority.close();
    return "it started";
  }

  void stop() {
    running.ifPresent(Authority::close);
    running = Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }

  URI url() {
    return running.orElseThrow().url();
  }

  Credential registrar() throws IOException {
    return Credential.read(
        registrarDir.resolve("registrar.pem"), registrarDir.resolve("registrar.key"));
  }

  X509Certificate root() throws IOException {
    return Certificates.readPem(dir.resolve("domain-ca.pem")).getFirst();
  }

  Credential credential(String name) throws IOException {
    return Credential.read(
        dir.resolve("keys").resolve(name + ".pem"), dir.resolve("keys").resolve(name + ".key"));
  }

  /** A credential under this domain's issuing CA that the ledger does not know. */
  Credential under(CertificateProfile profile) throws IOException {
    return new CertificateIssuer(TestDevice.SUITE).credential(credential("issuing-ca"), profile);
  }

  X509Certificate issuingCa(int generation) throws IOException {
    return credential(generation == 1 ? "issuing-ca" : "issuing-ca-" + generation).leaf();
  }

  Validity year() {
    return Validity.years(clock.instant(), 1);
  }

  long nextSequence() {
    return sequence++;
  }

  byte[] voucher(String serialNumber, X509Certificate pin) {
    return voucher(content(serialNumber, pin));
  }

  private byte[] content(String serialNumber, X509Certificate pin) {
    return Voucher.nonced(
            clock.instant(),
            new Assertion("proximity"),
            serialNumber,
            pin,
            new Nonce("bm9uY2Utbm9uY2Utbm9uY2U="))
        .toJson();
  }

  /** A voucher as far as its signature goes. */
  byte[] voucher(byte[] content) {
    return voucher(
        content,
        new CertificateIssuer(TestDevice.SUITE)
            .selfSigned(CertificateProfile.voucherSigner("MASA", year())));
  }

  /** A voucher that pins the root, of a MASA with keys of its own. */
  byte[] voucher(String serialNumber, Credential masa) throws IOException {
    return voucher(content(serialNumber, root()), masa);
  }

  private static byte[] voucher(byte[] content, Credential masa) {
    return SignedArtifact.sign(content, masa, masa.chain(), Optional.empty(), TestDevice.SUITE)
        .encoded();
  }

  Consent consent(String serialNumber) throws IOException {
    return consent(serialNumber, nextSequence());
  }

  Consent consent(String serialNumber, long number) throws IOException {
    return new Consent("imprint-" + serialNumber, 1, number, voucher(serialNumber, root()));
  }

  Nesting nesting(byte[] request) throws IOException {
    return new Nesting(request, registrar());
  }

  /** The request in the nested message that a sound registrar makes of it. */
  byte[] approved(byte[] request, String serialNumber) throws IOException {
    return nesting(request).consent(consent(serialNumber)).encoded();
  }

  byte[] approved(TestDevice device) throws IOException {
    return approved(device.request().encoded(), device.serialNumber());
  }

  /** A device of the domain that signs with the certificate that it got just now. */
  TestDevice member(String serialNumber) throws IOException, InterruptedException {
    return member(maker.device(serialNumber));
  }

  /** The same under the issuing CA of a generation. */
  TestDevice member(String serialNumber, int generation) throws IOException, InterruptedException {
    var device = maker.device(serialNumber);
    return member(device, send(approved(device)), generation);
  }

  TestDevice member(TestDevice device) throws IOException, InterruptedException {
    return member(device, send(approved(device)));
  }

  TestDevice member(TestDevice device, Answer answer) throws IOException {
    return member(device, answer, 1);
  }

  TestDevice member(TestDevice device, Answer answer, int generation) throws IOException {
    return device.member(answer.certificate().orElseThrow(), issuingCa(generation));
  }

  /** The message in a nested one of the registrar that brings no evidence. */
  byte[] nested(byte[] message) throws IOException {
    return nesting(message).encoded();
  }

  List<JournalEntry> journal() throws Exception {
    stop();
    try (var store = Store.open(dir.resolve("data"), Schema.MIGRATIONS, clock)) {
      return store.journalAfter(0, 1000);
    }
  }

  Answer send(byte[] message) throws IOException, InterruptedException {
    var response = post("/.well-known/cmp/initialization", "application/pkixcmp", message);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/pkixcmp");
    return new Answer(response.body());
  }

  HttpResponse<byte[]> post(String path, String mediaType, byte[] body)
      throws IOException, InterruptedException {
    return exchange(
        HttpRequest.newBuilder(url().resolve(path))
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<byte[]> exchange(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trustingRoot())
            .build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private SSLContext trustingRoot() throws IOException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("root", root());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The revocation list of the newest issuing CA. */
  RevocationList list() throws Exception {
    return accepted(operator.revocationLists()).getFirst().list();
  }

  List<IssuedCertificate> issued() throws Exception {
    return accepted(operator.certificates());
  }
}
