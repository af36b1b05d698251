package dev.brski.proof.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.FailInfo;
import dev.brski.proof.kit.Curl;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.RawTls;
import dev.brski.proof.kit.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no requests, to every endpoint that a stranger reaches. */
@ExtendWith(SharedPlant.class)
final class BadHttpIT {

  private static final int KIBI = 1024;

  /** What a stranger reaches. */
  enum Endpoint {
    VOUCHER_REQUEST("registrar", HandMadePledge.VOUCHER_REQUEST, HandMadePledge.VOUCHER_CMS_JSON),
    VOUCHER_STATUS("registrar", HandMadePledge.VOUCHER_STATUS, HandMadePledge.JSON),
    ENROLL_STATUS("registrar", HandMadePledge.ENROLL_STATUS, HandMadePledge.JSON),
    CMP("registrar", "/.well-known/cmp", HandMadePledge.PKIX_CMP),
    INITIALIZATION("registrar", HandMadePledge.INITIALIZATION, HandMadePledge.PKIX_CMP),
    PROFILE("registrar", "/.well-known/cmp/p/plant/initialization", HandMadePledge.PKIX_CMP),
    MASA("masa", HandMadePledge.VOUCHER_REQUEST, HandMadePledge.VOUCHER_CMS_JSON),
    AUTHORITY("authority", HandMadePledge.INITIALIZATION, HandMadePledge.PKIX_CMP);

    private final String role;
    private final String path;
    private final String mediaType;

    Endpoint(String role, String path, String mediaType) {
      this.role = role;
      this.path = path;
      this.mediaType = mediaType;
    }

    Role role(Plant plant) {
      return BadHttpIT.role(plant, role);
    }

    URI url(Plant plant) {
      return role(plant).url().resolve(path);
    }

    /** More than it takes: pledges may send 64 KiB, registrars whole chains and batches. */
    byte[] tooMuch() {
      return switch (this) {
        case MASA -> new byte[128 * KIBI + 1];
        case AUTHORITY -> new byte[KIBI * KIBI + 1];
        case VOUCHER_REQUEST, VOUCHER_STATUS, ENROLL_STATUS, CMP, INITIALIZATION, PROFILE ->
            new byte[64 * KIBI + 1];
      };
    }
  }

  @TempDir private Path folder;
  private Curl curl;

  @BeforeEach
  void demandCurl() throws InterruptedException {
    curl = Curl.demand(folder);
  }

  @ParameterizedTest
  @EnumSource
  @Proves("PL-22")
  void tooMuch(Endpoint endpoint, Plant plant) throws Exception {
    var declared = curl.post(endpoint.url(plant), endpoint.mediaType, endpoint.tooMuch());
    assertThat(declared.status()).isEqualTo(413);

    var chunked =
        curl.post(
            endpoint.url(plant),
            endpoint.mediaType,
            endpoint.tooMuch(),
            "--header",
            "Transfer-Encoding: chunked");
    assertThat(chunked.status()).isEqualTo(413);
    assertLives(endpoint.role(plant));
  }

  @ParameterizedTest
  @EnumSource
  @Proves({"RG-12", "RG-29", "MA-11", "CMP-H21"})
  void anotherMediaType(Endpoint endpoint, Plant plant) throws Exception {
    for (var type : new String[] {"application/octet-stream", "text/plain", "application/x;;y"}) {
      var answer = curl.post(endpoint.url(plant), type, "{}".getBytes(UTF_8));
      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(answer.mediaType()).startsWith("text/plain");
    }
    assertLives(endpoint.role(plant));
  }

  @ParameterizedTest
  @EnumSource
  @Proves("EN-16")
  void anotherMethod(Endpoint endpoint, Plant plant) throws Exception {
    for (var method : new String[] {"GET", "PUT", "DELETE", "OPTIONS", "BREW"}) {
      var answer = curl.request(endpoint.url(plant), "--request", method);
      assertThat(answer.status()).as(method).isEqualTo(405);
    }
    assertLives(endpoint.role(plant));
  }

  @ParameterizedTest
  @CsvSource({
    "registrar, /",
    "registrar, /.well-known/brski",
    "registrar, /.well-known/brski/requestauditlog",
    "registrar, /.well-known/brski/requestvoucher/",
    "registrar, /.well-known/brski/voucherrequest",
    "registrar, /.well-known/cmp/nested",
    "registrar, /.well-known/cmp/p/",
    "registrar, /.well-known/est/simpleenroll",
    "masa, /",
    "masa, /.well-known/brski/voucher_status",
    "authority, /",
    "authority, /.well-known/cmp/brew",
  })
  @Proves({"EN-16", "W16"})
  void anotherPath(String role, String path, Plant plant) throws Exception {
    var url = role(plant, role).url().resolve(path);
    var type = path.contains("/cmp") ? HandMadePledge.PKIX_CMP : HandMadePledge.VOUCHER_CMS_JSON;
    assertThat(curl.post(url, type, new byte[] {0x30, 0}).status()).isEqualTo(404);
  }

  /** Requests as octets; | ends a line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000\u0001\u0002||",
        "POST /.well-known/cmp||",
        "GET / HTTP/9.9|Host: x||",
        "POST /.well-known/cmp HTTP/1.1||",
        "POST /.well-known/cmp HTTP/1.1|Host: x|Content-Length: -1||",
        "POST /.well-known/cmp HTTP/1.1|Host: x|Content-Length: 2|Content-Length: 3||00",
        "POST /.well-known/cmp HTTP/1.1|Host: x|Transfer-Encoding: chunked||zz|",
      })
  @Proves("PL-22")
  void noHttp(String request, Plant plant) throws Exception {
    var octets = request.replace("|", "\r\n");
    for (var role : new Role[] {plant.registrar(), plant.masa(), plant.authority()}) {
      assertThat(RawTls.exchange(role.url(), octets))
          .containsPattern("^HTTP/1.1 (4[0-9][0-9]|505) ");
      assertLives(role);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005junk!"})
  @Proves("TLS-1")
  void noTls(String octets, Plant plant) throws Exception {
    for (var role : new Role[] {plant.registrar(), plant.masa(), plant.authority()}) {
      assertThat(RawTls.exchangePlainly(role.url(), octets)).doesNotContain("HTTP/1.1 2");
      assertLives(role);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "\"\"",
        "{\"version\":1}",
        "{\"status\":true}",
        "{\"version\":1,\"status\":\"yes\"}",
        "{\"version\":1,\"status\":true,\"status\":false}",
        "{\"version\":1,\"status\":true}{}",
        "\u0000",
        "{\"version\":1e999,\"status\":true}"
      })
  @Proves({"PL-60", "RG-23"})
  void telemetryThatIsNone(String json, Plant plant) throws Exception {
    for (var path : new String[] {HandMadePledge.VOUCHER_STATUS, HandMadePledge.ENROLL_STATUS}) {
      var url = plant.registrar().url().resolve(path);
      var answer = curl.post(url, HandMadePledge.JSON, json.getBytes(UTF_8));
      assertThat(answer.status()).as(json).isEqualTo(400);
    }
    assertLives(plant.registrar());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "3082", "3080", "30820fff00", "ff", "300330010100", "00"})
  @Proves({"CMP-H11", "CMP-H14"})
  void cmpThatIsNone(String hex, Plant plant) throws Exception {
    var octets = HexFormat.of().parseHex(hex);
    for (var endpoint : new Endpoint[] {Endpoint.INITIALIZATION, Endpoint.AUTHORITY}) {
      var answer = curl.post(endpoint.url(plant), endpoint.mediaType, octets);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(CmpAnswer.of(answer).body()).isInstanceOf(Body.ErrorBody.class);
      assertThat(CmpAnswer.of(answer).failInfo()).containsExactly(FailInfo.badDataFormat);
      assertLives(endpoint.role(plant));
    }
  }

  private void assertLives(Role role) throws IOException, InterruptedException {
    assertThat(role.program().isAlive()).isTrue();
    assertThat(curl.request(role.url().resolve("/nothing")).status()).isEqualTo(404);
  }

  private static Role role(Plant plant, String name) {
    return switch (name) {
      case "masa" -> plant.masa();
      case "authority" -> plant.authority();
      default -> plant.registrar();
    };
  }
}
