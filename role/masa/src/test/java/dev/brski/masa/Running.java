package dev.brski.masa;

import static dev.brski.masa.World.SUITE;
import static dev.brski.masa.World.accepted;

import dev.brski.trust.Credential;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Paths;
import dev.brski.voucher.VoucherLimits;
import dev.brski.wire.HostPort;
import dev.brski.wire.NameResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A MASA that runs, and curl in front of it. */
final class Running implements AutoCloseable {

  static final InstantSource CLOCK = InstantSource.system();

  /** What came back, with the fields of its head. */
  record Answer(Curl.Answer content, String head) {

    int status() {
      return content.status();
    }

    String text() {
      return content.text();
    }

    AuditLog log() {
      return accepted(AuditLog.parse(content.body(), VoucherLimits.standard()));
    }

    Optional<String> header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  final World world = new World();
  final Path dir;
  private final Path temporary;
  private final Curl curl;
  private Masa masa;

  Running(Path temporary, String... settings) throws Exception {
    this.temporary = temporary;
    dir = temporary.resolve("masa");
    accepted(
        MasaSetup.init(dir, world.manufacturer(), HostPort.parse("127.0.0.1:0"), SUITE, CLOCK));
    curl = new Curl(temporary, dir.resolve("tls-anchor.pem"));
    set(settings);
    masa = accepted(Masa.start(dir, CLOCK));
  }

  /** Writes a file of its folder. */
  void file(String name, String content) throws Exception {
    Files.writeString(dir.resolve(name), content);
  }

  /** Adds lines to its settings. */
  void set(String... settings) throws Exception {
    var file = dir.resolve("brski.yaml");
    Files.writeString(file, Files.readString(file) + "\n" + String.join("\n", settings) + "\n");
  }

  void restart(String... settings) throws Exception {
    restart(CLOCK, settings);
  }

  /** Starts it anew where names have other addresses. */
  void restart(NameResolver resolver, String... settings) throws Exception {
    masa.close();
    set(settings);
    masa = accepted(Masa.start(dir, CLOCK, resolver));
  }

  void restart(InstantSource clock, String... settings) throws Exception {
    masa.close();
    set(settings);
    masa = accepted(Masa.start(dir, clock));
  }

  Answer voucher(byte[] rvr) throws Exception {
    return post(Paths.REQUEST_VOUCHER, MediaTypes.VOUCHER_CMS_JSON, rvr);
  }

  Answer log(byte[] rvr, String... more) throws Exception {
    return post(Paths.REQUEST_AUDIT_LOG, MediaTypes.VOUCHER_CMS_JSON, rvr, more);
  }

  Answer post(String path, String mediaType, byte[] body, String... more) throws Exception {
    var head = temporary.resolve("head");
    var all = new ArrayList<>(List.of("--dump-header", head.toString()));
    all.addAll(List.of(more));
    var content = curl.post(masa.url() + path, mediaType, body, all.toArray(String[]::new));
    return new Answer(content, Files.readString(head));
  }

  Answer get(String path, String... more) throws Exception {
    var head = temporary.resolve("head");
    var all = new ArrayList<>(List.of("--dump-header", head.toString()));
    all.addAll(List.of(more));
    var content = curl.get(masa.url() + path, all.toArray(String[]::new));
    return new Answer(content, Files.readString(head));
  }

  /** What makes curl show a certificate. */
  String[] showing(Credential client) throws Exception {
    var certificate = Files.createTempFile(temporary, "client", ".pem");
    var key = Files.createTempFile(temporary, "client", ".key");
    client.write(certificate, key);
    return new String[] {"--cert", certificate.toString(), "--key", key.toString()};
  }

  /** A request of the registrar around a new one of the pledge. */
  byte[] anotherRvr() {
    return world.rvr(world.anotherPvr(), world.registrar.chain());
  }

  /** The whole log, as the operator sees it. */
  AuditLog whole() throws Exception {
    return accepted(Masa.log(dir, "ACME-0001", CLOCK));
  }

  void stop() {
    masa.close();
  }

  @Override
  public void close() {
    masa.close();
  }
}
