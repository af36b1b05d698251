package dev.brski.authority.issuing;

import dev.brski.authority.profile.AllowedPurpose;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.issuance.CertificateProfile;
import dev.brski.verdict.Refusal;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What of the requested extensions is refused, and whether the rest is what the profile gives. */
final class TemplatePolicy {

  private TemplatePolicy() {}

  static Optional<Refusal> objection(Extensions requested, Collection<String> purposes) {
    try {
      var basic = requested.getExtension(Extension.basicConstraints);
      if (basic != null && BasicConstraints.getInstance(basic.getParsedValue()).isCA()) {
        return Optional.of(TemplateCheck.CERTIFICATION_AUTHORITY.refusal("it asks for CA:TRUE"));
      }
      var usage = requested.getExtension(Extension.keyUsage);
      if (usage != null
          && KeyUsage.getInstance(usage.getParsedValue()).hasUsages(KeyUsage.keyCertSign)) {
        return Optional.of(
            TemplateCheck.CERTIFICATION_AUTHORITY.refusal("it asks for the usage keyCertSign"));
      }
      var extended = requested.getExtension(Extension.extendedKeyUsage);
      return extended == null
          ? Optional.empty()
          : objection(ExtendedKeyUsage.getInstance(extended.getParsedValue()), purposes);
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      return Optional.of(TemplateCheck.EXTENSIONS.refusal("an extension: " + e.getMessage()));
    }
  }

  private static Optional<Refusal> objection(
      ExtendedKeyUsage requested, Collection<String> purposes) {
    for (var usage : requested.getUsages()) {
      if (AllowedPurpose.actsForPki(usage.getId()) && !purposes.contains(usage.getId())) {
        return Optional.of(
            TemplateCheck.PKI_USAGE.refusal("it asks for the extended key usage " + usage.getId()));
      }
    }
    return Optional.empty();
  }

  /** Whether what the profile gives is another than what is requested (grantedWithMods). */
  static boolean isModified(
      RequestedCertificate requested, X500Principal subject, CertificateProfile profile) {
    return !requested.subject().equals(subject)
        || requested.extensions().filter(asked -> !isCovered(asked, profile)).isPresent();
  }

  /** Whether the profile gives every requested name and usage, and nothing beyond is requested. */
  private static boolean isCovered(Extensions requested, CertificateProfile profile) {
    return Stream.of(requested.getExtensionOIDs())
        .allMatch(oid -> isCovered(oid, requested, profile));
  }

  private static boolean isCovered(
      ASN1ObjectIdentifier oid, Extensions requested, CertificateProfile profile) {
    var extension = requested.getExtension(oid);
    if (oid.equals(Extension.keyUsage)) {
      return new KeyUsage(profile.keyUsage())
          .equals(KeyUsage.getInstance(extension.getParsedValue()));
    }
    if (oid.equals(Extension.extendedKeyUsage)) {
      return Stream.of(ExtendedKeyUsage.getInstance(extension.getParsedValue()).getUsages())
          .map(KeyPurposeId::getId)
          .collect(Collectors.toSet())
          .equals(profile.extendedKeyUsages());
    }
    if (oid.equals(Extension.subjectAlternativeName)) {
      return new GeneralNames(profile.alternativeNames().toArray(GeneralName[]::new))
          .equals(GeneralNames.getInstance(extension.getParsedValue()));
    }
    return oid.equals(Extension.basicConstraints);
  }
}
