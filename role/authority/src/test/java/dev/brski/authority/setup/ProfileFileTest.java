package dev.brski.authority.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.settings.Settings;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of profiles.d may say, and what is said about one that is wrong. */
class ProfileFileTest {

  @TempDir private Path temp;
  private AuthorityFolder folder;

  @BeforeEach
  void make() throws Exception {
    folder = new AuthorityFolder(temp.resolve("authority"));
    assertThat(
            AuthoritySetup.init(
                folder.root(), "Plant 7", HostPort.parse("127.0.0.1:0"), InstantSource.system()))
        .isInstanceOf(Verdict.Accepted.class);
  }

  private Verdict<Holdings> reading(String name, String text) throws Exception {
    Files.createDirectories(folder.profiles());
    Files.writeString(folder.profiles().resolve(name), "version: 1\n" + text + "\n");
    return Holdings.read(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          plc.yaml | key-usage: [digital-signature]                   | line 2 | no key 'key-usage'
          plc.yaml | key-usages: [key-cert-sign]                      | line 2 | 'key-cert-sign' is unknown
          plc.yaml | key-usages: [crl-sign]                           | line 2 | 'crl-sign' is unknown
          plc.yaml | key-usages: [key-agreement]                      | line 1 | have digital-signature
          plc.yaml | key-usages: []                                   | line 1 | have digital-signature
          plc.yaml | extended-key-usages: []                          | line 1 | good for every purpose
          plc.yaml | extended-key-usages: [any]                       | line 2 | neither an object identifier
          plc.yaml | extended-key-usages: [2.5.29.37.0]               | line 2 | not for devices
          plc.yaml | extended-key-usages: [1.3.6.1.5.5.7.3.27]        | line 2 | not for devices
          plc.yaml | extended-key-usages: [1.3.6.1.5.5.7.3.28]        | line 2 | not for devices
          plc.yaml | extended-key-usages: [1.3.6.1.5.5.7.3.32]        | line 2 | not for devices
          plc.yaml | extended-key-usages: [1.3.6.1.5.5.7.3.9]         | line 2 | not for devices
          plc.yaml | validity: 0                                      | line 1 | longer than 0
          plc.yaml | validity: soon                                   | line 2 | not a duration
          plc.yaml | manufacturers: []                                | line 1 | name one or more
          plc.yaml | models: []                                       | line 1 | name one or more
          plc.yaml | missing: ignore                                  | line 2 | 'ignore' is unknown
          plc.yaml | revocation-list: perhaps                         | line 2 | not true or false
          plc.yaml | subject: "SERIALNUMBER={serial}"                 | line 2 | comes from the device
          plc.yaml | subject: "C={place}"                             | line 2 | fields can be in
          plc.yaml | subject-alt-names: [{dns: a.b, ip: 1.2.3.4}]     | line 2 | one of dns, uri, email and ip
          plc.yaml | subject-alt-names: [{}]                          | line 2 | one of dns, uri, email and ip
          plc.yaml | subject-alt-names: [{rid: 1.2.3}]                | line 2 | no key 'subject-alt-names[0].rid'
          plc.yaml | subject-alt-names: [{dns: "*.example.com"}]      | line 2 | makes no dns of any device
          plc.yaml | acp: {rsub: a}                                   | line 2 | 'acp.domain' is missing
          plc.yaml | acp: {domain: ACP.example.com}                   | line 2 | lower case
          plc.yaml | acp: {domain: 1.example.com}                     | line 2 | RFC 1034
          plc.yaml | acp: {domain: a.b, rsub: "a..b"}                 | line 2 | RFC 1034
          plc.yaml | acp: {domain: a.b, addressing: manual}           | line 2 | 'manual' is unknown
          plc.yaml | acp: {domain: a.b, registrar-id: "1"}            | line 2 | not like 02:00
          -x.yaml  | validity: 1d                                     |        | cannot name a profile
          a b.yaml | validity: 1d                                     |        | cannot name a profile
          """)
  @Proves({"CMP-B15", "AU-setup-profile", "AU-setup-name"})
  void isRefusedWithFileAndLine(String name, String text, String line, String why)
      throws Exception {
    var told = reading(name, text).toString();
    assertThat(told).contains("Refused").contains("profiles.d/" + name).contains(why);
    if (line != null) {
      assertThat(told).contains(line);
    }
  }

  @Test
  void moreThanSixteenNamesAreRefused() throws Exception {
    var names = "subject-alt-names:\n" + "  - dns: a.example.com\n".repeat(17);
    assertThat(reading("plc.yaml", names).toString()).contains("16 at most");
  }

  @Test
  @Proves("AU-setup-profile")
  void aManufacturerThatNamesNoProfileOfHereIsRefused() throws Exception {
    Files.copy(folder.domainCa(), folder.manufacturers().resolve("acme.idevid.pem"));
    Files.writeString(
        folder.manufacturers().resolve("acme.yaml"),
        "version: 1\nidevid-anchor: acme.idevid.pem\ncertificate-profile: plc\n");
    assertThat(Holdings.read(folder).toString())
        .contains("AU-setup-profile")
        .contains("manufacturer acme")
        .contains("there is no profile 'plc'");
    assertThat(reading("plc.yaml", "validity: 1d")).isInstanceOf(Verdict.Accepted.class);
  }

  /** RFC 8994 section 6.11.2; the two names were searched for. */
  @Test
  @Proves("AU-setup-profile")
  void twoRoutingSubdomainsWhoseHashesCollideAreRefused() throws Exception {
    assertThat(reading("one.yaml", "acp: {domain: acp.example.com, rsub: r241d5}"))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(reading("same.yaml", "acp: {domain: acp.example.com, rsub: r241d5}"))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(reading("two.yaml", "acp: {domain: acp.example.com, rsub: r1506e6}").toString())
        .contains("AU-setup-profile")
        .contains("r1506e6.acp.example.com")
        .contains("r241d5.acp.example.com");
  }

  @Test
  void theFileThatIsWrittenIsAsTheOneThatIsAlwaysThere() throws Exception {
    assertThat(ProfileFile.add(folder, "plc")).isInstanceOf(Verdict.Accepted.class);
    assertThat(ProfileFile.add(folder, "plc").toString()).contains("AU-setup-exists");
    assertThat(ProfileFile.add(folder, "../plc").toString()).contains("AU-setup-name");
    assertThat(Settings.read(folder.profiles().resolve("plc.yaml"), ProfileFile.class))
        .isInstanceOf(Verdict.Accepted.class);
    if (Holdings.read(folder) instanceof Verdict.Accepted<Holdings>(var holdings)) {
      var written = holdings.profiles().named("plc").orElseThrow().summary();
      var builtIn = holdings.profiles().named("ldevid").orElseThrow().summary();
      assertThat(written).usingRecursiveComparison().ignoringFields("name").isEqualTo(builtIn);
    } else {
      throw new AssertionError("the folder is refused");
    }
  }
}
