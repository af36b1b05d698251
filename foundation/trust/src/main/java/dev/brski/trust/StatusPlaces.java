package dev.brski.trust;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Where a certificate says that its status can be found out.
 *
 * @param lists the http URLs of complete revocation lists of its own issuer, in their order (RFC
 *     5280 section 4.2.1.13)
 * @param named whether it names any place, of whatever kind: a distribution point, or an OCSP
 *     responder (RFC 5280 section 4.2.2.1)
 */
public record StatusPlaces(List<String> lists, boolean named) {

  private static final int LONGEST_URL = 1024;

  /** Makes the list immutable. */
  public StatusPlaces {
    lists = List.copyOf(lists);
  }

  /** What a certificate says; an extension that cannot be read names a place that nobody knows. */
  public static StatusPlaces of(X509Certificate certificate) {
    return new StatusPlaces(
        urls(certificate),
        extension(certificate, Extension.cRLDistributionPoints).isPresent()
            || extension(certificate, Extension.authorityInfoAccess)
                .filter(StatusPlaces::namesResponder)
                .isPresent());
  }

  private static List<String> urls(X509Certificate certificate) {
    return points(certificate).stream()
        .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
        .map(name -> ((ASN1String) name.getName()).getString())
        .filter(url -> url.length() <= LONGEST_URL)
        .filter(url -> url.toLowerCase(Locale.ROOT).startsWith("http:"))
        .toList();
  }

  /** The full names of the distribution points at which its own issuer lists every reason. */
  static Set<GeneralName> points(X509Certificate certificate) {
    var names = new LinkedHashSet<GeneralName>();
    var value = extension(certificate, Extension.cRLDistributionPoints);
    if (value.isEmpty()) {
      return names;
    }
    try {
      for (var point : CRLDistPoint.getInstance(inside(value.get())).getDistributionPoints()) {
        names.addAll(fullNames(point));
      }
    } catch (IOException | RuntimeException _) {
      names.clear();
    }
    return names;
  }

  private static List<GeneralName> fullNames(DistributionPoint point) {
    var name = point.getDistributionPoint();
    return name != null
            && name.getType() == DistributionPointName.FULL_NAME
            && point.getReasons() == null
            && point.getCRLIssuer() == null
        ? List.of(GeneralNames.getInstance(name.getName()).getNames())
        : List.of();
  }

  private static boolean namesResponder(byte[] access) {
    try {
      for (var description :
          AuthorityInformationAccess.getInstance(inside(access)).getAccessDescriptions()) {
        if (description.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
          return true;
        }
      }
      return false;
    } catch (IOException | RuntimeException _) {
      return true;
    }
  }

  private static Optional<byte[]> extension(X509Certificate certificate, ASN1ObjectIdentifier oid) {
    return Optional.ofNullable(certificate.getExtensionValue(oid.getId()));
  }

  private static ASN1Primitive inside(byte[] value) throws IOException {
    return ASN1Primitive.fromByteArray(ASN1OctetString.getInstance(value).getOctets());
  }
}
