package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Manufacturer;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.ScriptedHttp;
import dev.brski.proof.kit.ScriptedHttp.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Vouchers that must not be followed: made with openssl and the keys of the manufacturer's folders,
 * and given to the packaged pledge by a registrar, and to the packaged registrar by a MASA, that
 * check nothing.
 */
@ExtendWith(SharedPlant.class)
final class BadVoucherIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path folder;
  private static Plant plant;
  private static Manufacturer maker;
  private static Device member;
  private static HandMadeCms cms;
  private static String domainCa;
  private static Path registrar;
  private static Path stranger;
  private static Path strangerKey;
  private static int devices;

  @BeforeAll
  static void make(Plant shared) throws Exception {
    plant = shared;
    cms = HandMadeCms.demand(folder);
    maker = plant.manufacturer("Forged");
    domainCa = PemFile.read(plant.domainCa()).base64();
    registrar = folder.resolve("registrar");
    var authority = plant.authority().folder();
    plant.run(
        "authority", "registrar", "--dir", authority, "--name", "by-hand", "--out", registrar);
    member = plant.device(maker, "VOUCHER-M");
    member.onboarded(plant.registrar()).expecting(0);
    maker.masa().stop();
    stranger = folder.resolve("stranger.pem");
    strangerKey = folder.resolve("stranger.key");
    Foreign.demand("openssl", folder, "version")
        .run(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=Forged voucher signer",
            "-days",
            "2",
            "-keyout",
            strangerKey.toString(),
            "-out",
            stranger.toString())
        .expecting(0);
  }

  /** A voucher that a pledge must refuse, and the check that does. */
  enum Wrong {
    SERIAL("is for VOUCHER-0", "the voucher is for another serial-number") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.with("serial-number", "VOUCHER-0");
      }
    },
    NONCE("repeats AAAAAAAAAAAAAAAAAAAAAA==", "the voucher's nonce is another") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.with("nonce", "AAAAAAAAAAAAAAAAAAAAAA==");
      }
    },
    DOMAIN("8995-5.6.2-registrar", "The voucher does not vouch for this registrar.") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) throws IOException {
        return sound.with("pinned-domain-cert", PemFile.read(maker.anchor()).base64());
      }
    },
    NO_PIN("no pinned-domain-cert", "the voucher has no usable pinned-domain-cert") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.without("pinned-domain-cert");
      }
    },
    SIGNED_BY_AN_IDEVID("8995-5.6.1-voucher", "the voucher's signer is not trusted") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.signedBy(member.file("idevid.pem"), member.file("idevid.key"));
      }
    },
    SIGNED_BY_A_STRANGER("8995-5.6.1-voucher", "the voucher's signer is not trusted") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.signedBy(stranger, strangerKey);
      }
    },
    SIGNED_BY_A_REGISTRAR("8995-5.6.1-voucher", "the voucher's signer is not trusted") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.signedBy(
            registrar.resolve("registrar.pem"), registrar.resolve("registrar.key"));
      }
    },
    EXPIRED("expired on", "the voucher has expired") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound
            .with("created-on", HandMadeVoucher.at(-2))
            .with("expires-on", HandMadeVoucher.at(-1));
      }
    },
    OF_TOMORROW("the voucher is dated 2", "the voucher is dated in the future") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.with("created-on", HandMadeVoucher.at(2));
      }
    },
    WITHOUT_ASSERTION("the assertion is absent", "the voucher's assertion is not accepted") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.without("assertion");
      }
    },
    OF_ANOTHER_ISSUER("idevid-issuer is", "the voucher is for another idevid-issuer") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.with("idevid-issuer", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
      }
    },
    WITH_A_REVOCATION_CHECK(
        "domain-cert-revocation-checks is true",
        "the voucher demands a revocation check that cannot be made") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.with("domain-cert-revocation-checks", "true");
      }
    },
    FOR_AN_EMPTY_SERIAL("the leaf serial-number is not", "a leaf is missing or malformed") {
      @Override
      HandMadeVoucher made(HandMadeVoucher sound) {
        return sound.with("serial-number", "");
      }
    };

    private final String said;
    private final String reason;

    Wrong(String said, String reason) {
      this.said = said;
      this.reason = reason;
    }

    abstract HandMadeVoucher made(HandMadeVoucher sound) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  @Proves({
    "PL-50", "PL-51", "PL-52", "PL-53", "PL-54", "PL-55", "PL-56", "PL-58", "PL-60", "PL-61"
  })
  void thePledgeRefuses(Wrong wrong) throws Exception {
    refuses(
        ScriptedPeers.giving(request -> wrong.made(sound(request)).made(cms)),
        registrar.resolve("registrar.pem"),
        registrar.resolve("registrar.key"),
        wrong.said,
        wrong.reason);
  }

  /** What of a sound voucher is damaged on its way. */
  enum Flipped {
    CONTENT,
    SIGNATURE
  }

  @ParameterizedTest
  @EnumSource
  @Proves({"PL-50", "PL-58"})
  void thePledgeRefusesOneFlippedBit(Flipped where) throws Exception {
    refuses(
        ScriptedPeers.giving(
            request -> {
              var voucher = sound(request).made(cms);
              int at =
                  switch (where) {
                    // Another digit of the year in which it was made: still well-formed.
                    case CONTENT ->
                        new String(voucher, StandardCharsets.ISO_8859_1).indexOf("created-on")
                            + "created-on\":\"202".length();
                    case SIGNATURE -> voucher.length - 1;
                  };
              voucher[at] ^= 1;
              return voucher;
            }),
        registrar.resolve("registrar.pem"),
        registrar.resolve("registrar.key"),
        "8995-5.6.1-voucher",
        "the voucher's signature does not verify");
  }

  @Test
  @Proves({"PL-56", "PL-65"})
  void thePledgeRefusesAMemberThatPosesAsRegistrar() throws Exception {
    refuses(
        ScriptedPeers.giving(request -> sound(request).made(cms)),
        member.file("ldevid.pem"),
        member.file("ldevid.key"),
        "8995-5.6.2-registrar",
        "The voucher does not vouch for this registrar.");
  }

  private static void refuses(ScriptedHttp script, Path chain, Path key, String said, String reason)
      throws Exception {
    var device = device();
    try (var server = ScriptedPeers.registrar(chain, key, script)) {
      var run = device.onboarded(List.of(url(server.address()))).expecting(3);

      assertThat(run.err()).contains(device.serial(), server.address(), said);
      assertThat(run.err().strip().lines().count()).as(run.err()).isBetween(2L, 3L);
      assertThat(run.err()).doesNotContain("    at ");
    }
    assertToldOnce(script, said, reason);
    assertThat(text(device.status(), "state")).isNotEqualTo("enrolled");
    assertThat(device.file("ldevid.pem")).doesNotExist();
    assertThat(device.file("domain-ca.pem")).doesNotExist();
    assertThat(device.file("voucher.vcj")).doesNotExist();
  }

  /** One voucher status, false, with the rule's own reason, last and over the same channel. */
  private static void assertToldOnce(ScriptedHttp script, String said, String reason) {
    assertThat(script.requests())
        .extracting(Request::path)
        .containsExactly(HandMadePledge.VOUCHER_REQUEST, HandMadePledge.VOUCHER_STATUS);
    assertThat(script.requests()).extracting(Request::connection).containsOnly(1);
    var status = JSON.readTree(script.requests().getLast().body());
    assertThat(status.required("version").asInt()).isEqualTo(1);
    assertThat(status.required("status").asBoolean()).isFalse();
    assertThat(text(status, "reason")).isEqualTo(reason).doesNotContain(said);
  }

  @Test
  @Proves({"PL-10", "PL-12", "PL-58", "PL-60", "RG-20"})
  void afterARefusalTheNextRegistrarIsTried() throws Exception {
    var device = plant.device("VOUCHER-NEXT");
    var script =
        ScriptedPeers.giving(request -> sound(request).signedBy(stranger, strangerKey).made(cms));
    try (var server =
        ScriptedPeers.registrar(
            registrar.resolve("registrar.pem"), registrar.resolve("registrar.key"), script)) {
      device.onboarded(List.of(url(server.address()), plant.registrar().url())).expecting(0);
    }
    assertToldOnce(script, "8995-5.6.1-voucher", "the voucher's signer is not trusted");
    assertThat(text(plant.registered("VOUCHER-NEXT"), "state")).isEqualTo("enrolled");
  }

  @Test
  @Proves({"PL-56", "PL-60"})
  void aSoundOneOfTheSameMakingIsAccepted() throws Exception {
    var device = device();
    var script = ScriptedPeers.giving(request -> sound(request).made(cms));
    try (var server =
        ScriptedPeers.registrar(
            registrar.resolve("registrar.pem"), registrar.resolve("registrar.key"), script)) {
      device.onboarded(List.of(url(server.address())), "--wait", "0");
    }
    var status = script.requests(HandMadePledge.VOUCHER_STATUS).getFirst();
    assertThat(JSON.readTree(status.body()).required("status").asBoolean()).isTrue();
    assertThat(script.requests())
        .anyMatch(request -> request.path().startsWith("/.well-known/cmp"));
  }

  /** What a registrar can see of a voucher, and so does not hand on. */
  @ParameterizedTest
  @EnumSource(names = {"SERIAL", "NONCE", "DOMAIN", "NO_PIN"})
  @Proves({"RG-21", "RG-22", "RG-20"})
  void theRegistrarDoesNotHandOn(Wrong wrong) throws Exception {
    var device = device();
    var script = ScriptedPeers.giving(request -> wrong.made(sound(request)).made(cms));
    try (var _ = ScriptedPeers.masa(maker, script)) {
      var run = device.onboarded(plant.registrar()).expecting(3);

      assertThat(run.err()).contains(device.serial(), plant.registrar().address(), "406");
    }
    assertThat(script.requests(HandMadePledge.VOUCHER_REQUEST)).hasSize(1);
    assertThat(text(plant.registered(device.serial()), "state")).startsWith("refused: ");
    assertThat(plant.registrar().program().err())
        .containsPattern("device " + device.serial() + ": no voucher: [^\n]+");
    assertThat(journal("voucher-refused", device.serial()).orElseThrow().toString())
        .contains(
            switch (wrong) {
              case SERIAL -> "8995-5.6.1-serial";
              case NONCE -> "8995-5.6.1-nonce";
              case NO_PIN -> "8995-5.6.1-pin";
              default -> "8995-5.6.2-registrar";
            });
  }

  /** What only the pledge can see: its refusal reaches the operator. */
  @ParameterizedTest
  @EnumSource(names = {"SIGNED_BY_AN_IDEVID", "SIGNED_BY_A_STRANGER"})
  @Proves({"PL-50", "PL-58", "PL-60", "RG-20", "RG-23"})
  void theOperatorReadsWhatThePledgeRefused(Wrong wrong) throws Exception {
    var device = device();
    var script = ScriptedPeers.giving(request -> wrong.made(sound(request)).made(cms));
    try (var _ = ScriptedPeers.masa(maker, script)) {
      var run = device.onboarded(plant.registrar()).expecting(3);

      assertThat(run.err()).contains(wrong.said);
    }
    assertThat(text(plant.registered(device.serial()), "state"))
        .isEqualTo("rejected the voucher: " + wrong.reason);
  }

  private static Optional<JsonNode> journal(String kind, String serial) throws IOException {
    return plant
        .registrar()
        .journal()
        .valueStream()
        .filter(line -> text(line, "kind").equals(kind))
        .filter(line -> line.path("device").asString("").equals(serial))
        .findFirst();
  }

  private static HandMadeVoucher sound(Request request) {
    return HandMadeVoucher.sound(
        request.leaf("serial-number"), request.leaf("nonce"), domainCa, maker.masa().folder());
  }

  private static Device device() throws IOException, InterruptedException {
    devices++;
    return plant.device(maker, "VOUCHER-" + devices);
  }

  private static URI url(String address) {
    return URI.create("https://" + address);
  }

  private static String text(JsonNode document, String member) {
    return document.required(member).asString();
  }
}
