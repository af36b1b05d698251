package dev.brski.proof.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brski.proof.kit.Curl;
import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Role;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A pledge of {@code openssl}, {@code curl} and nothing else: every message is made by hand. */
final class HandMadePledge {

  static final String VOUCHER_REQUEST = "/.well-known/brski/requestvoucher";
  static final String VOUCHER_STATUS = "/.well-known/brski/voucher_status";
  static final String ENROLL_STATUS = "/.well-known/brski/enrollstatus";
  static final String INITIALIZATION = "/.well-known/cmp/initialization";
  static final String VOUCHER_CMS_JSON = "application/voucher-cms+json";
  static final String PKIX_CMP = "application/pkixcmp";
  static final String JSON = "application/json";

  private final Device device;
  private final Role registrar;
  private final Foreign openssl;
  private final HandMadeCmp cmp;
  private final Curl curl;
  private final Path leaf;
  private final Path issuers;

  HandMadePledge(Device device, Role registrar) throws IOException, InterruptedException {
    this.device = device;
    this.registrar = registrar;
    this.openssl = Foreign.demand("openssl", device.folder(), "cmp", "-help");
    this.cmp = new HandMadeCmp(openssl, device.folder());
    this.curl =
        Curl.demand(device.folder()).as(device.file("idevid.pem"), device.file("idevid.key"));
    var idevid = PemFile.read(device.file("idevid.pem"));
    this.leaf = idevid.writeFirst(device.file("leaf.pem"));
    this.issuers = idevid.writeRest(device.file("issuers.pem"));
  }

  Device device() {
    return device;
  }

  Role registrar() {
    return registrar;
  }

  Curl curl() {
    return curl;
  }

  Foreign openssl() {
    return openssl;
  }

  Path file(String name) {
    return device.file(name);
  }

  /** What the registrar shows in TLS to a pledge that can verify nothing yet. */
  PemFile registrarShows() throws IOException, InterruptedException {
    return connected();
  }

  /** Connects to the registrar and lets openssl verify it with nothing but the pin. */
  void verifyRegistrar(Path pin) throws IOException, InterruptedException {
    connected("-verify_return_error", "-CAfile", pin.toString(), "-no-CApath", "-no-CAstore");
  }

  private PemFile connected(String... more) throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of(
                "s_client",
                "-connect",
                registrar.address(),
                "-showcerts",
                "-noservername",
                "-cert",
                leaf.toString(),
                "-key",
                file("idevid.key").toString(),
                "-cert_chain",
                issuers.toString()));
    arguments.addAll(List.of(more));
    return PemFile.of(openssl.run(arguments.toArray(String[]::new)).expecting(0).out());
  }

  /** A nonce, in base64. */
  String nonce() throws IOException, InterruptedException {
    return openssl.run("rand", "-base64", "16").expecting(0).out().strip();
  }

  /** The leaves of a voucher-request, in JSON. */
  String leaves(String serial, String nonce, String registrarCertificate) {
    return """
    {"ietf-voucher-request:voucher":{"created-on":"%s","assertion":"proximity",\
    "serial-number":"%s","nonce":"%s","proximity-registrar-cert":"%s"}}\
    """
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.SECONDS), serial, nonce, registrarCertificate);
  }

  /** A voucher-request with these leaves, signed by the IDevID. */
  byte[] signed(String leaves) throws IOException, InterruptedException {
    return signed(leaves, leaf, file("idevid.key"), issuers);
  }

  /** The same with a credential of one's choice, and other certificates put in. */
  byte[] signed(String leaves, Path certificate, Path key, Path... others)
      throws IOException, InterruptedException {
    return new HandMadeCms(openssl, device.folder()).signed(leaves, certificate, key, others);
  }

  /** A sound voucher-request. */
  byte[] voucherRequest() throws IOException, InterruptedException {
    return signed(leaves(device.serial(), nonce(), registrarShows().base64()));
  }

  URI url(String path) {
    return registrar.url().resolve(path);
  }

  Curl.Answer askForVoucher(byte[] request) throws IOException, InterruptedException {
    return curl.post(
        url(VOUCHER_REQUEST), VOUCHER_CMS_JSON, request, "-H", "Accept: " + VOUCHER_CMS_JSON);
  }

  /** The leaves of a voucher, after openssl has verified it with the manufacturer's anchor. */
  JsonNode verified(byte[] voucher) throws IOException, InterruptedException {
    var file = Files.write(file("voucher.vcj"), voucher);
    var content = file("voucher.json");
    openssl
        .run(
            "cms",
            "-verify",
            "-inform",
            "DER",
            "-in",
            file.toString(),
            "-CAfile",
            file("masa-anchor.pem").toString(),
            "-purpose",
            "any",
            "-out",
            content.toString())
        .expecting(0);
    var document = JsonMapper.builder().build().readTree(Files.readString(content));
    return document.required("ietf-voucher:voucher");
  }

  /** Sends a CMP message to a registrar or an authority. */
  static Curl.Answer enrollment(Curl curl, URI to, byte[] message)
      throws IOException, InterruptedException {
    return curl.post(to.resolve(INITIALIZATION), PKIX_CMP, message);
  }

  Curl.Answer tell(String path, String json) throws IOException, InterruptedException {
    return curl.post(url(path), JSON, json.getBytes(UTF_8));
  }

  /** Asks for a voucher, again once it is there if need be, and accepts it. */
  void imprint() throws IOException, InterruptedException {
    var request = voucherRequest();
    var answer = askForVoucher(request);
    if (answer.status() == 202) {
      registrar.awaitJournal("voucher-received", device.serial());
      answer = askForVoucher(request);
    }
    if (answer.status() != 200) {
      throw new AssertionError("no voucher: " + answer.status() + " " + answer.text());
    }
    Files.write(file("voucher.vcj"), answer.body());
    tell(VOUCHER_STATUS, "{\"version\":1,\"status\":true}");
  }

  /** Makes the key of the LDevID. */
  void makeKey() throws IOException, InterruptedException {
    cmp.makeKey();
  }

  /** Runs {@code openssl cmp -cmd ir} to its end, with the pin as the only anchor. */
  Run enroll(Path pin, String... more) throws IOException, InterruptedException {
    return openssl.run(ir(pin, more));
  }

  /** Enrolls by an ir, or by a p10cr with a request that openssl makes. */
  Run enroll(String command, Path pin) throws IOException, InterruptedException {
    if (command.equals("ir")) {
      return enroll(pin);
    }
    openssl
        .run(
            "req",
            "-new",
            "-key",
            file("new.key").toString(),
            "-subj",
            "/serialNumber=" + device.serial(),
            "-out",
            file("new.csr").toString())
        .expecting(0);
    return enroll(pin, "-cmd", command, "-csr", file("new.csr").toString());
  }

  /** Starts {@code openssl cmp -cmd ir}. */
  Program enrolling(Path pin, String... more) throws IOException {
    return openssl.start(ir(pin, more));
  }

  private String[] ir(Path pin, String... more) {
    var credential =
        new HandMadeCmp.Credential(file("idevid.pem"), leaf, issuers, file("idevid.key"));
    var arguments = new ArrayList<>(List.of("-subject", "/serialNumber=" + device.serial()));
    arguments.addAll(cmp.bringing());
    arguments.addAll(List.of(more));
    return cmp.operation("ir", url(INITIALIZATION), credential, pin, arguments);
  }

  /** Whether openssl verifies the new certificate with an anchor; fails if it does not. */
  void verifyCertificate(Path anchor) throws IOException, InterruptedException {
    cmp.verifyNew(anchor);
  }

  /** The new certificate's serial number, in lower-case hexadecimal. */
  String certificateSerial() throws IOException, InterruptedException {
    var said = openssl.run("x509", "-in", file("new.pem").toString(), "-noout", "-serial");
    return said.expecting(0).out().strip().replaceFirst("^serial=", "").toLowerCase(Locale.ROOT);
  }

  /** Reports the enroll status over a new connection, as the member it has become. */
  Curl.Answer reportEnrolled() throws IOException, InterruptedException {
    var chain =
        Files.writeString(
            file("new-with-chain.pem"),
            Files.readString(file("new.pem")) + Files.readString(file("new-chain.pem")));
    return Curl.demand(device.folder())
        .as(chain, file("new.key"))
        .post(url(ENROLL_STATUS), JSON, "{\"version\":1,\"status\":true}".getBytes(UTF_8));
  }
}
