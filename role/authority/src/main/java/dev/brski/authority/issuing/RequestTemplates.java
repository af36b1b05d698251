package dev.brski.authority.issuing;

import dev.brski.cmp.Information;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.AlgorithmPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What requests for certificates should hold, so that they are granted as they are. */
public final class RequestTemplates {

  private static final Validity ANY = new Validity(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));

  private final SubjectPolicy subjects;
  private final AlgorithmPolicy algorithms;

  /** Templates under the policies that requests are judged by. */
  public RequestTemplates(SubjectPolicy subjects, AlgorithmPolicy algorithms) {
    this.subjects = subjects;
    this.algorithms = algorithms;
  }

  /** That of the one profile: the device fills in its serial number. */
  Information.Template ldevid() {
    var subject = subjects.template();
    var profile = CertificateProfile.ldevid(X500Name.getInstance(subject.getEncoded()), ANY);
    return new Information.Template(Optional.of(subject), Optional.of(extensions(profile)), keys());
  }

  private static Extensions extensions(CertificateProfile profile) {
    var generator = new ExtensionsGenerator();
    try {
      generator.addExtension(Extension.keyUsage, true, new KeyUsage(profile.keyUsage()));
      generator.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              profile.extendedKeyUsages().stream()
                  .map(ASN1ObjectIdentifier::new)
                  .map(KeyPurposeId::getInstance)
                  .toArray(KeyPurposeId[]::new)));
    } catch (IOException e) {
      throw new UncheckedIOException("extensions in memory cannot fail to be written", e);
    }
    return generator.generate();
  }

  private List<Information.KeySpec> keys() {
    return Stream.<Information.KeySpec>concat(
            algorithms.keyAlgorithms().stream().map(Information.KeySpec.Algorithm::new),
            algorithms.rsaKeyLengths().stream().map(Information.KeySpec.RsaKeyLength::new))
        .toList();
  }
}
