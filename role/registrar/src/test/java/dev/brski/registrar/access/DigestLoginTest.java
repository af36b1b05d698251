package dev.brski.registrar.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.CryptoSuite;
import dev.brski.wire.Call;
import dev.brski.wire.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestLoginTest {

  private static final String CHALLENGE =
      "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256,"
          + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
          + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
  private static final Call PLAIN = Call.get("/dir/index.html");

  @TempDir Path folder;

  /** The example of RFC 7616 section 3.9.1. */
  @Test
  @Proves("RG-17")
  void theExampleOfTheSpecification() {
    var offered = Challenges.parse(CHALLENGE).getFirst().parameters();

    assertThat(
            DigestLogin.value(
                "Mufasa",
                Secret.of("Circle of Life"),
                offered,
                "GET",
                "/dir/index.html",
                1,
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"))
        .contains(
            "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"",
            "nc=00000001",
            "qop=auth,",
            "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  @Test
  @Proves("RG-17")
  void aChallengeServesForLaterRequestsWithACountAndIsAnsweredOnce() {
    var login = login();
    assertThat(login.dressed(PLAIN).headers()).isEmpty();

    var again = login.again(PLAIN, PLAIN, refusing(CHALLENGE)).orElseThrow();
    assertThat(again.headers().get("Authorization")).contains("nc=00000001");
    var next = login.dressed(PLAIN);
    assertThat(next.headers().get("Authorization")).contains("nc=00000002");
    var another = CHALLENGE.replace("7ypf", "8ypf") + ", stale=true";
    var stale = login.again(PLAIN, next, refusing(another)).orElseThrow();
    assertThat(stale.headers().get("Authorization")).contains("nc=00000001");
    assertThat(login.again(PLAIN, stale, refusing(another.replace(", stale=true", ""))))
        .as("wrong password")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=\"x\"",
        "Digest realm=\"x\", nonce=\"y\", qop=\"auth\", algorithm=MD5",
        "Digest realm=\"x\", nonce=\"y\", qop=\"auth\"",
        "Digest realm=\"x\", nonce=\"y\", algorithm=SHA-256",
        "Digest realm=\"x\", nonce=\"y\", algorithm=SHA-256, qop=\"auth-int\"",
        "Digest nonce=\"y\", algorithm=SHA-256, qop=\"auth\"",
        "Digest realm=\"x, nonce=\"y, algorithm=SHA-256, qop=\"auth",
        "",
      })
  void whatIsNoSoundChallengeIsNotAnswered(String field) {
    assertThat(login().again(PLAIN, PLAIN, refusing(field))).isEmpty();
  }

  @Test
  void theSoundOneAmongSeveralIsAnswered() {
    var field =
        "Negotiate, Basic realm=\"a, b=\\\"c\\\"\", Digest realm=\"m\", nonce=\"n\","
            + " qop=\"auth\", algorithm=MD5, Digest realm=\"s\", nonce=\"o\", qop=auth,"
            + " algorithm=SHA-256, userhash=true";
    var answered =
        login().again(PLAIN, PLAIN, refusing(field)).orElseThrow().headers().get("Authorization");

    assertThat(answered).contains("realm=\"s\"", "userhash=true").doesNotContain("Mufasa");
  }

  @Test
  void aFileThatOthersMayReadHoldsNoSecret() throws IOException {
    var file = Files.writeString(folder.resolve("password"), "open sesame\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> Secret.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining("sesame");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(Secret.read(file)).isEqualTo(Secret.of("open sesame"));
    assertThat(new MasaAccess(new MasaAccess.Tls.Nothing(), basic(file)).toString())
        .doesNotContain("sesame");
  }

  private static MasaAccess.Http basic(Path file) throws IOException {
    return new MasaAccess.Http.Basic("user", Secret.read(file));
  }

  private static DigestLogin login() {
    return new DigestLogin("Mufasa", Secret.of("Circle of Life"), CryptoSuite.standard());
  }

  private static Reply refusing(String challenge) {
    return new Reply(401, Optional.empty(), new byte[0], Map.of("www-authenticate", challenge));
  }
}
