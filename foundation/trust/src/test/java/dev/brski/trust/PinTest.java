package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Forge.Forged;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

/** Validation against the pinned-domain-cert of a voucher. */
final class PinTest {

  private static final PathValidator VALIDATOR = PathValidator.standard(CryptoSuite.standard());
  private static final Moment NOW = new Moment.Known(Forge.NOW);
  private static final Forged ROOT = Forge.root("CN=Domain");
  private static final Forged ISSUING = Forge.named("CN=Issuing").ca(0).by(ROOT);

  @Test
  @Proves({"PL-56", "PL-25"})
  void aRegistrarUnderThePinnedAuthorityIsAccepted() {
    var registrar = registrar().by(ISSUING);
    assertThat(judge(registrar, List.of(ISSUING), ROOT)).isEmpty();
    assertThat(judge(registrar, List.of(), ISSUING)).isEmpty();
    assertThat(judge(registrar, List.of(ISSUING, ROOT), ISSUING)).isEmpty();
  }

  @Test
  @Proves("PL-56")
  void thePinIsTheOnlyAnchor() {
    var other = Forge.root("CN=Domain");
    assertThat(judge(registrar().by(other), List.of(other), ROOT)).contains(PathCheck.SIGNATURE);
    assertThat(judge(registrar().by(Forge.root("CN=Elsewhere")), List.of(), ROOT))
        .contains(PathCheck.UNTRUSTED);
  }

  @Test
  @Proves("PL-65")
  void aMemberOfTheDomainCannotPoseAsItsRegistrar() {
    var member = Forge.named("CN=Member").extended(Oids.CLIENT_AUTH).by(ISSUING);
    assertThat(judge(member, List.of(ISSUING), ROOT)).contains(PathCheck.EXTENDED_KEY_USAGE);
  }

  @Test
  @Proves({"PL-56", "PL-65"})
  void thePinnedKeyItselfNeedsNoExtendedKeyUsage() {
    var pin = Forge.named("CN=Registrar").selfSigned();
    assertThat(judge(pin, List.of(), pin)).isEmpty();
    var renewed = Forge.named("CN=Renewed registrar").key(pin.keys()).by(ROOT);
    var verdict =
        VALIDATOR.validateAgainstPin(
            renewed.certificate(), List.of(), pin.certificate(), Purpose.REGISTRAR, NOW);
    assertThat(verdict)
        .isEqualTo(
            Verdict.accepted(
                new TrustedPath(List.of(renewed.certificate()), pin.certificate(), 0)));
  }

  @Test
  @Proves("PL-56")
  void theSameNameWithAnotherKeyIsNotThePinnedKey() {
    var pin = Forge.named("CN=Registrar").extended(Oids.CMC_RA).selfSigned();
    var impostor = registrar().selfSigned();
    assertThat(judge(impostor, List.of(), pin)).contains(PathCheck.NOT_A_CA);
  }

  @Test
  void anEndEntityPinIssuesNothing() {
    var pin = registrar().by(ROOT);
    assertThat(judge(registrar().by(pin), List.of(pin), pin)).contains(PathCheck.NOT_A_CA);
  }

  @Test
  void theConstraintsInsideThePinApply() {
    var narrow = Forge.named("CN=Narrow").ca(0).selfSigned();
    var below = Forge.named("CN=Below").ca().by(narrow);
    assertThat(judge(registrar().by(below), List.of(below), narrow))
        .contains(PathCheck.PATH_LENGTH);
    var named =
        Forge.named("CN=Named").ca().permitted(GeneralName.dNSName, "example.com").selfSigned();
    assertThat(judge(registrar().dns("r.example.com").by(named), List.of(), named)).isEmpty();
    assertThat(judge(registrar().dns("r.example.org").by(named), List.of(), named))
        .contains(PathCheck.NAME_CONSTRAINTS);
  }

  @Test
  @Proves({"TIME-1", "TIME-2"})
  void datesOfPinAndTargetCountOnlyWhenTheTimeIsKnown() {
    var old = Forge.named("CN=Old").ca().valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    var pin = old.selfSigned();
    var registrar = registrar().by(pin);
    assertThat(judge(registrar, List.of(), pin)).contains(PathCheck.EXPIRED);
    assertThat(judge(pin, List.of(), pin)).contains(PathCheck.EXPIRED);
    assertThat(judgeWithoutClock(registrar, pin)).isEmpty();
    assertThat(judgeWithoutClock(pin, pin)).isEqualTo(Optional.of(PathCheck.KEY_USAGE));
  }

  @Test
  void thePinnedKeyStillNeedsItsKeyUsage() {
    var pin = Forge.named("CN=Registrar").usage(KeyUsage.keyAgreement).selfSigned();
    assertThat(judge(pin, List.of(), pin)).contains(PathCheck.KEY_USAGE);
  }

  @Test
  void aWeakPinnedKeyIsRefused() {
    var pin = Forge.named("CN=Registrar").key(Forge.keys("RSA", 1024)).selfSigned();
    assertThat(judge(pin, List.of(), pin)).contains(PathCheck.ALGORITHM);
  }

  private static Forge registrar() {
    return Forge.named("CN=Registrar").extended(Oids.CMC_RA).usage(KeyUsage.digitalSignature);
  }

  private static Optional<Check> judge(Forged target, List<Forged> candidates, Forged pin) {
    return PathValidatorTest.check(
        VALIDATOR.validateAgainstPin(
            target.certificate(),
            Chain.certificates(candidates),
            pin.certificate(),
            Purpose.REGISTRAR,
            NOW));
  }

  private static Optional<Check> judgeWithoutClock(Forged target, Forged pin) {
    return PathValidatorTest.check(
        VALIDATOR.validateAgainstPin(
            target.certificate(),
            List.of(),
            pin.certificate(),
            Purpose.REGISTRAR,
            new Moment.Unknown()));
  }
}
