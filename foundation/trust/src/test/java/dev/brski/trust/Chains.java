package dev.brski.trust;

import static dev.brski.trust.Chain.bad;
import static dev.brski.trust.Chain.good;

import dev.brski.trust.Forge.Forged;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;

/** Chains that RFC 5280 allows and chains that it forbids, at the instant {@link Forge#NOW}. */
final class Chains {

  private static final int DNS = GeneralName.dNSName;
  private static final int DIRECTORY = GeneralName.directoryName;
  private static final int IP = GeneralName.iPAddress;
  private static final int EMAIL = GeneralName.rfc822Name;
  private static final int URI = GeneralName.uniformResourceIdentifier;
  private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("2.25.4712");

  private static final Forged ROOT = Forge.root("CN=Root");
  private static final Forged SUB = Forge.named("CN=Sub").ca(0).by(ROOT);

  private static final List<Chain> ALL =
      Stream.of(
              paths(),
              authorities(),
              dates(),
              names(),
              constrainedForms(),
              algorithms(),
              policies())
          .flatMap(chains -> chains)
          .toList();

  private Chains() {}

  static Stream<Chain> all() {
    return ALL.stream();
  }

  private static Forge leaf() {
    return Forge.named("CN=Leaf");
  }

  private static Stream<Chain> paths() {
    var middle = Forge.named("CN=Middle").ca().by(ROOT);
    var low = Forge.named("CN=Low").ca().by(middle);
    var deep = leaf().by(low);
    var newRoot = Forge.named("CN=Narrow").ca(0).selfSigned();
    var oldKey = Forge.named("CN=Narrow").ca(0).selfSigned();
    var rolled =
        new Forged(
            Forge.named("CN=Narrow").key(newRoot.keys()).ca(0).by(oldKey).certificate(),
            newRoot.keys());
    var selfSignedLeaf = leaf().selfSigned();
    var expiredCross =
        Forge.named("CN=Sub")
            .key(SUB.keys())
            .ca(0)
            .valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
            .by(ROOT);
    var signedBySub = leaf().by(SUB);
    return Stream.of(
        good("directly under the anchor", leaf().by(ROOT), List.of(), ROOT),
        good("one authority between", signedBySub, List.of(SUB), ROOT),
        good("two authorities, out of order", deep, List.of(middle, low), ROOT),
        good("the anchor among the candidates", signedBySub, List.of(ROOT, SUB), ROOT),
        good("the anchor is not self-signed", signedBySub, List.of(), SUB).with("-partial_chain"),
        good("without key identifiers", leaf().withoutKeyIdentifiers().by(SUB), List.of(SUB), ROOT),
        good(
                "key identifiers only help to guess",
                leaf()
                    .withoutKeyIdentifiers()
                    .extension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new AuthorityKeyIdentifier(new byte[20]))
                    .by(SUB),
                List.of(SUB),
                ROOT)
            .oursAlone(),
        good(
            "a second way when the first has expired",
            signedBySub,
            List.of(expiredCross, SUB),
            ROOT),
        good(
            "a rolled key does not count for the path length",
            leaf().by(rolled),
            List.of(rolled),
            oldKey),
        good("a leaf that is an anchor itself", selfSignedLeaf, List.of(), selfSignedLeaf),
        bad("an authority is missing", PathCheck.UNTRUSTED, deep, List.of(low), ROOT),
        bad("a self-signed leaf", PathCheck.UNTRUSTED, selfSignedLeaf, List.of(), ROOT),
        bad(
            "a self-signed leaf that sends itself",
            PathCheck.UNTRUSTED,
            selfSignedLeaf,
            List.of(selfSignedLeaf),
            ROOT),
        bad(
            "a self-signed authority that is not the anchor",
            PathCheck.UNTRUSTED,
            leaf().by(Forge.root("CN=Other")),
            List.of(Forge.root("CN=Other")),
            ROOT),
        bad(
            "the anchor's name with another key",
            PathCheck.SIGNATURE,
            leaf().byNameOf(ROOT, Forge.ec("secp256r1")),
            List.of(),
            ROOT),
        bad(
            "another root of the anchor's name",
            PathCheck.SIGNATURE,
            leaf().by(Forge.root("CN=Root")),
            List.of(),
            ROOT),
        bad(
            "an authority's name with another key",
            PathCheck.SIGNATURE,
            leaf().withoutKeyIdentifiers().byNameOf(SUB, Forge.ec("secp256r1")),
            List.of(SUB),
            ROOT));
  }

  private static Stream<Chain> authorities() {
    var plain = Forge.named("CN=Plain").by(ROOT);
    var explicitly =
        Forge.named("CN=NotCa")
            .extension(Extension.basicConstraints, true, new BasicConstraints(false))
            .by(ROOT);
    var signsNot = Forge.named("CN=SignsNot").ca().usage(KeyUsage.cRLSign).by(ROOT);
    var noUsage = Forge.named("CN=NoUsage").ca().without(Extension.keyUsage).by(ROOT);
    var onlyUsage = Forge.named("CN=OnlyUsage").usage(KeyUsage.keyCertSign).by(ROOT);
    var version1 = Forge.named("CN=V1").version1().by(ROOT);
    var rootVersion1 = Forge.named("CN=RootV1").version1().selfSigned();
    var rootNotCa = Forge.named("CN=RootNotCa").selfSigned();
    var rootSignsNot = Forge.named("CN=RootSignsNot").ca().usage(KeyUsage.cRLSign).selfSigned();
    var under0 = Forge.named("CN=Under0").ca().by(SUB);
    var narrow = Forge.named("CN=Narrow").ca(0).selfSigned();
    var underNarrow = Forge.named("CN=UnderNarrow").ca().by(narrow);
    var strange = Forge.named("CN=Strange").ca().unknown(true).by(ROOT);
    var strangeRoot = Forge.named("CN=StrangeRoot").ca().unknown(true).selfSigned();
    return Stream.of(
        good("an authority without keyUsage", leaf().by(noUsage), List.of(noUsage), ROOT),
        good("a path length that is used up", leaf().by(narrow), List.of(), narrow),
        good("an unknown extension, not critical", leaf().unknown(false).by(ROOT), List.of(), ROOT),
        bad("a leaf that issues", PathCheck.NOT_A_CA, leaf().by(plain), List.of(plain), ROOT),
        bad("cA is false", PathCheck.NOT_A_CA, leaf().by(explicitly), List.of(explicitly), ROOT),
        bad("version 1", PathCheck.NOT_A_CA, leaf().by(version1), List.of(version1), ROOT),
        bad(
                "version 1 anchor",
                PathCheck.NOT_A_CA,
                leaf().by(rootVersion1),
                List.of(),
                rootVersion1)
            .oursAlone(),
        bad("anchor without cA", PathCheck.NOT_A_CA, leaf().by(rootNotCa), List.of(), rootNotCa),
        bad(
                "keyCertSign without cA",
                PathCheck.NOT_A_CA,
                leaf().by(onlyUsage),
                List.of(onlyUsage),
                ROOT)
            .with("-x509_strict"),
        bad("no keyCertSign", PathCheck.KEY_USAGE, leaf().by(signsNot), List.of(signsNot), ROOT),
        bad(
            "anchor without keyCertSign",
            PathCheck.KEY_USAGE,
            leaf().by(rootSignsNot),
            List.of(),
            rootSignsNot),
        bad("path length", PathCheck.PATH_LENGTH, leaf().by(under0), List.of(SUB, under0), ROOT),
        bad(
            "path length inside the anchor",
            PathCheck.PATH_LENGTH,
            leaf().by(underNarrow),
            List.of(underNarrow),
            narrow),
        bad(
            "unknown critical extension",
            PathCheck.CRITICAL_EXTENSION,
            leaf().unknown(true).by(ROOT),
            List.of(),
            ROOT),
        bad(
            "unknown critical extension in an authority",
            PathCheck.CRITICAL_EXTENSION,
            leaf().by(strange),
            List.of(strange),
            ROOT),
        bad(
            "unknown critical extension in the anchor",
            PathCheck.CRITICAL_EXTENSION,
            leaf().by(strangeRoot),
            List.of(),
            strangeRoot),
        bad(
            "a basicConstraints that is no sequence",
            PathCheck.MALFORMED,
            leaf().extension(Extension.basicConstraints, false, new DERUTF8String("x")).by(ROOT),
            List.of(),
            ROOT),
        bad(
            "a keyUsage that is no bit string",
            PathCheck.MALFORMED,
            leaf().extension(Extension.keyUsage, false, new DEROctetString(new byte[1])).by(ROOT),
            List.of(),
            ROOT));
  }

  private static Stream<Chain> dates() {
    var expired = Forge.named("CN=Old").ca().valid("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
    var future = Forge.named("CN=New").ca().valid("2027-01-01T00:00:00Z", "2030-01-01T00:00:00Z");
    var expiredSub = expired.by(ROOT);
    var expiredRoot = expired.selfSigned();
    var futureSub = future.by(ROOT);
    var endless =
        Forge.named("CN=Birth")
            .ca()
            .valid("2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z")
            .selfSigned();
    return Stream.of(
        good(
            "no end",
            leaf().valid("2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z").by(endless),
            List.of(),
            endless),
        bad(
            "leaf expired",
            PathCheck.EXPIRED,
            leaf().valid("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z").by(ROOT),
            List.of(),
            ROOT),
        bad(
            "leaf not yet valid",
            PathCheck.NOT_YET_VALID,
            leaf().valid("2027-01-01T00:00:00Z", "2030-01-01T00:00:00Z").by(ROOT),
            List.of(),
            ROOT),
        bad(
            "authority expired",
            PathCheck.EXPIRED,
            leaf().by(expiredSub),
            List.of(expiredSub),
            ROOT),
        bad(
            "authority not yet valid",
            PathCheck.NOT_YET_VALID,
            leaf().by(futureSub),
            List.of(futureSub),
            ROOT),
        bad("anchor expired", PathCheck.EXPIRED, leaf().by(expiredRoot), List.of(), expiredRoot));
  }

  private static Stream<Chain> names() {
    var inside = Forge.named("CN=Inside").ca().permitted(DNS, "example.com").selfSigned();
    var outside = Forge.named("CN=Outside").ca().excluded(DNS, "example.com").selfSigned();
    var constrained = Forge.named("CN=Middle").ca().permitted(DNS, "example.com").by(ROOT);
    var below = Forge.named("CN=Below").ca().by(constrained);
    var narrower = Forge.named("CN=Narrower").ca().permitted(DNS, "a.example.com").by(inside);
    var worded = Forge.named("CN=Issuing-CA-1").ca().by(inside);
    var elsewhere = Forge.named("CN=Elsewhere").ca().permitted(DNS, "example.org").by(inside);
    return Stream.of(
        good(
            "permitted inside the anchor",
            leaf().dns("a.example.com").by(inside),
            List.of(),
            inside),
        good(
            "not excluded inside the anchor",
            leaf().dns("example.org").by(outside),
            List.of(),
            outside),
        good(
            "permitted twice",
            leaf().dns("b.a.example.com").by(narrower),
            List.of(narrower),
            inside),
        good(
            "permitted by an authority",
            leaf().dns("example.com").by(below),
            List.of(constrained, below),
            ROOT),
        badName(
            "not permitted inside the anchor",
            leaf().dns("example.org").by(inside),
            List.of(),
            inside),
        badName(
            "a name that only ends alike",
            leaf().dns("notexample.com").by(inside),
            List.of(),
            inside),
        badName(
            "excluded inside the anchor",
            leaf().dns("a.example.com").by(outside),
            List.of(),
            outside),
        badName(
            "not permitted by an authority",
            leaf().dns("example.org").by(below),
            List.of(constrained, below),
            ROOT),
        badName(
            "permitted by one of two",
            leaf().dns("b.example.com").by(narrower),
            List.of(narrower),
            inside),
        good("capitals", leaf().dns("A.EXAMPLE.com").by(inside), List.of(), inside),
        good(
            "a wildcard below the permitted name",
            leaf().dns("*.example.com").by(inside),
            List.of(),
            inside),
        badName(
            "a wildcard below the excluded name",
            leaf().dns("*.example.com").by(outside),
            List.of(),
            outside),
        good(
            "a host of another form under DNS constraints",
            leaf().alternative(name(IP, "10.1.2.3")).by(inside),
            List.of(),
            inside),
        good("no alternative name under DNS constraints", leaf().by(inside), List.of(), inside),
        good(
            "a lonely word as common name",
            leaf().dns("a.example.com").by(worded),
            List.of(worded),
            inside),
        badName(
            "an empty intersection",
            leaf().dns("example.org").by(elsewhere),
            List.of(elsewhere),
            inside),
        badName(
            "a good name and a bad one",
            leaf().alternative(name(DNS, "a.example.com"), name(DNS, "example.org")).by(inside),
            List.of(),
            inside),
        badName(
            "a bad name beside one that the platform cannot read",
            leaf().alternative(name(DNS, "-_ .."), name(DNS, "example.org")).by(inside),
            List.of(),
            inside));
  }

  private static Stream<Chain> constrainedForms() {
    var directory = Forge.named("O=Works").ca().permitted(DIRECTORY, "O=Works").selfSigned();
    var address = Forge.named("CN=Ip").ca().permitted(IP, "10.0.0.0/8").selfSigned();
    var email = Forge.named("CN=Mail").ca().permitted(EMAIL, "example.com").selfSigned();
    var uri = Forge.named("CN=Uri").ca().permitted(URI, ".example.com").selfSigned();
    var other = new OtherName(POLICY, new DERUTF8String("x"));
    var otherName = new GeneralName(GeneralName.otherName, other);
    var incomparable =
        Forge.named("CN=Strange")
            .ca()
            .constraints(
                new GeneralSubtree[] {new GeneralSubtree(otherName)}, new GeneralSubtree[0])
            .selfSigned();
    return Stream.of(
        good(
            "subject below the permitted name",
            Forge.named("O=Works,CN=Leaf").by(directory),
            List.of(),
            directory),
        good(
            "address in the permitted network",
            leaf().alternative(name(IP, "10.1.2.3")).by(address),
            List.of(),
            address),
        good(
            "mailbox on the permitted host",
            leaf().alternative(name(EMAIL, "a@example.com")).by(email),
            List.of(),
            email),
        good(
            "URI in the permitted domain",
            leaf().alternative(name(URI, "https://a.example.com/x")).by(uri),
            List.of(),
            uri),
        good(
                "a form that cannot be compared and does not occur",
                leaf().by(incomparable),
                List.of(),
                incomparable)
            .oursAlone(),
        badName(
            "subject elsewhere",
            Forge.named("O=Other,CN=Leaf").by(directory),
            List.of(),
            directory),
        badName(
            "address elsewhere",
            leaf().alternative(name(IP, "11.1.2.3")).by(address),
            List.of(),
            address),
        badName(
            "mailbox elsewhere",
            leaf().alternative(name(EMAIL, "a@example.org")).by(email),
            List.of(),
            email),
        badName(
            "mailbox in the subject elsewhere",
            Forge.named("CN=Leaf,E=a@example.org").by(email),
            List.of(),
            email),
        badName(
            "URI elsewhere",
            leaf().alternative(name(URI, "https://a.example.org/x")).by(uri),
            List.of(),
            uri),
        badName(
            "a form that cannot be compared",
            leaf().alternative(otherName).by(incomparable),
            List.of(),
            incomparable));
  }

  private static Stream<Chain> algorithms() {
    var weakRsa = Forge.keys("RSA", 1024);
    var rsa = Forge.keys("RSA", 2048);
    var rsaRoot = Forge.named("CN=Rsa").key(rsa).ca().selfSigned();
    var weakRoot = Forge.named("CN=WeakRsa").key(weakRsa).ca().selfSigned();
    var weakSub = Forge.named("CN=WeakSub").key(weakRsa).ca().by(ROOT);
    var odd = Forge.named("CN=Odd").key(Forge.ec("secp256k1")).ca().by(ROOT);
    var oldRoot = Forge.named("CN=Sha1").ca().signedWith("SHA1withECDSA").selfSigned();
    var big = Forge.named("CN=P384").key(Forge.ec("secp384r1")).ca().signedWith("SHA384withECDSA");
    var bigRoot = big.selfSigned();
    var edwards = Forge.named("CN=Ed").key(Forge.keys("Ed25519", 0)).ca().selfSigned();
    return Stream.of(
        good("RSA 2048", leaf().by(rsaRoot), List.of(), rsaRoot),
        good(
            "RSA 2048 in PSS padding",
            leaf().signedWith("SHA256withRSAandMGF1").by(rsaRoot),
            List.of(),
            rsaRoot),
        good(
            "P-384",
            leaf().key(Forge.ec("secp521r1")).signedWith("SHA384withECDSA").by(bigRoot),
            List.of(),
            bigRoot),
        good("Ed25519", leaf().by(edwards), List.of(), edwards),
        good("an anchor's own signature does not count", leaf().by(oldRoot), List.of(), oldRoot)
            .with("-auth_level", "2"),
        badAlgorithm("RSA 1024 in the leaf", leaf().key(weakRsa).by(ROOT), List.of(), ROOT)
            .with("-auth_level", "2"),
        badAlgorithm("RSA 1024 in an authority", leaf().by(weakSub), List.of(weakSub), ROOT)
            .with("-auth_level", "2"),
        badAlgorithm("RSA 1024 in the anchor", leaf().by(weakRoot), List.of(), weakRoot)
            .with("-auth_level", "2"),
        badAlgorithm(
                "SHA-1 with ECDSA", leaf().signedWith("SHA1withECDSA").by(ROOT), List.of(), ROOT)
            .with("-auth_level", "2"),
        badAlgorithm(
                "SHA-1 with RSA", leaf().signedWith("SHA1withRSA").by(rsaRoot), List.of(), rsaRoot)
            .with("-auth_level", "2"),
        badAlgorithm("SHA-224", leaf().signedWith("SHA224withECDSA").by(ROOT), List.of(), ROOT)
            .oursAlone(),
        badAlgorithm(
                "curve secp256k1 in the leaf",
                leaf().key(Forge.ec("secp256k1")).by(ROOT),
                List.of(),
                ROOT)
            .oursAlone(),
        badAlgorithm(
                "curve brainpoolP256r1 in the leaf",
                leaf().key(Forge.ec("brainpoolP256r1")).by(ROOT),
                List.of(),
                ROOT)
            .oursAlone(),
        badAlgorithm("curve secp256k1 in an authority", leaf().by(odd), List.of(odd), ROOT)
            .oursAlone());
  }

  private static Stream<Chain> policies() {
    var demanding =
        Forge.named("CN=Demanding")
            .ca()
            .extension(Extension.certificatePolicies, false, policy())
            .extension(
                Extension.policyConstraints, true, new PolicyConstraints(BigInteger.ZERO, null))
            .selfSigned();
    return Stream.of(
        good(
                "the policy that the anchor demands",
                leaf().extension(Extension.certificatePolicies, false, policy()).by(demanding),
                List.of(),
                demanding)
            .with("-policy_check"),
        bad(
                "no policy though the anchor demands one",
                PathCheck.POLICY,
                leaf().by(demanding),
                List.of(),
                demanding)
            .oursAlone());
  }

  private static CertificatePolicies policy() {
    return new CertificatePolicies(new PolicyInformation(POLICY));
  }

  private static Chain badName(String name, Forged target, List<Forged> candidates, Forged anchor) {
    return bad(name, PathCheck.NAME_CONSTRAINTS, target, candidates, anchor);
  }

  private static Chain badAlgorithm(
      String name, Forged target, List<Forged> candidates, Forged anchor) {
    return bad(name, PathCheck.ALGORITHM, target, candidates, anchor);
  }

  private static GeneralName name(int form, String text) {
    return new GeneralName(form, text);
  }
}
