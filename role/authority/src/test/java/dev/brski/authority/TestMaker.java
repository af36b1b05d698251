package dev.brski.authority;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** A manufacturer: a root, and under it the CA that issues IDevIDs. */
final class TestMaker {

  private final CertificateIssuer issuer = new CertificateIssuer(TestDevice.SUITE);
  private final Credential root;
  private final Credential ca;
  private final Instant since;

  TestMaker(String name, Instant now) {
    since = now.minusSeconds(86_400);
    root = issuer.selfSigned(CertificateProfile.rootCa(name + " root", Validity.years(since, 30)));
    ca =
        issuer.credential(
            root,
            CertificateProfile.of(
                    CertificateProfile.commonName(name + " IDevID CA"), Validity.years(since, 30))
                .asAuthority(OptionalInt.of(0)));
  }

  X509Certificate anchor() {
    return root.leaf();
  }

  Path writeAnchor(Path file) throws IOException {
    return Files.writeString(file, Certificates.toPem(List.of(root.leaf())));
  }

  TestDevice device(String serialNumber) {
    return device(serialNumber, CertificateProfile.idevid(serialNumber, "ACME", since));
  }

  /** A device with these keys, one of its maker's and one to be certified. */
  TestDevice device(String serialNumber, KeyPair born, KeyPair wanted) {
    var idevid =
        issuer.issue(ca, born.getPublic(), CertificateProfile.idevid(serialNumber, "ACME", since));
    return new TestDevice(
        serialNumber, new Credential(born.getPrivate(), List.of(idevid, ca.leaf())), wanted);
  }

  TestDevice device(String serialNumber, CertificateProfile profile) {
    var credential = issuer.credential(ca, profile);
    return new TestDevice(
        serialNumber,
        new Credential(credential.key(), credential.chain().subList(0, 2)),
        TestDevice.SUITE.generateKeyPair());
  }
}
