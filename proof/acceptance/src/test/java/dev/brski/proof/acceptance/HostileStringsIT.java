package dev.brski.proof.acceptance;

import static dev.brski.proof.kit.ScriptedHttp.ascii;
import static dev.brski.proof.kit.ScriptedHttp.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Manufacturer;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import dev.brski.proof.kit.ScriptedHttp;
import dev.brski.proof.kit.ScriptedHttp.Request;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Devices and MASAs choose strings that are meant to hurt whoever looks at them. What the programs
 * log, list and keep is then read as it is: an event is a line, a line has an end, and nothing in
 * it moves a cursor, turns text round or hides.
 */
@ExtendWith(SharedPlant.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostileStringsIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern EVENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z (ERROR|WARN |INFO |DEBUG) .*");

  /** As long as a message may be, its longest escape, and the time before it. */
  private static final int LONGEST_EVENT = 2200;

  private static final int LONGEST_LINE = 8300;
  private static final int LONGEST_ASSERTION = 32;
  private static final String AUDIT_LOG = "/.well-known/brski/requestauditlog";

  /** A string, and whether a device may have it as its serial number. */
  enum Hostile {
    MARKUP("<script>alert(1)</script>\"'&", true),
    FORMULA("=cmd|' /C calc'!A0", true),
    MINUS("-2+3+cmd|' /C calc'!A0", true),
    ANSI("A\u001b[2J\u001b]0;owned\u0007\u009b31m", false),
    LINES("A\r\n2026-01-01T00:00:00.000Z ERROR forged\u2028forged", false),
    BIDI("A\u202e\u2066gnp.exe\u200f", true),
    UNSEEN("A\u200b\ufeff\u200d\u3164\ufe0f\u034f\u00ad", true),
    NUL("A\u0000B\u007f", false),
    PATH("../../../tmp/owned;rm -rf", true),
    LONG("L".repeat(20_000), false);

    private final String text;
    private final boolean serialNumber;

    Hostile(String text, boolean serialNumber) {
      this.text = text;
      this.serialNumber = serialNumber;
    }

    /** In JSON, between its quotes. */
    String json() {
      var quoted = JSON.writeValueAsString(text);
      return quoted.substring(1, quoted.length() - 1);
    }
  }

  @TempDir private static Path folder;
  private static Plant plant;
  private static Manufacturer maker;
  private static Path otherLogs;
  private static String masaLog = "";
  private static final Set<String> LISTED = new TreeSet<>();
  private static final List<Path> REQUESTS = new ArrayList<>();

  @BeforeAll
  static void make(Plant shared) throws Exception {
    plant = shared;
    maker = plant.manufacturer("Hostile");
    otherLogs = plant.folder().resolve("logs");
  }

  /** A device of this serial number, by a manufacturer that writes anything into an IDevID. */
  private static Device device(String serial) throws IOException {
    var keys = maker.folder().resolve("keys");
    var ca = Credential.read(keys.resolve("idevid-ca.pem"), keys.resolve("idevid-ca.key"));
    var made =
        new CertificateIssuer(CryptoSuite.standard())
            .credential(
                ca,
                CertificateProfile.of(
                        new X500NameBuilder()
                            .addRDN(BCStyle.O, "Hostile")
                            .addRDN(BCStyle.SERIALNUMBER, new DERUTF8String(serial))
                            .build(),
                        Validity.withoutEnd(Instant.now().minusSeconds(60)))
                    .withMasaUrl(maker.masa().address()));
    var chain = new ArrayList<>(made.chain());
    chain.removeIf(Certificates::isSelfIssued);
    var device = Files.createTempDirectory(folder, "pledge");
    new Credential(made.key(), chain)
        .write(device.resolve("idevid.pem"), device.resolve("idevid.key"));
    Files.copy(
        maker.voucherAnchor(),
        device.resolve("masa-anchor.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    return new Device(plant.brski(), serial, device);
  }

  private static HandMadePledge pledge(String serial) throws Exception {
    return new HandMadePledge(device(serial), plant.registrar());
  }

  private static byte[] request(HandMadePledge pledge, Hostile hostile) throws Exception {
    var leaves = pledge.leaves(hostile.json(), pledge.nonce(), pledge.registrarShows().base64());
    var request = pledge.signed(leaves);
    REQUESTS.add(Files.write(pledge.file("request.vcj"), request));
    return request;
  }

  @ParameterizedTest
  @Order(1)
  @EnumSource
  @Proves({"RG-12", "RG-20", "RG-23"})
  void aDeviceChoosesThem(Hostile hostile) throws Exception {
    var pledge = pledge(hostile.text);

    var answer = pledge.askForVoucher(request(pledge, hostile));

    assertThat(answer.status())
        .as(answer.text())
        .satisfies(
            status -> assertThat(status == 200 || status == 202).isEqualTo(hostile.serialNumber));
    if (hostile.serialNumber) {
      LISTED.add(hostile.text);
    }
    var status =
        "{\"version\":1,\"status\":false,\"reason\":\"%1$s\",\"reason-context\":{\"%1$s\":\"%1$s\"},\"%1$s\":1}"
            .formatted(hostile.json());
    pledge.tell(HandMadePledge.VOUCHER_STATUS, status);
    pledge.tell(HandMadePledge.ENROLL_STATUS, status);
    pledge
        .curl()
        .request(
            pledge.url("/.well-known/brski/%1b%5b2J%0a%e2%80%ae"),
            "--user-agent",
            hostile.text.replaceAll("[\\r\\n\\x00]", "").substring(0, 1));
  }

  @Test
  @Order(2)
  @Proves("CMP-R1")
  void aDeviceAsksForANameOfThem() throws Exception {
    var pledge = new HandMadePledge(plant.device("HOSTILE-SUBJECT"), plant.registrar());
    pledge.imprint();
    pledge.makeKey();

    var run =
        pledge.enroll(
            plant.domainCa(),
            "-subject",
            "/CN=" + Hostile.ANSI.text + Hostile.BIDI.text + "/serialNumber=HOSTILE-SUBJECT",
            "-reqout",
            pledge.file("ir.der").toString());

    assertThat(pledge.file("ir.der")).as(run.out() + run.err()).exists();
    assertPrintable("cmp inspect", plant.run("cmp", "inspect", pledge.file("ir.der")));
    assertAscii(plant.run("cmp", "inspect", pledge.file("ir.der"), "--json"));
  }

  /** Where a MASA says it. */
  enum Place {
    TEXT,
    VOUCHER_AND_AUDIT_LOG,
    HEAD
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "TEXT, ANSI",
    "TEXT, LINES",
    "TEXT, BIDI",
    "TEXT, UNSEEN",
    "TEXT, LONG",
    "HEAD, ANSI",
    "VOUCHER_AND_AUDIT_LOG, MARKUP",
    "VOUCHER_AND_AUDIT_LOG, ANSI",
    "VOUCHER_AND_AUDIT_LOG, BIDI",
    "VOUCHER_AND_AUDIT_LOG, LINES",
    "VOUCHER_AND_AUDIT_LOG, LONG"
  })
  @Proves({"RG-19", "RG-20", "RG-22"})
  void aMasaAnswersThem(Place place, Hostile hostile) throws Exception {
    if (masaLog.isEmpty()) {
      var masa = maker.masa().program();
      maker.masa().stop();
      masaLog = masa.err();
    }
    var serial = "HOSTILE-%s-%s".formatted(place, hostile);
    var cms = HandMadeCms.demand(folder);
    var script = new ScriptedHttp((asked, out) -> answer(asked, out, place, hostile, cms));
    try (var _ = ScriptedPeers.masa(maker, script)) {
      var device = pledge(serial);
      device.askForVoucher(device.voucherRequest());
      await("the MASA to be asked")
          .atMost(Program.DEADLINE)
          .until(() -> !script.requests(HandMadePledge.VOUCHER_REQUEST).isEmpty());
      if (place != Place.HEAD) {
        plant
            .registrar()
            .awaitJournal(
                place == Place.TEXT || hostile.text.length() > LONGEST_ASSERTION
                    ? "voucher-refused"
                    : "voucher-received",
                serial);
      }
    }
    LISTED.add(serial);
  }

  private static void answer(
      Request asked, OutputStream out, Place place, Hostile hostile, HandMadeCms cms)
      throws IOException, InterruptedException {
    switch (place) {
      case TEXT -> out.write(response(403, "text/plain", hostile.text.getBytes(UTF_8)));
      case HEAD ->
          out.write(
              ascii(
                  String.join(
                      "\r\n",
                      "HTTP/1.1 302 \u001b[2J",
                      "Location: https://\u001b[2J\u0001",
                      "Content-Type: \u001b[2J",
                      "Content-Length: 0",
                      "",
                      "")));
      case VOUCHER_AND_AUDIT_LOG ->
          out.write(
              asked.path().equals(AUDIT_LOG)
                  ? response(200, "application/json", auditLog(hostile).getBytes(UTF_8))
                  : response(
                      200,
                      HandMadePledge.VOUCHER_CMS_JSON,
                      HandMadeVoucher.sound(
                              asked.leaf("serial-number"),
                              asked.leaf("nonce"),
                              PemFile.read(plant.domainCa()).base64(),
                              maker.masa().folder())
                          .with("assertion", hostile.json())
                          .made(cms)));
    }
  }

  private static String auditLog(Hostile hostile) {
    return """
    {"version":"1","events":[{"date":"2026-01-01T00:00:00Z","domainID":"%1$s","nonce":"%1$s",\
    "assertion":"%1$s"}],"%1$s":{"%1$s":1}}\
    """
        .formatted(hostile.json());
  }

  @Test
  @Order(4)
  @Proves("RG-20")
  void everyEventIsALineOfTheLog() throws Exception {
    assertLog(plant.registrar().program().err());
    assertLog(plant.authority().program().err());
    assertLog(masaLog);
    try (var logs = Files.list(otherLogs)) {
      for (var log : logs.filter(file -> file.toString().endsWith(".err")).toList()) {
        assertThat(unfit(Files.readString(log))).as(log.toString()).isEmpty();
      }
    }
  }

  private static void assertLog(String log) {
    var lines = log.lines().toList();
    assertThat(lines).isNotEmpty();
    assertThat(lines).allSatisfy(line -> assertThat(unfit(line)).as(line).isEmpty());
    assertThat(lines)
        .allMatch(line -> EVENT.matcher(line).matches() || line.startsWith("    "))
        .allMatch(line -> line.length() < LONGEST_EVENT);
    assertThat(lines).noneMatch(line -> line.startsWith("2026-01-01T00:00:00.000Z"));
  }

  @Test
  @Order(5)
  @Proves("RG-20")
  void everyCommandPrintsWhatCannotHurt() throws Exception {
    var registrar = plant.registrar().folder();
    var authority = plant.authority().folder();
    for (var command :
        List.of(
            List.of("registrar", "devices", "--dir", registrar),
            List.of("registrar", "pending", "--dir", registrar),
            List.of("queue", "ls", "--dir", registrar),
            List.of("authority", "certificates", "--dir", authority),
            List.of("authority", "pending", "--dir", authority))) {
      assertPrintable(command.toString(), plant.run(command.toArray()));
      var json = new ArrayList<Object>(command);
      json.add("--json");
      assertAscii(plant.run(json.toArray()));
    }
    for (var hostile : List.of(Hostile.BIDI, Hostile.FORMULA, Hostile.UNSEEN)) {
      assertPrintable(
          "masa log",
          plant.run("masa", "log", "--dir", maker.masa().folder(), "--serial=" + hostile.text));
    }
    for (var serial :
        List.of(
            Hostile.BIDI.text,
            "HOSTILE-VOUCHER_AND_AUDIT_LOG-BIDI",
            "HOSTILE-VOUCHER_AND_AUDIT_LOG-ANSI",
            "no\u202esuch")) {
      var run = plant.brski().run("registrar", "audit", "--dir", registrar, "--serial=" + serial);
      assertPrintable("registrar audit", run);
    }
    for (var request : REQUESTS) {
      assertPrintable("voucher inspect", plant.brski().run("voucher", "inspect", request));
    }
    assertAscii(plant.run("voucher", "inspect", REQUESTS.getFirst(), "--json"));
  }

  @Test
  @Order(6)
  @Proves("RG-20")
  void inJsonTheySayWhatTheySaid() throws Exception {
    for (var serial : LISTED) {
      assertThat(plant.registered(serial).required("serial").asString()).isEqualTo(serial);
    }
    var journal = plant.registrar().journal().valueStream();
    assertThat(journal.map(line -> line.path("device").asString("")).toList()).containsAll(LISTED);
  }

  @Test
  @Order(7)
  @Proves("RG-20")
  void noFileIsNamedAfterThem() throws Exception {
    try (var files = Files.walk(plant.folder())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.matches("[A-Za-z0-9._-]+"));
    }
    assertThat(Path.of("/tmp/owned;rm -rf")).doesNotExist();
    assertThat(plant.registrar().program().isAlive()).isTrue();
    assertThat(plant.authority().program().isAlive()).isTrue();
    plant.device("HOSTILE-NOT").onboarded(plant.registrar()).expecting(0);
  }

  private static void assertPrintable(String what, Run run) {
    for (var line : (run.out() + run.err()).lines().toList()) {
      assertThat(unfit(line)).as(what + ": " + line).isEmpty();
      assertThat(line.length()).as(what).isLessThan(LONGEST_LINE);
    }
    assertThat(run.err()).doesNotContain("    at ", "fault of this program");
  }

  private static JsonNode assertAscii(Run run) {
    assertThat(run.out()).matches(Pattern.compile("[\\n\\x20-\\x7e]*"));
    return run.json();
  }

  /** What of a text a terminal would not show as it stands there, but for the ends of lines. */
  private static List<String> unfit(String text) {
    return text.codePoints()
        .filter(point -> point != '\n' && isUnfit(point))
        .mapToObj("%x"::formatted)
        .distinct()
        .toList();
  }

  private static boolean isUnfit(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> point == 0x034F || point == 0x3164 || point == 0xFE0F;
    };
  }
}
