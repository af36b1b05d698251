package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Forge.Forged;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile sets of certificates cost a bounded number of signature checks, whatever they are. */
@Proves("PL-22")
final class PathBoundsTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final ValidationLimits LIMITS = ValidationLimits.standard();
  private static final ValidationLimits ROOMY = new ValidationLimits(8, 1000, 60, 500, 128);
  private static final Purpose ANY =
      new Purpose("anything", Set.of(), false, Purpose.Validity.RESPECTED);
  private static final Moment NOW = new Moment.Known(Forge.NOW);
  private static final List<KeyPair> KEYS =
      Stream.generate(() -> Forge.ec("secp256r1")).limit(20).toList();

  private static final List<X509Certificate> MESH = mesh(true);
  private static final List<X509Certificate> ANONYMOUS_MESH = mesh(false);

  /** What a search came to, and the signatures it verified. */
  private record Outcome(Optional<Check> refusal, int signatureChecks) {}

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twentyAuthoritiesThatCertifyEachOtherAreRefusedWithinTheBound(boolean keyIdentifiers) {
    var mesh = keyIdentifiers ? MESH : ANONYMOUS_MESH;
    var sameName = Forge.root("CN=Mesh");
    var outcome = search(leafOfMesh(keyIdentifiers), mesh, sameName, ROOMY);
    assertThat(outcome.refusal()).contains(PathCheck.TOO_COMPLEX);
    assertThat(outcome.signatureChecks()).isLessThanOrEqualTo(ROOMY.signatureChecks());
  }

  @Test
  void waysThatCostNoNewSignatureCheckAreBoundedToo() {
    var limits = new ValidationLimits(20, 1000, 10_000, 500, 128);
    var outcome = search(leafOfMesh(true), MESH, Forge.root("CN=Mesh"), limits);
    assertThat(outcome.refusal()).contains(PathCheck.TOO_COMPLEX);
    assertThat(outcome.signatureChecks()).isLessThanOrEqualTo(limits.steps());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 19})
  void theWayOutOfTheMeshIsFoundWithinTheBound(int exit) {
    var root = Forge.root("CN=Root");
    var mesh = new ArrayList<>(MESH);
    mesh.add(Forge.named("CN=Mesh").key(KEYS.get(exit)).ca().by(root).certificate());
    Collections.shuffle(mesh, new Random(exit));
    var outcome = search(leafOfMesh(true), mesh, root, ROOMY);
    assertThat(outcome.refusal()).isEmpty();
    assertThat(outcome.signatureChecks()).isLessThanOrEqualTo(ROOMY.signatureChecks());
  }

  @Test
  void aMeshThatNamesNoAnchorCostsNothing() {
    var outcome = search(leafOfMesh(true), MESH, Forge.root("CN=Root"), ROOMY);
    assertThat(outcome).isEqualTo(new Outcome(Optional.of(PathCheck.UNTRUSTED), 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aChainCostsOneCheckForEachCertificateInAnyOrder(long seed) {
    var root = Forge.root("CN=Root");
    var chain = new ArrayList<Forged>();
    var issuer = root;
    for (int i = 0; i < LIMITS.depth() - 1; i++) {
      issuer = Forge.named("CN=Level " + i).ca().by(issuer);
      chain.add(issuer);
    }
    var target = Forge.named("CN=Leaf").by(issuer);
    var candidates = new ArrayList<>(Chain.certificates(chain));
    for (int i = 0; i < 40; i++) {
      candidates.add(Forge.root("CN=Garbage " + i).certificate());
    }
    for (int i = 0; i < LIMITS.depth() - 1; i++) {
      candidates.add(Forge.named("CN=Level " + i).ca().byNameOf(root, KEYS.get(i)).certificate());
    }
    Collections.shuffle(candidates, new Random(seed));
    assertThat(search(target, candidates, root, LIMITS))
        .isEqualTo(new Outcome(Optional.empty(), LIMITS.depth()));
  }

  @Test
  void theAcceptedPathTellsWhatItCost() {
    var root = Forge.root("CN=Root");
    var issuing = Forge.named("CN=Issuing").ca().by(root);
    var target = Forge.named("CN=Leaf").by(issuing);
    assertThat(validate(target, List.of(issuing.certificate()), root, LIMITS))
        .isEqualTo(
            Verdict.accepted(
                new TrustedPath(
                    Chain.certificates(List.of(target, issuing)), root.certificate(), 2)));
  }

  @Test
  void aPathOverTheDepthIsTooComplex() {
    var root = Forge.root("CN=Root");
    var chain = new ArrayList<Forged>();
    var issuer = root;
    for (int i = 0; i < LIMITS.depth(); i++) {
      issuer = Forge.named("CN=Level " + i).ca().by(issuer);
      chain.add(issuer);
    }
    var outcome =
        search(Forge.named("CN=Leaf").by(issuer), Chain.certificates(chain), root, LIMITS);
    assertThat(outcome.refusal()).contains(PathCheck.TOO_COMPLEX);
    assertThat(outcome.signatureChecks()).isLessThan(LIMITS.depth());
  }

  @Test
  void aRingOfAuthoritiesEnds() {
    var anchor = Forge.root("CN=A");
    var a = Forge.named("CN=A").key(KEYS.get(0)).ca();
    var ab = a.by(new Forged(Forge.root("CN=B").certificate(), KEYS.get(1)));
    var ba = Forge.named("CN=B").key(KEYS.get(1)).ca().by(ab);
    var target = Forge.named("CN=Leaf").by(ab);
    var outcome = search(target, Chain.certificates(List.of(ab, ba)), anchor, LIMITS);
    assertThat(outcome.refusal()).contains(PathCheck.SIGNATURE);
    assertThat(outcome.signatureChecks()).isLessThanOrEqualTo(4);
  }

  @Test
  void tooManyCandidatesAreNotEvenRead() {
    var root = Forge.root("CN=Root");
    var target = Forge.named("CN=Leaf").by(root);
    var candidates =
        IntStream.rangeClosed(0, LIMITS.candidates())
            .mapToObj(i -> Forge.named("CN=Garbage " + i).by(root).certificate())
            .toList();
    assertThat(PathValidatorTest.check(validate(target, candidates, root, LIMITS)))
        .contains(PathCheck.TOO_COMPLEX);
    var fewer = new ArrayList<>(candidates.subList(1, candidates.size()));
    fewer.addAll(fewer.subList(0, 3));
    assertThat(PathValidatorTest.check(validate(target, fewer, root, LIMITS))).isEmpty();
  }

  @Test
  void tooManyNamesUnderConstraintsAreTooComplex() {
    var constrained =
        Forge.named("CN=Root").ca().permitted(GeneralName.dNSName, "example.com").selfSigned();
    var names =
        IntStream.rangeClosed(0, LIMITS.names())
            .mapToObj(i -> new GeneralName(GeneralName.dNSName, "h" + i + ".example.com"))
            .toArray(GeneralName[]::new);
    var target = Forge.named("CN=Leaf").alternative(names).by(constrained);
    assertThat(PathValidatorTest.check(validate(target, List.of(), constrained, LIMITS)))
        .contains(PathCheck.TOO_COMPLEX);
    var subtrees = Stream.of(names).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
    var listing =
        Forge.named("CN=L").ca().constraints(subtrees, new GeneralSubtree[0]).selfSigned();
    var below = Forge.named("CN=Leaf").dns("h1.example.com").by(listing);
    assertThat(PathValidatorTest.check(validate(below, List.of(), listing, LIMITS)))
        .contains(PathCheck.TOO_COMPLEX);
  }

  private static Forged leafOfMesh(boolean keyIdentifiers) {
    var issuer = Forge.named("CN=Mesh").key(KEYS.getFirst()).ca().selfSigned();
    var leaf = Forge.named("CN=Leaf");
    return (keyIdentifiers ? leaf : leaf.withoutKeyIdentifiers()).by(issuer);
  }

  /** Every one of twenty keys of one name, certified under every other. */
  private static List<X509Certificate> mesh(boolean keyIdentifiers) {
    var issuers =
        KEYS.stream().map(key -> Forge.named("CN=Mesh").key(key).ca().selfSigned()).toList();
    var mesh = new ArrayList<X509Certificate>();
    for (var key : KEYS) {
      for (var issuer : issuers) {
        if (!issuer.keys().equals(key)) {
          var certificate = Forge.named("CN=Mesh").key(key).ca();
          mesh.add(
              (keyIdentifiers ? certificate : certificate.withoutKeyIdentifiers())
                  .by(issuer)
                  .certificate());
        }
      }
    }
    Collections.shuffle(mesh, new Random(20));
    return mesh;
  }

  private static Outcome search(
      Forged target, List<X509Certificate> candidates, Forged anchor, ValidationLimits limits) {
    var ledger = new SignatureLedger(SUITE, limits.signatureChecks());
    var verdict =
        new PathSearch(
                ledger,
                new CertificateRules(AlgorithmPolicy.standard(), ANY, NOW),
                limits,
                Anchors.of(List.of(anchor.certificate())),
                PathCertificate.readable(candidates))
            .from(PathCertificate.require(target.certificate()));
    assertThat(validate(target, candidates, anchor, limits)).isEqualTo(verdict);
    return new Outcome(PathValidatorTest.check(verdict), ledger.count());
  }

  private static Verdict<TrustedPath> validate(
      Forged target, List<X509Certificate> candidates, Forged anchor, ValidationLimits limits) {
    return new PathValidator(SUITE, AlgorithmPolicy.standard(), limits)
        .validate(
            target.certificate(), candidates, Anchors.of(List.of(anchor.certificate())), ANY, NOW);
  }
}
