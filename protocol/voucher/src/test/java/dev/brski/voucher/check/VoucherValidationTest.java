package dev.brski.voucher.check;

import static dev.brski.voucher.Pki.NOW;
import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Pki;
import dev.brski.voucher.Scene;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each rule of RFC 8995 section 5.6.1, by the voucher that breaks it and nothing else. */
class VoucherValidationTest {

  private static final Moment KNOWN = new Moment.Known(NOW);

  private final Scene scene = new Scene();

  /** The leaves of a voucher, to be changed one at a time. */
  private static final class Draft {
    Optional<Instant> createdOn = Optional.of(NOW);
    Optional<Instant> expiresOn = Optional.empty();
    Optional<Assertion> assertion = Optional.of(Assertion.PROXIMITY);
    String serialNumber = "ACME-0001";
    Optional<IdevidIssuer> idevidIssuer = Optional.empty();
    Optional<Boolean> revocation = Optional.empty();
    Optional<Nonce> nonce = Optional.empty();
    boolean pinned = true;
  }

  private Voucher voucher(UnaryOperator<Draft> change) {
    var draft = new Draft();
    draft.nonce = Optional.of(scene.nonce);
    draft = change.apply(draft);
    return new Voucher(
        draft.createdOn,
        draft.expiresOn,
        draft.assertion,
        draft.serialNumber,
        draft.idevidIssuer,
        draft.pinned ? Optional.of(scene.domainRoot.leaf()) : Optional.empty(),
        draft.revocation,
        draft.nonce,
        Optional.empty());
  }

  @Test
  @Proves({"PL-50", "PL-51", "PL-52", "PL-54", "PL-55"})
  void aVoucherThatAnswersIsAccepted() {
    var verified = accepted(validate(voucher(draft -> draft)));

    assertThat(verified.pin()).isEqualTo(scene.domainRoot.leaf());
    assertThat(verified.signer()).isEqualTo(scene.voucherSigner.leaf());
    assertThat(verified.voucher().leaves().nonce()).contains(scene.nonce);
  }

  private record Case(VoucherCheck check, UnaryOperator<Draft> change) {}

  @Test
  @Proves({"PL-51", "PL-52", "PL-53", "PL-54", "PL-55", "PL-57", "TIME-2", "W20"})
  void eachSubstitutedLeafHasItsOwnRefusal() {
    var cases =
        List.of(
            new Case(
                VoucherCheck.VOUCHER_SERIAL,
                draft -> {
                  draft.serialNumber = "ACME-0002";
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_IDEVID_ISSUER,
                draft -> {
                  draft.idevidIssuer = Optional.of(IdevidIssuer.of(scene.registrar.leaf()));
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_NONCE,
                draft -> {
                  draft.nonce = Optional.of(Nonce.random(SUITE));
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_EXPIRED,
                draft -> {
                  draft.expiresOn = Optional.of(NOW.minusSeconds(1));
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_NOT_YET,
                draft -> {
                  draft.createdOn = Optional.of(NOW.plus(Duration.ofHours(1)));
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_ASSERTION,
                draft -> {
                  draft.assertion = Optional.of(new Assertion("agent-proximity"));
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_ASSERTION,
                draft -> {
                  draft.assertion = Optional.empty();
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_REVOCATION,
                draft -> {
                  draft.revocation = Optional.of(true);
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_SERIAL,
                draft -> {
                  draft.serialNumber = "acme-0001";
                  return draft;
                }),
            new Case(
                VoucherCheck.VOUCHER_PIN,
                draft -> {
                  draft.pinned = false;
                  return draft;
                }));
    for (var each : cases) {
      assertThat(refused(validate(voucher(each.change))).check()).isEqualTo(each.check);
    }
  }

  @Test
  @Proves({"PL-51", "PL-57"})
  void aMatchingIssuerAndForbiddenRevocationAreAccepted() {
    var verified =
        accepted(
            validate(
                voucher(
                    draft -> {
                      draft.idevidIssuer = Optional.of(IdevidIssuer.of(scene.device.leaf()));
                      draft.revocation = Optional.of(false);
                      return draft;
                    })));
    assertThat(verified.voucher().tolerances()).isEmpty();
  }

  @Test
  @Proves("PL-50")
  void onlyASignerUnderTheVoucherAnchorIsTrusted() {
    var json = voucher(draft -> draft).toJson();
    for (Credential other :
        List.of(
            scene.otherDevice,
            scene.idevidCa,
            scene.registrar,
            Pki.endEntity(Pki.root("ACME Voucher Anchor"), "ACME MASA"))) {
      var signed = Scene.sign(json, other, other.chain());
      assertThat(refused(validate(signed, VoucherPolicy.standard(), KNOWN)).check())
          .isEqualTo(VoucherCheck.VOUCHER_SIGNER);
    }
    var flipped = Scene.sign(json, scene.voucherSigner, scene.voucherSigner.chain());
    flipped[flipped.length - 1] ^= 1;
    assertThat(refused(validate(flipped, VoucherPolicy.standard(), KNOWN)).check())
        .isEqualTo(VoucherCheck.VOUCHER_SIGNATURE);
  }

  @Test
  @Proves("PL-50")
  void theAnchorItselfMaySignAndNeedNotBeIncluded() {
    var signed = Scene.sign(voucher(draft -> draft).toJson(), scene.voucherRoot, List.of());
    var verdict = validate(signed, VoucherPolicy.standard(), KNOWN);
    // The anchor of this scene is a CA whose key usage allows to sign certificates only.
    assertThat(refused(verdict).check()).isEqualTo(VoucherCheck.VOUCHER_SIGNER);
    assertThat(refused(verdict).cause()).contains("keyUsage");
  }

  @Test
  @Proves({"PL-52", "PL-53", "TIME-1", "TIME-3", "ERR-10", "ERR-23"})
  void noncelessAndExpiringVouchersAreAMatterOfPolicyAndOfTheClock() {
    UnaryOperator<Draft> nonceless =
        draft -> {
          draft.nonce = Optional.empty();
          draft.expiresOn = Optional.of(NOW.plusSeconds(60));
          return draft;
        };
    var strict =
        new VoucherPolicy(false, Set.of(Assertion.PROXIMITY), false, Duration.ofMinutes(5));
    var trusting =
        new VoucherPolicy(true, Set.of(Assertion.PROXIMITY), true, Duration.ofMinutes(5));
    var voucher = scene.signedByMasa(voucher(nonceless));

    accepted(validate(voucher, VoucherPolicy.standard(), KNOWN));
    assertThat(refused(validate(voucher, strict, KNOWN)).check())
        .isEqualTo(VoucherCheck.VOUCHER_NONCELESS);
    assertThat(refused(validate(voucher, VoucherPolicy.standard(), new Moment.Unknown())).check())
        .isEqualTo(VoucherCheck.VOUCHER_EXPIRY_UNKNOWABLE);
    assertThat(
            refused(validate(voucher, VoucherPolicy.standard(), new Moment.AtLeast(NOW))).check())
        .isEqualTo(VoucherCheck.VOUCHER_EXPIRY_UNKNOWABLE);
    assertThat(
            refused(validate(voucher, trusting, new Moment.AtLeast(NOW.plusSeconds(61)))).check())
        .isEqualTo(VoucherCheck.VOUCHER_EXPIRED);
    accepted(validate(voucher, trusting, new Moment.Unknown()));
    accepted(validate(scene.signedByMasa(voucher(draft -> draft)), strict, new Moment.Unknown()));
  }

  private Verdict<VerifiedVoucher> validate(Voucher voucher) {
    return validate(scene.signedByMasa(voucher), VoucherPolicy.standard(), KNOWN);
  }

  @Test
  @Proves("MA-19")
  void eachKindIsVerifiedByItsOwnAnchorAlone() {
    var nonceless = Pki.root("ACME nonceless anchor");
    var offline = Pki.endEntity(nonceless, "ACME offline");
    var anchors = new VoucherAnchors(scene.voucherAnchors(), Anchors.of(List.of(nonceless.leaf())));
    var nonced = voucher(draft -> draft).toJson();
    var without =
        voucher(
                draft -> {
                  draft.nonce = Optional.empty();
                  return draft;
                })
            .toJson();

    accepted(
        validate(Scene.sign(nonced, scene.voucherSigner, scene.voucherSigner.chain()), anchors));
    accepted(validate(Scene.sign(without, offline, offline.chain()), anchors));
    for (var crossed :
        List.of(
            Scene.sign(without, scene.voucherSigner, scene.voucherSigner.chain()),
            Scene.sign(nonced, offline, offline.chain()))) {
      assertThat(refused(validate(crossed, anchors)).check())
          .isEqualTo(VoucherCheck.VOUCHER_SIGNER);
    }
  }

  private Verdict<VerifiedVoucher> validate(byte[] body, VoucherAnchors anchors) {
    return validate(body, anchors, VoucherPolicy.standard(), KNOWN);
  }

  private Verdict<VerifiedVoucher> validate(byte[] body, VoucherPolicy policy, Moment now) {
    return validate(body, VoucherAnchors.ofBoth(scene.voucherAnchors()), policy, now);
  }

  private Verdict<VerifiedVoucher> validate(
      byte[] body, VoucherAnchors anchors, VoucherPolicy policy, Moment now) {
    return new VoucherValidation(SUITE, PathValidator.standard(SUITE), anchors, policy)
        .validate(
            accepted(scene.codec.readVoucher(body)),
            scene.device.leaf(),
            "ACME-0001",
            scene.nonce,
            now);
  }
}
