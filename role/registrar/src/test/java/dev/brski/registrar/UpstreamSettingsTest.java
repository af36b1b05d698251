package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.registrar.enrollment.Route;
import dev.brski.registrar.onboarding.Forwarding;
import dev.brski.registrar.onboarding.Operation;
import dev.brski.settings.Settings;
import dev.brski.settings.SettingsCheck;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may say of an authority that is not ours, and what does not fit together. */
class UpstreamSettingsTest {

  @TempDir private Path folder;

  private Verdict<RegistrarSettings> read(String authority, String more) throws Exception {
    var file = folder.resolve("brski.yaml");
    Files.writeString(
        file,
        """
        version: 1
        listen: "127.0.0.1:8443"
        domain: "plant"
        authority: "%s"
        %s
        """
            .formatted(authority, more.replace("|", "\n")));
    return Settings.read(file, RegistrarSettings.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "http://ca.example/pkix; ; plain-http: allowed",
        "http://ca.example; upstream:|  resend: never|  plain-http: refused; plain-http: allowed",
        "http://ca.example; upstream:|  resend: never|  plain-http: allowed|  tls-anchors: a.pem;"
            + " leave them away, or write https://",
        "http://ca.example; upstream:|  resend: never|  plain-http: allowed|  access:|   "
            + " client-certificate: registrar; leave them away, or write https://",
        "coap://ca.example; ; begins with https://",
        "https://olga@ca.example; ; without user",
        "https://ca.example/?p=1; ; without user",
        "https://ca.example/#p; ; without user",
        "https://ca.example; upstream:|  resend: never|most-in-batch: 2; most-in-batch is 1",
        "https://ca.example; upstream:|  resend: same-octets|  forwarding: replaced|most-in-batch:"
            + " 500; most-in-batch is 1",
        "https://ca.example; upstream:|  resend: never|renewal: automatic; renewal: off",
        "https://ca.example; upstream:|  resend: same-octets|  answer-anchors: a.pem|renewal:"
            + " automatic; renewal: off",
        "https://ca.example; upstream:|  resend: never|  answer-anchors: a.pem| "
            + " answer-certificate: b.pem; leave one of them away",
        "https://ca.example; upstream:|  forwarding: replaced; resend",
        "https://ca.example; upstream:|  resend: perhaps; never",
      })
  @Proves("CMP-R4")
  void whatDoesNotFitTogetherIsRefusedWithWhatToWrite(String authority, String more, String told)
      throws Exception {
    switch (read(authority, more == null ? "" : more)) {
      case Verdict.Refused<RegistrarSettings>(var refusal) -> {
        assertThat(refusal.check()).isInstanceOf(SettingsCheck.class);
        assertThat(refusal.cause() + " " + refusal.remedy()).contains(told);
      }
      case Verdict.Accepted<RegistrarSettings> _ -> throw new AssertionError("it was taken");
    }
  }

  @Test
  void anAuthorityOfOursIsAskedAgainInBatchesAndRenewsTheRegistrar() throws Exception {
    var settings = World.accepted(read("https://ca.example", ""));
    assertThat(settings.batch()).isEqualTo(500);
    assertThat(settings.renewsItself()).isTrue();
    assertThat(settings.authorityAddress()).isEqualTo(new HostPort("ca.example", 443));
    assertThat(settings.upstreamRules().form()).isEqualTo(Forwarding.NESTED);
    assertThat(settings.upstreamRules().isOnceOnly()).isFalse();
  }

  @Test
  void oneThatGetsNothingTwiceGetsNoBatchesAndRenewsNobody() throws Exception {
    var settings =
        World.accepted(
            read("http://ca.example/pkix/", "upstream:|  resend: never|  plain-http: allowed"));
    assertThat(settings.batch()).isEqualTo(1);
    assertThat(settings.renewsItself()).isFalse();
    assertThat(settings.authorityAddress()).isEqualTo(new HostPort("ca.example", 80));
  }

  @ParameterizedTest
  @CsvSource({
    "https://h, true, /.well-known/cmp/initialization",
    "https://h/, true, /.well-known/cmp/initialization",
    "https://h/.well-known/cmp/p/plant7, true, /.well-known/cmp/p/plant7/initialization",
    "https://h/pkix/, true, /pkix/initialization",
    "https://h/pkix/, false, /pkix/",
    "https://h/pkix, false, /pkix",
    "https://h, false, /",
  })
  @Proves("CMP-R2")
  void theLabelOfTheOperationFollowsThePathUnlessItIsNotWanted(
      URI url, boolean labels, String path) {
    var call =
        Route.of(url, labels).call("initialization", "ir".getBytes(StandardCharsets.US_ASCII));
    assertThat(call.path()).isEqualTo(path);
    assertThat(call.mediaType()).contains("application/pkixcmp");
  }

  @ParameterizedTest
  @CsvSource({
    "REPLACED, IR, REPLACED",
    "REPLACED, CR, REPLACED",
    "REPLACED, P10CR, REPLACED",
    "REPLACED, GENM, REPLACED",
    "REPLACED, KUR, UNCHANGED",
    "REPLACED, RR, UNCHANGED",
    "RA_VERIFIED, IR, RA_VERIFIED",
    "RA_VERIFIED, CR, RA_VERIFIED",
    "RA_VERIFIED, P10CR, REPLACED",
    "RA_VERIFIED, GENM, REPLACED",
    "RA_VERIFIED, KUR, UNCHANGED",
    "RA_VERIFIED, RR, UNCHANGED",
    "UNCHANGED, IR, UNCHANGED",
    "UNCHANGED, KUR, UNCHANGED",
    "NESTED, KUR, NESTED",
  })
  @Proves({"CMP-R4", "CMP-R16", "CMP-R19"})
  void theProtectionOfAKurStaysAndRaVerifiedIsForCrmfAlone(
      Forwarding setting, Operation operation, Forwarding form) {
    assertThat(setting.of(operation)).isEqualTo(form);
  }
}
