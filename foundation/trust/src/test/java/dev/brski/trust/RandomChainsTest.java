package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Forge.Forged;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains by chance, each from a seed. */
final class RandomChainsTest {

  private static final int SEEDS = Integer.getInteger("brski.seeds", 60);
  private static final PathValidator VALIDATOR = PathValidator.standard(CryptoSuite.standard());
  private static final Moment NOW = new Moment.Known(Forge.NOW);
  private static final Purpose ANY =
      new Purpose("anything", Set.of(), false, Purpose.Validity.RESPECTED);
  private static final List<String> DOMAINS =
      List.of("example.com", "a.example.com", "example.org");

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreeWithOpenSsl(long seed, @TempDir Path folder) {
    var random = new Random(seed);
    var root = authority("CN=Root", random).selfSigned();
    var chain = new ArrayList<Forged>();
    var issuer = root;
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean rolled = random.nextInt(5) == 0;
      var name =
          rolled ? issuer.certificate().getSubjectX500Principal().getName() : "CN=Level " + i;
      issuer = authority(name, random).by(issuer);
      chain.add(issuer);
    }
    var target =
        Forge.named("CN=Leaf").dns("h." + DOMAINS.get(random.nextInt(DOMAINS.size()))).by(issuer);
    Collections.shuffle(chain, random);
    var candidates = Chain.certificates(chain);
    var anchors = List.of(root.certificate());
    var verdict =
        VALIDATOR.validate(target.certificate(), candidates, Anchors.of(anchors), ANY, NOW);
    boolean theirs =
        OpenSsl.in(folder).accepts(target.certificate(), candidates, anchors, Forge.NOW);
    assertThat(verdict instanceof Verdict.Accepted).as("%s", verdict).isEqualTo(theirs);
  }

  @Test
  @Proves("PL-22")
  void noFlippedBitIsAcceptedOrThrows() throws CertificateEncodingException {
    var root = Forge.root("CN=Root");
    var issuing = Forge.named("CN=Issuing").ca().permitted(2, "example.com").by(root);
    var leaf = Forge.named("CN=Leaf").dns("a.example.com").extended(Oids.CMC_RA).by(issuing);
    var random = new Random(1);
    var target = leaf.certificate();
    var candidate = issuing.certificate();
    var anchors = Anchors.of(List.of(root.certificate()));
    var verdicts = new ArrayList<Verdict<TrustedPath>>();
    for (var flipped : flips(target.getEncoded(), random)) {
      verdicts.add(
          VALIDATOR.validate(flipped, List.of(candidate), anchors, Purpose.REGISTRAR, NOW));
    }
    for (var flipped : flips(candidate.getEncoded(), random)) {
      verdicts.add(VALIDATOR.validate(target, List.of(flipped), anchors, Purpose.REGISTRAR, NOW));
    }
    assertThat(verdicts).hasSizeGreaterThan(300).allMatch(Verdict.Refused.class::isInstance);
  }

  /** For each octet the certificate with one bit of it flipped, where that is a certificate. */
  private static List<X509Certificate> flips(byte[] der, Random random) {
    var flips = new ArrayList<X509Certificate>();
    int unreadable = 0;
    for (int octet = 0; octet < der.length; octet++) {
      var changed = der.clone();
      changed[octet] ^= (byte) (1 << random.nextInt(8));
      try {
        flips.add(Certificates.parse(changed));
      } catch (CertificateException _) {
        unreadable++;
      }
    }
    assertThat(flips.size() + unreadable).isEqualTo(der.length);
    return flips;
  }

  private static Forge authority(String name, Random random) {
    boolean isAuthority = random.nextInt(12) > 0;
    var forge =
        Forge.named(name)
            .extension(
                Extension.basicConstraints,
                true,
                isAuthority && random.nextInt(3) == 0
                    ? new BasicConstraints(random.nextInt(3))
                    : new BasicConstraints(isAuthority))
            .usage(random.nextInt(12) == 0 ? KeyUsage.cRLSign : KeyUsage.keyCertSign);
    if (random.nextInt(4) == 0) {
      forge.constraints(subtrees(random), new GeneralSubtree[0]);
    } else if (random.nextInt(4) == 0) {
      forge.constraints(new GeneralSubtree[0], subtrees(random));
    }
    if (random.nextInt(15) == 0) {
      forge.valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    }
    if (random.nextInt(15) == 0) {
      forge.unknown(true);
    }
    return forge;
  }

  private static GeneralSubtree[] subtrees(Random random) {
    return random
        .ints(1 + random.nextInt(2), 0, DOMAINS.size())
        .mapToObj(i -> Forge.subtree(GeneralName.dNSName, DOMAINS.get(i)))
        .toArray(GeneralSubtree[]::new);
  }
}
