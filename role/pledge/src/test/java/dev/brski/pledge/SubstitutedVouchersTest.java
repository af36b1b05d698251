package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vouchers put in the place of the right one: the pledge refuses each for a reason of its own, says
 * so to the registrar that handed it over, and is enrolled by the next registrar.
 */
@Proves({"PL-2", "PL-58", "PL-60", "PL-61"})
final class SubstitutedVouchersTest {

  @TempDir Path folder;

  private record Substituted(String what, boolean clock, BiFunction<World, Seen, byte[]> voucher) {}

  private static Substituted changed(String what, String leaf, Object value) {
    return new Substituted(
        what, true, (world, seen) -> world.voucherFor(seen).with(leaf, value).signedBy(world.masa));
  }

  private static Substituted other(String what, BiFunction<World, Seen, byte[]> voucher) {
    return new Substituted(what, true, voucher);
  }

  private static List<Substituted> substitutions() {
    var noNonce = Base64.getEncoder().encodeToString(new byte[16]);
    return List.of(
        changed("another device's", "serial-number", "JADA-0666"),
        changed("an earlier one, with another nonce", "nonce", noNonce),
        changed("that of another manufacturer's device", "idevid-issuer", noNonce),
        changed("for no device at all", "serial-number", ""),
        changed("of tomorrow", "created-on", "2026-04-01T00:00:00Z"),
        changed("with an unknown assertion", "assertion", "hearsay"),
        changed("that demands what cannot be done", "domain-cert-revocation-checks", true),
        other(
            "signed by another device of the manufacturer",
            (world, seen) -> world.voucherFor(seen).signedBy(world.otherDevice)),
        other(
            "with a flipped bit",
            (world, seen) -> {
              var voucher = world.voucherFor(seen).signedBy(world.masa);
              voucher[voucher.length - 1] ^= 1;
              return voucher;
            }),
        other(
            "without a pin",
            (world, seen) ->
                world.voucherFor(seen).without("pinned-domain-cert").signedBy(world.masa)),
        other(
            "with the pin of another domain",
            (world, seen) ->
                VoucherForge.answering(seen.body(), world.otherDomainCa.certificate())
                    .signedBy(world.masa)),
        other(
            "one that has expired",
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .without("nonce")
                    .with("expires-on", "2026-02-28T00:00:00Z")
                    .signedBy(world.masa)),
        new Substituted(
            "one that expires, without a clock",
            false,
            (world, seen) ->
                world
                    .voucherFor(seen)
                    .without("nonce")
                    .with("expires-on", "2099-02-28T00:00:00Z")
                    .signedBy(world.masa)),
        other("the pledge's own request", (_, seen) -> seen.body()),
        other("half of one", (world, seen) -> half(world.voucherFor(seen).signedBy(world.masa))),
        other("no voucher", (_, _) -> "a voucher".getBytes(StandardCharsets.US_ASCII)),
        other("one without end", (_, _) -> new byte[200 << 10]));
  }

  private static byte[] half(byte[] voucher) {
    return Arrays.copyOf(voucher, voucher.length / 2);
  }

  @Test
  void eachIsRefusedForItsOwnReasonAndTheNextRegistrarEnrolls() throws Exception {
    var reasons = new LinkedHashMap<String, String>();
    for (var substituted : substitutions()) {
      reasons.put(substituted.what, reasonTold(substituted));
    }
    assertThat(reasons).hasSizeGreaterThanOrEqualTo(12);
    assertThat(reasons.values()).doesNotHaveDuplicates();
  }

  /** What the registrar with the wrong voucher was told, once the next one has enrolled. */
  private String reasonTold(Substituted substituted) throws Exception {
    var own = Files.createTempDirectory(folder, "device");
    try (var world = new World(own)) {
      var wrong =
          world
              .registrar()
              .on(
                  ScriptedRegistrar.REQUEST_VOUCHER,
                  seen -> Answer.voucher(substituted.voucher.apply(world, seen)));
      var next = world.registrar();
      var outcome =
          substituted.clock
              ? world.onboard(wrong, next)
              : world
                  .onboarding()
                  .onboard(
                      OnboardOptions.of(
                          own, World.urls(wrong, next), Optional.empty(), Clock.unknown()));

      assertThat(outcome)
          .as(substituted.what)
          .isInstanceOfSatisfying(
              Outcome.Enrolled.class,
              enrolled -> assertThat(enrolled.registrar()).isEqualTo(next.url()));
      assertThat(wrong.seen().stream().map(Seen::path))
          .as(substituted.what)
          .containsExactly(ScriptedRegistrar.REQUEST_VOUCHER, ScriptedRegistrar.VOUCHER_STATUS);
      var status = VoucherForge.JSON.readTree(wrong.seen().getLast().body());
      assertThat(status.get("status").asBoolean()).as(substituted.what).isFalse();
      return status.get("reason").asString();
    }
  }
}
