package dev.brski.cmp;

import dev.brski.issuance.CertificateProfile;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A question of each kind, and what a domain answers. */
final class GoldenInformation {

  private GoldenInformation() {}

  static Map<Inquiry, Information> of(Cast cast) {
    var authority = cast.authority.leaf().getSubjectX500Principal();
    var all = new LinkedHashMap<Inquiry, Information>();
    all.put(
        new Inquiry.CaCertificates(),
        new Information.CaCertificates(List.of(cast.authority.leaf())));
    all.put(
        new Inquiry.RootUpdate(Optional.of(cast.root.leaf())),
        new Information.RootUpdate(Optional.of(roots(cast))));
    all.put(
        new Inquiry.RequestTemplate(), new Information.RequestTemplate(Optional.of(template())));
    all.put(
        new Inquiry.RevocationList(
            new Inquiry.Source.Issuer(authority), Optional.of(Cast.NOW.minus(Duration.ofDays(1)))),
        new Information.RevocationList(Optional.of(cast.list(BigInteger.TWO, BigInteger.TEN))));
    return all;
  }

  private static Information.Roots roots(Cast cast) {
    var key = Cast.SUITE.generateKeyPair();
    var profile = CertificateProfile.rootCa("Domain root 2", Cast.LONG);
    return new Information.Roots(
        Cast.ISSUER.selfSigned(key, profile),
        Cast.ISSUER.issue(cast.root, key.getPublic(), profile),
        Optional.empty());
  }

  private static Information.Template template() {
    var subject = new X500Name("O=Plant 7,CN=");
    try {
      return new Information.Template(
          Optional.of(new javax.security.auth.x500.X500Principal(subject.getEncoded())),
          Optional.of(
              new Extensions(new Extension(Extension.subjectAlternativeName, false, new byte[0]))),
          List.of(
              new Information.KeySpec.Algorithm(
                  new AlgorithmIdentifier(
                      X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1)),
              new Information.KeySpec.RsaKeyLength(3072)));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
