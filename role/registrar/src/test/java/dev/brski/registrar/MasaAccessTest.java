package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a registrar shows itself to a MASA. */
class MasaAccessTest extends InWorld {

  private static final String PASSWORD = "Circle of Life";

  @Test
  @Proves("RG-17")
  void itsOwnCertificateUnlessTheFileSaysAnotherOrNone() throws Exception {
    var shown = ConcurrentHashMap.<String>newKeySet();
    world.masa.script(
        request -> {
          shown.add(
              request.peer().map(peer -> peer.getSubjectX500Principal().getName()).orElse("none"));
          return world.voucher(request);
        });
    imprinted("4711");
    assertThat(shown).singleElement().asString().contains("registrar");

    var own =
        World.ISSUER.credential(
            world.deviceRoot, CertificateProfile.registrar("customer 7", World.VALIDITY));
    own.write(folder.resolve("manufacturers.d/own.pem"), folder.resolve("manufacturers.d/own.key"));
    access("{client-certificate: own, certificate: own.pem, key: \"file:own.key\"}");
    shown.clear();
    imprinted("4712");
    assertThat(shown).singleElement().asString().contains("customer 7");

    access("{client-certificate: none}");
    shown.clear();
    imprinted("4713");
    assertThat(shown).containsExactly("none");
  }

  @Test
  @Proves("RG-17")
  void basicIsSentWithEveryRequest() throws Exception {
    password();
    access("{login: basic, user: mufasa, password: \"file:secret\"}");
    var expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("mufasa:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    world.masa.script(
        request ->
            request.header("authorization").filter(expected::equals).isPresent()
                ? world.voucher(request)
                : Response.text(401, "who are you?"));
    imprinted("4711");
    assertThat(world.masa.nextAudited().header("authorization")).contains(expected);
  }

  @Test
  @Proves("RG-17")
  void digestIsProvenWithoutThePasswordAndWithACountThatGrows() throws Exception {
    password();
    access("{login: digest, user: mufasa, password: \"file:secret\"}");
    var server = new DigestServer(PASSWORD);
    world.masa.script(request -> server.guarded(request, world::voucher));
    world.masa.auditScript(request -> server.guarded(request, _ -> Response.empty(404)));

    imprinted("4711");
    imprinted("4712");
    assertThat(server.counts).hasSizeGreaterThan(2);
    assertThat(server.refused).as("asked once, and once more when stale").isBetween(1, 4);
  }

  @Test
  @Proves("RG-17")
  void whoLooksWhetherADeviceWouldEnrollSaysTheSame() throws Exception {
    password();
    access("{login: basic, user: mufasa, password: \"file:secret\"}");
    world.masa.auditScript(
        request ->
            request.header("authorization").filter(told -> told.startsWith("Basic ")).isPresent()
                ? Response.empty(405)
                : Response.text(401, "who are you?"));
    assertThat(obstacles()).isEmpty();

    access("{login: digest, user: mufasa, password: \"file:secret\"}");
    var server = new DigestServer(PASSWORD);
    world.masa.auditScript(request -> server.guarded(request, _ -> Response.empty(405)));
    assertThat(obstacles()).isEmpty();
    assertThat(server.counts).hasSize(1);

    var another = new DigestServer("another");
    world.masa.auditScript(request -> another.guarded(request, _ -> Response.empty(405)));
    assertThat(obstacles())
        .singleElement()
        .satisfies(item -> assertThat(item.text()).contains("does not take", "password"));
  }

  private List<Readiness.Item> obstacles() {
    return World.accepted(Readiness.of(folder, "maker", InstantSource.system())).items().stream()
        .filter(item -> item.standing() == Readiness.Standing.OBSTACLE)
        .toList();
  }

  @Test
  @Proves("RG-17")
  void aWrongPasswordIsToldAndNeverShown() throws Exception {
    password();
    access("{login: digest, user: mufasa, password: \"file:secret\"}");
    var server = new DigestServer("another");
    world.masa.script(request -> server.guarded(request, world::voucher));
    try (var log = LogLines.of("dev.brski");
        var device = world.device("4711")) {
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
      assertThat(log.all())
          .anySatisfy(line -> assertThat(line).contains("authenticate itself", "masa-access"))
          .noneSatisfy(line -> assertThat(line).contains(PASSWORD));
    }
    var line =
        World.accepted(new RegistrarView(folder, InstantSource.system()).devices()).getFirst();
    assertThat(line.waitsFor().orElseThrow()).contains("masa-access");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{login: basic, user: mufasa}",
        "{user: mufasa}",
        "{login: basic, user: \"a:b\", password: secret}",
        "{client-certificate: own}",
        "{certificate: own.pem}",
        "{login: ntlm, user: mufasa, password: secret}",
        "{login: basic, user: mufasa, password: missing}",
      })
  void whatDoesNotGoTogetherIsRefused(String access) throws Exception {
    password();
    write(access);
    world.registrar.close();
    assertThat(Registrar.check(folder)).isInstanceOf(Verdict.Refused.class);
    write("{}");
    world.start();
  }

  @Test
  void aSecretThatOthersMayReadIsRefusedWithoutBeingTold() throws Exception {
    password();
    Files.setPosixFilePermissions(
        folder.resolve("manufacturers.d/secret"), PosixFilePermissions.fromString("rw-r--r--"));
    write("{login: basic, user: mufasa, password: secret}");
    assertThat(Registrar.check(folder).toString()).contains("chmod 600").doesNotContain(PASSWORD);
  }

  private void imprinted(String serialNumber) throws Exception {
    try (var device = world.device(serialNumber)) {
      device.imprint();
    }
  }

  private void password() throws Exception {
    var file = folder.resolve("manufacturers.d/secret");
    Files.writeString(file, PASSWORD + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void access(String text) throws Exception {
    world.registrar.close();
    write(text);
    world.start();
  }

  private void write(String access) throws Exception {
    var file = folder.resolve("manufacturers.d/maker.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("(?m)^(# )?masa-access: .*$", "masa-access: " + access));
  }

  /** A server's half of RFC 7616, written by itself. */
  private static final class DigestServer {

    private static final Pattern FIELD = Pattern.compile("([a-z]+)=(?:\"([^\"]*)\"|([^,\" ]+))");

    private final String password;
    private final Set<String> counts = new HashSet<>();
    private int generation;
    private int served;
    private int refused;

    DigestServer(String password) {
      this.password = password;
    }

    synchronized Response guarded(
        Request request, java.util.function.Function<Request, Response> service) {
      var told = request.header("authorization");
      boolean stale = told.isPresent() && !field(told.get(), "nonce").equals(nonce());
      if (told.isEmpty() || stale || !isProven(request, told.get())) {
        refused++;
        return Response.text(401, "prove it")
            .withHeader(
                "WWW-Authenticate",
                "Digest realm=\"masa\", qop=\"auth\", algorithm=SHA-256, nonce=\"%s\"%s"
                    .formatted(nonce(), stale ? ", stale=true" : ""));
      }
      if (!counts.add(nonce() + " " + field(told.get(), "nc"))) {
        throw new AssertionError("a count came twice: " + told.get());
      }
      if (++served == 2) {
        generation++;
      }
      return service.apply(request);
    }

    private String nonce() {
      return "nonce-" + generation;
    }

    private boolean isProven(Request request, String told) {
      var a1 = hash("mufasa:masa:" + password);
      var a2 = hash(request.method() + ":" + request.path());
      var expected =
          hash(
              a1
                  + ":"
                  + nonce()
                  + ":"
                  + field(told, "nc")
                  + ":"
                  + field(told, "cnonce")
                  + ":auth:"
                  + a2);
      return told.startsWith("Digest ")
          && field(told, "username").equals("mufasa")
          && field(told, "uri").equals(request.path())
          && field(told, "response").equals(expected);
    }

    private static String field(String told, String name) {
      var fields = FIELD.matcher(told);
      while (fields.find()) {
        if (fields.group(1).equals(name)) {
          return Optional.ofNullable(fields.group(2)).orElse(fields.group(3));
        }
      }
      return "";
    }

    private static String hash(String text) {
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (java.security.NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }
}
