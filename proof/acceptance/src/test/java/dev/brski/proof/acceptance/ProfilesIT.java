package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plant with certificates of several kinds; what they say is read by openssl. */
final class ProfilesIT {

  private static final String PLC =
      """
      version: 1
      subject: "O=Plant 7,OU={place}"
      subject-alt-names:
        - dns: "{serial}.devices.example.com"
        - uri: "urn:dev:{model}:{serial}"
          missing: omit
        - ip: "{note}"
      extended-key-usages: [client-auth, server-auth]
      validity: 30d
      """;
  private static final String NODE =
      """
      version: 1
      acp:
        domain: acp.example.com
        rsub: area51.research
      """;
  private static final String NODE_NAME =
      "fd89b714f3db0000[0-9a-f]{16}\\+area51\\.research@acp\\.example\\.com";

  @TempDir private static Path folder;
  private static Plant plant;
  private static Foreign openssl;
  private static String maker;

  @BeforeAll
  static void start() throws Exception {
    openssl = Foreign.demand("openssl", folder, "version");
    plant = Plant.resting(folder);
    authority("profiles", "add", "plc").expecting(0);
    var profiles = plant.authority().folder().resolve("profiles.d");
    Files.writeString(profiles.resolve("plc.yaml"), PLC);
    Files.writeString(profiles.resolve("node.yaml"), NODE);
    try (var files = Files.list(plant.authority().folder().resolve("manufacturers.d"))) {
      maker =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".yaml"))
              .findFirst()
              .orElseThrow()
              .replace(".yaml", "");
    }
    plant.authority().start();
    plant.registrar().start();
  }

  @AfterAll
  static void stop() {
    plant.close();
  }

  @Test
  @Proves({"CMP-F1", "CMP-H8", "CMP-E11"})
  void aDeviceHasTheNamesOfTheInventoryAndKeepsThem() throws Exception {
    inventory("PRO-1,PLC-7,Hall 2,192.0.2.7");
    var check = authority("profiles", "check", "--profile", "plc", "--json").json();
    assertThat(check.required("devices").asInt()).isOne();
    assertThat(check.required("troubles").findValuesAsString("device")).doesNotContain("PRO-1");
    var device = plant.device("PRO-1");
    device.onboarded(plant.registrar(), "--profile", "plc").expecting(0);
    var names = "DNS:pro-1.devices.example.com, URI:urn:dev:PLC-7:PRO-1, IP Address:192.0.2.7";
    assertThat(text(device))
        .contains(names)
        .contains("OU = Hall 2")
        .contains("TLS Web Client Authentication, TLS Web Server Authentication");

    inventory("PRO-1,PLC-7,Hall 9,192.0.2.99");
    device.ran("pledge renew").expecting(0);
    assertThat(text(device)).contains(names).contains("OU = Hall 2");
    assertThat(plant.certificates("PRO-1"))
        .hasSize(2)
        .allSatisfy(issued -> assertThat(issued.required("profile").asString()).isEqualTo("plc"));
  }

  @Test
  @Proves({"EN-9", "CMP-E9", "CMP-E11"})
  void nodesOfAnAcpHaveAddressesOfTheirOwnAndKeepThem() throws Exception {
    var one = plant.device("ACP-1");
    var other = plant.device("ACP-2");
    one.onboarded(plant.registrar(), "--profile", "node").expecting(0);
    other.onboarded(plant.registrar(), "--profile", "node").expecting(0);
    var first = nodeName(one);
    assertThat(nodeName(other)).isNotEqualTo(first);
    assertThat(text(one)).contains("Digital Signature, Key Agreement");
    assertThat(one.ran("cmp get-template", "--profile", "node").expecting(0).out()).contains(first);

    plant.authority().killAndStart();
    one.ran("pledge renew").expecting(0);
    assertThat(nodeName(one)).isEqualTo(first);
    one.ran("pledge reset").expecting(0);
    one.onboarded(plant.registrar(), "--profile", "node").expecting(0);
    assertThat(nodeName(one)).as("RFC 8994 section 6.11.7.4").isEqualTo(first);
  }

  @Test
  @Proves({"AU-template-profile", "AU-profile-field"})
  void aProfileThatIsNotThereOrNotForTheDeviceIsRefused() throws Exception {
    var device = plant.device("PRO-2");
    var refused = device.onboarded(plant.registrar(), "--profile", "root-ca").expecting(3);
    assertThat(refused.out() + refused.err()).contains("no such certificate profile");
    assertThat(device.onboarded(plant.registrar(), "--profile", "plc").expecting(3).err())
        .doesNotContain("inventory");
    assertThat(plant.certificates("PRO-2")).isEmpty();

    inventory("PRO-2,PLC-7,Hall 2,nowhere");
    var check = authority("profiles", "check", "--profile", "plc", "--json").expecting(3).json();
    assertThat(check.required("troubles").findValuesAsString("device")).contains("PRO-2");
    assertThat(check.required("troubles").findValuesAsString("check")).contains("AU-profile-name");
    device.onboarded(plant.registrar()).expecting(0);
  }

  @Test
  void anOperatorSeesWhatThereIs() throws Exception {
    assertThat(authority("profiles", "ls", "--json").expecting(0).json().findValuesAsString("name"))
        .containsExactly("ldevid", "node", "plc");
    assertThat(authority("profiles", "show", "node").expecting(0).out())
        .contains("ADDRESS+area51.research@acp.example.com")
        .contains("zone");
    authority("profiles", "show", "nothing").expecting(2);
    authority("profiles", "add", "plc").expecting(3);
    authority("check").expecting(0);
  }

  private static void inventory(String... lines) throws Exception {
    var list =
        Files.writeString(
            folder.resolve("devices.csv"),
            "manufacturer,serial,model,place,note\n"
                + String.join("\n", lines).replaceAll("(?m)^", maker + ",")
                + "\n");
    authority("inventory", "import", list).expecting(0);
  }

  private static String text(Device device) throws Exception {
    return openssl
        .run("x509", "-in", device.file("ldevid.pem").toString(), "-noout", "-text")
        .expecting(0)
        .out();
  }

  /** The otherName id-on-AcpNodeName, from the octets of the subjectAltName. */
  private static String nodeName(Device device) throws Exception {
    var file = device.file("ldevid.pem").toString();
    var outer = openssl.run("asn1parse", "-in", file).expecting(0).out();
    var at =
        Pattern.compile("Subject Alternative Name\\s*\\R *(\\d+):.*OCTET STRING").matcher(outer);
    assertThat(at.find()).as("not critical, in %s", outer).isTrue();
    var names = openssl.run("asn1parse", "-in", file, "-strparse", at.group(1)).expecting(0).out();
    assertThat(names).contains("1.3.6.1.5.5.7.8.10");
    var name = Pattern.compile("IA5STRING\\s*:(" + NODE_NAME + ")").matcher(names);
    assertThat(name.find()).as(names).isTrue();
    return name.group(1);
  }

  private static Run authority(Object... words) throws IOException, InterruptedException {
    var command = new ArrayList<Object>(List.of("authority"));
    command.addAll(List.of(words));
    command.addAll(List.of("--dir", plant.authority().folder()));
    return plant.brski().run(command.toArray());
  }
}
