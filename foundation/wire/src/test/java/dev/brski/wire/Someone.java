package dev.brski.wire;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/** Certificates of the parties in these tests, good and bad ones. */
final class Someone {

  private static final CryptoSuite SUITE = CryptoSuite.standard();

  private Someone() {}

  /** A self-signed CA. */
  static Credential ca(String name) {
    return signed(name, SUITE.generateKeyPair(), null, true, 3650, List.of());
  }

  /** A self-signed certificate that is nothing else. */
  static Credential selfSigned(String name) {
    return selfSigned(name, SUITE.generateKeyPair());
  }

  /** A self-signed certificate of this key. */
  static Credential selfSigned(String name, KeyPair keys) {
    return signed(name, keys, null, false, 30, List.of());
  }

  /** A certificate under a CA, for these hosts, valid from yesterday for so many days. */
  static Credential under(Credential ca, String name, int days, GeneralName... hosts) {
    return signed(name, SUITE.generateKeyPair(), ca, false, days, List.of(hosts));
  }

  static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  static GeneralName ip(String address) {
    return new GeneralName(GeneralName.iPAddress, address);
  }

  private static Credential signed(
      String name, KeyPair keys, Credential issuer, boolean ca, int days, List<GeneralName> hosts) {
    var subject = new X500Name("CN=" + name);
    var start = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer == null
                  ? subject
                  : X500Name.getInstance(issuer.leaf().getSubjectX500Principal().getEncoded()),
              new BigInteger(64, SUITE.random()).setBit(65),
              Date.from(days < 0 ? start.plus(days, ChronoUnit.DAYS) : start),
              Date.from(days < 0 ? start : start.plus(days, ChronoUnit.DAYS)),
              subject,
              keys.getPublic());
      var extensions = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          extensions.createSubjectKeyIdentifier(keys.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions.createAuthorityKeyIdentifier(
              issuer == null ? keys.getPublic() : issuer.leaf().getPublicKey()));
      builder.addExtension(
          Extension.basicConstraints,
          true,
          ca ? new BasicConstraints(true) : new BasicConstraints(false));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(ca ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
      if (!ca) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      }
      if (!hosts.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(hosts.toArray(GeneralName[]::new)));
      }
      var signer = issuer == null ? keys.getPrivate() : issuer.key();
      var leaf = Certificates.parse(builder.build(SUITE.contentSigner(signer)).getEncoded());
      var chain = new ArrayList<X509Certificate>(List.of(leaf));
      if (issuer != null) {
        chain.addAll(issuer.chain());
      }
      return new Credential(keys.getPrivate(), chain);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
