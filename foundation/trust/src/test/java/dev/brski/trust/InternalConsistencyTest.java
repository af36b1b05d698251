package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Forge.Forged;
import dev.brski.verdict.Check;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The chain of a TLS server that is accepted provisionally (RFC 8995 section 5.1). */
@Proves("PL-21")
final class InternalConsistencyTest {

  private static final PathValidator VALIDATOR = PathValidator.standard(CryptoSuite.standard());
  private static final Forged ROOT = Forge.root("CN=Root");
  private static final Forged SUB = Forge.named("CN=Sub").ca().by(ROOT);
  private static final Forged LEAF = Forge.named("CN=Leaf").by(SUB);

  @Test
  void aChainInOrderHoldsWithAndWithoutItsRoot() {
    assertThat(judge(LEAF, SUB, ROOT)).isEmpty();
    assertThat(judge(LEAF, SUB)).isEmpty();
    assertThat(judge(LEAF)).isEmpty();
  }

  @Test
  void aSelfSignedCertificateHolds() {
    assertThat(judge(Forge.named("CN=Registrar").selfSigned())).isEmpty();
  }

  @Test
  void aSelfIssuedCertificateThatDidNotSignItselfDoesNot() {
    var forged =
        Forge.named("CN=Root").withoutKeyIdentifiers().byNameOf(ROOT, Forge.ec("secp256r1"));
    assertThat(judge(forged)).contains(PathCheck.SIGNATURE);
  }

  @Test
  void aBrokenLinkIsFound() {
    assertThat(judge(Forge.named("CN=Leaf").byNameOf(SUB, ROOT.keys()), SUB))
        .contains(PathCheck.SIGNATURE);
    assertThat(judge(LEAF, SUB, Forge.root("CN=Root"))).contains(PathCheck.SIGNATURE);
  }

  @Test
  void aChainOutOfOrderOrWithAGapIsFound() {
    assertThat(judge(LEAF, ROOT, SUB)).contains(PathCheck.UNTRUSTED);
    assertThat(judge(LEAF, ROOT)).contains(PathCheck.UNTRUSTED);
  }

  @Test
  void aWeakSignatureDoesNotHold() {
    assertThat(judge(Forge.named("CN=Leaf").signedWith("SHA1withECDSA").by(SUB), SUB))
        .contains(PathCheck.ALGORITHM);
  }

  @Test
  @Proves("PL-22")
  void anEmptyOrEndlessChainIsRefused() {
    assertThat(judge()).contains(PathCheck.UNTRUSTED);
    assertThat(
            PathValidatorTest.check(
                VALIDATOR.internallyConsistent(Collections.nCopies(100, ROOT.certificate()))))
        .contains(PathCheck.TOO_COMPLEX);
  }

  private static Optional<Check> judge(Forged... chain) {
    return PathValidatorTest.check(
        VALIDATOR.internallyConsistent(Chain.certificates(List.of(chain))));
  }
}
