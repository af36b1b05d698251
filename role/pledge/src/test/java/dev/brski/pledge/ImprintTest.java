package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.verdict.Check;
import dev.brski.voucher.Tolerance;
import dev.brski.voucher.VoucherCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Vouchers that were exchanged for others, and registrars that no voucher vouches for. */
final class ImprintTest {

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void build() {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** A voucher that must not be taken: what is wrong, how it is made, the rule that catches it. */
  record Bad(String what, BiFunction<World, Seen, byte[]> made, String rule) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Bad bad(String what, String rule, BiFunction<World, Seen, byte[]> made) {
    return new Bad(what, made, rule);
  }

  static Stream<Bad> badVouchers() {
    return Stream.of(
        bad(
            "for another device",
            "8995-5.6.1-serial",
            (world, seen) ->
                world.voucherFor(seen).with("serial-number", "JADA-0002").signedBy(world.masa)),
        bad(
            "for the serial number of the certificate",
            "8995-5.6.1-serial",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .with("serial-number", world.device.certificate().getSerialNumber().toString())
                    .signedBy(world.masa)),
        bad(
            "with another nonce",
            "8995-5.6.1-nonce",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .with("nonce", Base64.getEncoder().encodeToString(new byte[16]))
                    .signedBy(world.masa)),
        bad(
            "of another manufacturer's idevid-issuer",
            "V-5.3-idevidIssuer",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .with("idevid-issuer", Base64.getEncoder().encodeToString(new byte[20]))
                    .signedBy(world.masa)),
        bad(
            "signed by another device",
            "8995-5.6.1-signer",
            (world, seen) -> world.voucherFor(seen).signedBy(world.otherDevice)),
        bad(
            "signed by this device",
            "8995-5.6.1-signer",
            (world, seen) -> world.voucherFor(seen).signedBy(world.device)),
        bad(
            "signed by the authority of the birth certificates",
            "8995-5.6.1-signer",
            (world, seen) -> world.voucherFor(seen).signedBy(world.vendorCa)),
        bad(
            "signed by the registrar",
            "8995-5.6.1-signer",
            (world, seen) -> world.voucherFor(seen).signedBy(world.registrar)),
        bad(
            "signed under a name like the anchor's",
            "8995-5.6.1-signer",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .signedBy(Issuer.root("CN=ACME Voucher Root").endEntity("CN=ACME MASA"))),
        bad(
            "with a signature of another content",
            "8995-5.6.1-signature",
            (world, seen) ->
                replaced(
                    world.voucherFor(seen).signedBy(world.masa), "\"proximity\"", "\"proximitY\"")),
        bad(
            "without a pin",
            "8995-5.6.1-pin",
            (world, seen) ->
                world.voucherFor(seen).without("pinned-domain-cert").signedBy(world.masa)),
        bad(
            "with a pin that is no certificate",
            "V-5.3-leaf",
            (world, seen) ->
                world.voucherFor(seen).with("pinned-domain-cert", "AAAA").signedBy(world.masa)),
        bad(
            "that has expired",
            "V-5.3-expired",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .without("nonce")
                    .with("expires-on", "2026-02-28T00:00:00Z")
                    .signedBy(world.masa)),
        bad(
            "made in the future",
            "8995-2.6.1-createdOn",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .with("created-on", "2026-04-01T00:00:00Z")
                    .signedBy(world.masa)),
        bad(
            "with an assertion of unknown worth",
            "V-5.3-assertion",
            (world, seen) ->
                world.voucherFor(seen).with("assertion", "agent-proximity").signedBy(world.masa)),
        bad(
            "that demands a revocation check",
            "V-5.3-revocation",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .with("domain-cert-revocation-checks", true)
                    .signedBy(world.masa)),
        bad(
            "that pins another domain",
            "8995-5.6.2-registrar",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .with(
                        "pinned-domain-cert",
                        VoucherForge.base64(world.otherDomainCa.certificate()))
                    .signedBy(world.masa)),
        bad("that is the request itself", "V-5.2-module", (world, seen) -> seen.body()),
        bad(
            "that is the registrar's request",
            "V-5.2-module",
            (world, seen) -> world.voucherFor(seen).asRequest().signedBy(world.registrar)),
        bad(
            "for an empty serial number",
            "V-5.3-leaf",
            (world, seen) -> world.voucherFor(seen).with("serial-number", "").signedBy(world.masa)),
        bad(
            "signed under another manufacturer's anchor",
            "8995-5.6.1-signer",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .signedBy(Issuer.root("CN=Other Voucher Root").endEntity("CN=Other MASA"))),
        bad("that is empty", "V-5.4-cms", (world, seen) -> new byte[] {0x30, 0}),
        bad(
            "that is noise",
            "V-5.3-format",
            (world, seen) -> "once upon a time".getBytes(StandardCharsets.US_ASCII)),
        bad("that is too large", "V-5.4-size", (world, seen) -> new byte[200 << 10]));
  }

  private static byte[] replaced(byte[] octets, String from, String to) {
    var text = new String(octets, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("badVouchers")
  @Proves({
    "PL-2", "PL-22", "PL-50", "PL-51", "PL-52", "PL-53", "PL-54", "PL-55", "PL-56", "PL-57",
    "PL-58", "PL-60", "PL-61", "TIME-2"
  })
  void aBadVoucherEndsTheAttemptAndIsReported(Bad voucher) throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.voucher(voucher.made().apply(world, seen)));
    var next = world.registrar();

    var outcome = world.onboard(registrar, next);

    assertThat(((Outcome.Enrolled) outcome).registrar()).isEqualTo(next.url());
    assertThat(rejection().toString()).contains(voucher.rule());
    assertThat(registrar.seen().stream().map(Seen::path))
        .containsExactly(ScriptedRegistrar.REQUEST_VOUCHER, ScriptedRegistrar.VOUCHER_STATUS);
    assertThat(registrar.seen().stream().map(Seen::connection).distinct()).hasSize(1);
    var status = VoucherForge.JSON.readTree(registrar.seen().getLast().body());
    assertThat(status.get("version").asInt()).isEqualTo(1);
    assertThat(status.get("status").asBoolean()).isFalse();
    assertTellsTheRuleAlone(status, voucher.rule());
  }

  private Event.Rejected rejection() {
    return (Event.Rejected)
        world.events.stream().filter(Event.Rejected.class::isInstance).findFirst().orElseThrow();
  }

  /** The sentence of the rule; what was found is for the operator, not for who substituted it. */
  private static void assertTellsTheRuleAlone(JsonNode status, String rule) {
    assertThat(status.propertyNames()).containsExactlyInAnyOrder("version", "status", "reason");
    assertThat(status.get("reason").asString())
        .isEqualTo(
            Stream.<Check>concat(Stream.of(VoucherCheck.values()), Stream.of(PledgeCheck.REGISTRAR))
                .filter(check -> check.id().equals(rule))
                .reduce((_, last) -> last)
                .orElseThrow()
                .told());
  }

  @Test
  @Proves({"PL-55", "PL-51"})
  void unknownLeavesAreIgnored() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen ->
                    Answer.voucher(
                        world
                            .voucherFor(seen)
                            .with("est-domain", "example.com")
                            .with("x", List.of(1, 2))
                            .signedBy(world.masa)));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves({"PL-51", "W18"})
  void aVoucherThatDeviatesIsAcceptedAndThatIsTold() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen ->
                    Answer.voucher(
                        world
                            .voucherFor(seen)
                            .without("created-on")
                            .with("domain-cert-revocation-checks", "false")
                            .signedBy(world.masa)));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
    assertThat(world.events)
        .contains(
            new Event.Tolerated(
                registrar.url(), Set.of(Tolerance.VOUCHER_LEAF_MISSING, Tolerance.STRING_BOOLEAN)));
  }

  @Test
  void ofASoundVoucherNothingIsTolerated() throws Exception {
    assertThat(world.onboard(world.registrar())).isInstanceOf(Outcome.Enrolled.class);
    assertThat(world.events).noneMatch(Event.Tolerated.class::isInstance);
  }

  @Test
  @Proves("PL-52")
  void aVoucherWithoutNonceIsAcceptedByDefault() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen ->
                    Answer.voucher(
                        world
                            .voucherFor(seen)
                            .without("nonce")
                            .with("expires-on", "2026-03-02T00:00:00Z")
                            .signedBy(world.masa)));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves("MA-19")
  void aDeviceWithASecondAnchorTakesEachKindOfVoucherByItsOwn() throws Exception {
    var nonceless = Issuer.root("CN=ACME Nonceless Root");
    var offline = nonceless.endEntity("CN=ACME offline");
    Files.writeString(
        folder.resolve("masa-anchor-nonceless.pem"), World.pem(List.of(nonceless.certificate())));
    var crossed =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen ->
                    Answer.voucher(world.voucherFor(seen).without("nonce").signedBy(world.masa)));
    var otherwise =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.voucher(world.voucherFor(seen).signedBy(offline)));
    var right =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen -> Answer.voucher(world.voucherFor(seen).without("nonce").signedBy(offline)));

    var outcome = world.onboard(crossed, otherwise, right);

    assertThat(((Outcome.Enrolled) outcome).registrar()).isEqualTo(right.url());
    assertThat(
            world.events.stream()
                .filter(Event.Rejected.class::isInstance)
                .map(event -> event.toString()))
        .hasSize(2)
        .allMatch(event -> event.contains("8995-5.6.1-signer"));
    world.events.clear();
    world.onboarding().reset(folder);
    assertThat(world.onboard(world.registrar())).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves({"TIME-1", "TIME-3", "PL-53"})
  void withoutAClockAnExpiryCannotBeJudged() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen ->
                    Answer.voucher(
                        world
                            .voucherFor(seen)
                            .without("nonce")
                            .with("expires-on", "2099-03-02T00:00:00Z")
                            .signedBy(world.masa)));

    var outcome =
        world
            .onboarding()
            .onboard(
                OnboardOptions.of(
                    folder, List.of(registrar.url()), Optional.empty(), Clock.unknown()));

    assertThat(((Outcome.Refused) outcome).refusal().toString()).contains("V-5.3-expiry");
  }

  @Test
  @Proves({"PL-65", "PL-58", "PL-61"})
  void aMemberOfTheDomainIsNotItsRegistrar() throws Exception {
    var member = world.domainCa.endEntity("CN=JADA-0009");
    var registrar = world.registrar(member);

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.REGISTRAR);
    assertThat(registrar.seen().stream().map(Seen::path))
        .containsExactly(ScriptedRegistrar.REQUEST_VOUCHER, ScriptedRegistrar.VOUCHER_STATUS);
    assertTellsTheRuleAlone(
        VoucherForge.JSON.readTree(registrar.seen().getLast().body()), PledgeCheck.REGISTRAR.id());
  }

  @Test
  @Proves({"PL-56", "PL-65", "PL-25"})
  void thePinnedKeyItselfNeedsNoUsage() throws Exception {
    var plain = world.domainCa.endEntity("CN=Registrar");
    var registrar =
        world
            .registrar(plain)
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen ->
                    Answer.voucher(
                        VoucherForge.answering(seen.body(), plain.certificate())
                            .signedBy(world.masa)))
            .on(ScriptedRegistrar.INITIALIZATION, seen -> Answer.text(403, "as far as it goes"));

    world.onboard(registrar);

    assertThat(registrar.seen().stream().map(Seen::path))
        .startsWith(
            ScriptedRegistrar.REQUEST_VOUCHER,
            ScriptedRegistrar.VOUCHER_STATUS,
            ScriptedRegistrar.INITIALIZATION);
    assertThat(registrar.seen(ScriptedRegistrar.VOUCHER_STATUS).getFirst().text())
        .contains("\"status\":true");
  }

  @Test
  @Proves("PL-56")
  void theRootMayBePinnedToo() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen ->
                    Answer.voucher(
                        VoucherForge.answering(seen.body(), world.domainRoot.certificate())
                            .signedBy(world.masa)));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
    assertThat(folder.resolve("ldevid.pem"))
        .content()
        .endsWith(World.pem(List.of(world.domainCa.certificate())));
  }

  @Test
  @Proves({"PL-23", "PL-56"})
  void afterTheVoucherAnotherServerAtThatAddressIsNotSpokenTo() throws Exception {
    var registrar = world.registrar();
    registrar.on(
        ScriptedRegistrar.VOUCHER_STATUS,
        seen -> {
          registrar.use(world.otherDomainCa.endEntity("CN=Registrar", Issuer.CMC_RA));
          return Answer.text(200, "").closing();
        });

    var outcome = world.onboardWithoutWaiting(registrar);

    assertThat(((Outcome.Unreachable) outcome).cause()).contains("8995-5.6.2-registrar");
    assertThat(registrar.seen(ScriptedRegistrar.INITIALIZATION)).isEmpty();
    assertThat(world.status().state()).isEqualTo(State.ENROLL);

    registrar.use(world.registrar);
    assertThat(world.onboard()).isInstanceOf(Outcome.Enrolled.class);
    assertThat(registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER)).hasSize(1);
  }

  @Test
  @Proves({"PL-23", "PL-60"})
  void aConnectionThatEndsWithTheVoucherIsReplacedByOneThatIsVerified() throws Exception {
    var registrar = world.registrar();
    registrar.on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> world.rightVoucher(seen).closing());

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    var connected = world.events.stream().filter(Event.Connected.class::isInstance).toList();
    assertThat(connected.stream().map(event -> ((Event.Connected) event).provisional()))
        .containsExactly(true, false, false);
  }
}
