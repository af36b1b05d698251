package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Forge.Forged;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two roots of one name, and the certificates that link them (RFC 9810 section 4.4). */
final class LinkTest {

  private static final PathValidator VALIDATOR = PathValidator.standard(CryptoSuite.standard());
  private static final Moment NOW = new Moment.Known(Forge.NOW);
  private static final Forged OLD = Forge.root("CN=Root");
  private static final Forged NEW = Forge.root("CN=Root");
  private static final Forged NEW_WITH_OLD = Forge.named("CN=Root").ca().key(NEW.keys()).by(OLD);
  private static final Forged OLD_WITH_NEW = Forge.named("CN=Root").ca().key(OLD.keys()).by(NEW);
  private static final Forged ISSUING = Forge.named("CN=Issuing 2").ca(0).by(NEW);
  private static final Forged ISSUING_BEFORE = Forge.named("CN=Issuing").ca(0).by(OLD);
  private static final Forged LEAF = registrar().by(ISSUING);
  private static final Forged LEAF_BEFORE = registrar().by(ISSUING_BEFORE);

  private static Forge registrar() {
    return Forge.named("CN=Registrar").extended(Oids.CMC_RA);
  }

  private static Verdict<TrustedPath> path(Forged target, List<Forged> sent, Forged... pins) {
    return VALIDATOR.validateAgainstPins(
        target.certificate(),
        Chain.certificates(sent),
        Chain.certificates(List.of(pins)),
        Purpose.REGISTRAR,
        NOW);
  }

  private static Optional<Check> check(Forged target, List<Forged> sent, Forged... pins) {
    return PathValidatorTest.check(path(target, sent, pins));
  }

  private static TrustedPath found(Verdict<TrustedPath> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<TrustedPath>(var path) -> path;
      case Verdict.Refused<TrustedPath>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private static List<X509Certificate> certificates(Forged... all) {
    return Chain.certificates(List.of(all));
  }

  @Test
  void aLinkIsNoRoot() {
    assertThat(certificates(OLD, NEW))
        .allMatch(Certificates::isRoot)
        .noneMatch(Certificates::isLink);
    assertThat(certificates(NEW_WITH_OLD, OLD_WITH_NEW))
        .allMatch(Certificates::isLink)
        .noneMatch(Certificates::isRoot);
    assertThat(certificates(ISSUING, LEAF))
        .noneMatch(Certificates::isLink)
        .noneMatch(Certificates::isRoot);
    var nameless = Forge.named("CN=Root").ca().withoutKeyIdentifiers().selfSigned();
    assertThat(certificates(nameless)).allMatch(Certificates::isRoot);
  }

  @Test
  void aRootAndTheLinkToItAreOfOneNameAndKey() {
    var renamed = Forge.named("CN=Another").ca().key(NEW.keys()).selfSigned();
    assertThat(Certificates.haveSameNameAndKey(NEW.certificate(), NEW_WITH_OLD.certificate()))
        .isTrue();
    for (var other : certificates(OLD, OLD_WITH_NEW, renamed)) {
      assertThat(Certificates.haveSameNameAndKey(NEW.certificate(), other)).isFalse();
    }
    assertThat(Certificates.haveSameKey(NEW.certificate(), renamed.certificate())).isTrue();
    assertThat(Certificates.haveSameKey(NEW.certificate(), OLD_WITH_NEW.certificate())).isFalse();
  }

  @Test
  void aLinkToARootThatIsNotKnownSaysThatThereIsOne() {
    var chain = certificates(LEAF, ISSUING, NEW_WITH_OLD);
    assertThat(Certificates.isUnderUnknownRoot(chain, certificates(OLD))).isTrue();
    assertThat(Certificates.isUnderUnknownRoot(chain, certificates(OLD, NEW))).isFalse();
    assertThat(Certificates.isUnderUnknownRoot(chain, certificates(NEW_WITH_OLD))).isFalse();
    assertThat(Certificates.isUnderUnknownRoot(certificates(LEAF, ISSUING), certificates(OLD)))
        .isFalse();
  }

  @Test
  @Proves("CMP-B16")
  void whoTrustsOneRootFindsThePathToWhatStandsUnderTheOther() {
    assertThat(found(path(LEAF, List.of(ISSUING, NEW_WITH_OLD), OLD)).path())
        .containsExactlyElementsOf(certificates(LEAF, ISSUING, NEW_WITH_OLD));
    assertThat(found(path(LEAF_BEFORE, List.of(ISSUING_BEFORE, OLD_WITH_NEW), NEW)).path())
        .containsExactlyElementsOf(certificates(LEAF_BEFORE, ISSUING_BEFORE, OLD_WITH_NEW));
    assertThat(check(LEAF, List.of(ISSUING), OLD)).contains(PathCheck.SIGNATURE);
    assertThat(check(LEAF_BEFORE, List.of(ISSUING_BEFORE), NEW)).contains(PathCheck.SIGNATURE);
  }

  @Test
  void whoTrustsBothNeedsNoLink() {
    for (var pins : List.of(new Forged[] {OLD, NEW}, new Forged[] {NEW, OLD})) {
      assertThat(found(path(LEAF, List.of(ISSUING, NEW_WITH_OLD), pins)).anchor())
          .isEqualTo(NEW.certificate());
      assertThat(check(LEAF_BEFORE, List.of(ISSUING_BEFORE), pins)).isEmpty();
    }
    var over =
        Forge.named("CN=Root")
            .ca()
            .key(OLD.keys())
            .valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    assertThat(check(LEAF_BEFORE, List.of(ISSUING_BEFORE), NEW, over.selfSigned()))
        .contains(PathCheck.EXPIRED);
    assertThat(check(LEAF, List.of(ISSUING), NEW, over.selfSigned())).isEmpty();
  }

  @Test
  void aLinkOfAnotherKeyLeadsNowhere() {
    var elsewhere = Forge.root("CN=Root");
    var forged = Forge.named("CN=Root").ca().key(NEW.keys()).by(elsewhere);
    assertThat(check(LEAF, List.of(ISSUING, forged), OLD)).contains(PathCheck.SIGNATURE);
    assertThat(check(LEAF, List.of(ISSUING, forged, elsewhere), OLD)).isPresent();
  }

  @Test
  @Proves("PL-21")
  void aChainThatEndsWithALinkHoldsTogether() {
    assertThat(consistent(LEAF, ISSUING, NEW_WITH_OLD)).isEmpty();
    assertThat(consistent(LEAF, ISSUING, NEW_WITH_OLD, OLD)).isEmpty();
    assertThat(consistent(LEAF, ISSUING, NEW)).isEmpty();
    assertThat(consistent(LEAF_BEFORE, ISSUING_BEFORE, NEW_WITH_OLD)).contains(PathCheck.SIGNATURE);
    assertThat(consistent(LEAF, ISSUING, NEW_WITH_OLD, NEW)).contains(PathCheck.SIGNATURE);
  }

  private static Optional<Check> consistent(Forged... chain) {
    return PathValidatorTest.check(VALIDATOR.internallyConsistent(certificates(chain)));
  }

  @Test
  void whatIsSentAlongLeadsToTheOlderRootToo() {
    var offered = certificates(ISSUING, NEW_WITH_OLD, OLD_WITH_NEW, OLD, LEAF_BEFORE);
    var path = found(path(LEAF, List.of(ISSUING, NEW_WITH_OLD), NEW, OLD));
    assertThat(path.chain()).containsExactlyElementsOf(certificates(LEAF, ISSUING));
    assertThat(path.chainWithLinks(offered))
        .containsExactlyElementsOf(certificates(LEAF, ISSUING, NEW_WITH_OLD));
    var older = found(path(LEAF, List.of(ISSUING, NEW_WITH_OLD), OLD));
    assertThat(older.chainWithLinks(certificates(ISSUING, NEW_WITH_OLD)))
        .containsExactlyElementsOf(certificates(LEAF, ISSUING, NEW_WITH_OLD));
  }

  @Test
  void whoHandsACertificateOnAddsNoMoreLinksThanThereAreInUse() {
    var links =
        Stream.generate(() -> Forge.named("CN=Root").ca().selfSigned())
            .limit(6)
            .map(root -> Forge.named("CN=Root").ca().key(NEW.keys()).by(root))
            .toArray(Forged[]::new);
    var path = found(path(LEAF, List.of(ISSUING), NEW));
    assertThat(path.chainWithLinks(certificates(links)))
        .hasSize(6)
        .startsWith(LEAF.certificate(), ISSUING.certificate());
  }
}
