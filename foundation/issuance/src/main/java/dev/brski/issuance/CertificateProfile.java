package dev.brski.issuance;

import dev.brski.trust.HardwareModuleName;
import dev.brski.trust.Oids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * Everything a certificate says apart from its key, its issuer and its serial number.
 *
 * @param authority whether it may issue, and how many authorities may stand below it
 * @param keyUsage the bits of keyUsage, of {@link KeyUsage}; 0 leaves the extension away
 * @param extendedKeyUsages object identifiers in dotted form; none leaves the extension away
 * @param alternativeNames the subjectAltName; none leaves the extension away
 * @param extensions further extensions as they are
 */
public record CertificateProfile(
    X500Name subject,
    Validity validity,
    Optional<Authority> authority,
    int keyUsage,
    SequencedSet<String> extendedKeyUsages,
    List<GeneralName> alternativeNames,
    List<Extension> extensions) {

  /**
   * The authority to issue certificates.
   *
   * @param pathLength how many authorities may stand below; empty for any number
   */
  public record Authority(OptionalInt pathLength) {}

  private static final int SIGNS = KeyUsage.digitalSignature;
  private static final int ISSUES = KeyUsage.keyCertSign | KeyUsage.cRLSign;
  private static final Set<ASN1ObjectIdentifier> OWN_EXTENSIONS =
      Set.of(
          Extension.subjectKeyIdentifier,
          Extension.authorityKeyIdentifier,
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          Extension.subjectAlternativeName);
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /**
   * Copies the collections, and demands that the certificate names somebody and that no further
   * extension says what the profile itself decides.
   */
  public CertificateProfile {
    extendedKeyUsages =
        Collections.unmodifiableSequencedSet(new LinkedHashSet<>(extendedKeyUsages));
    alternativeNames = List.copyOf(alternativeNames);
    extensions = List.copyOf(extensions);
    if (subject.size() == 0 && (alternativeNames.isEmpty() || authority.isPresent())) {
      throw new IllegalArgumentException("a certificate names its subject");
    }
    for (var extension : extensions) {
      if (OWN_EXTENSIONS.contains(extension.getExtnId())) {
        throw new IllegalArgumentException(
            "extension " + extension.getExtnId() + " is made from the profile itself");
      }
    }
  }

  /** A profile with nothing but names and dates. */
  public static CertificateProfile of(X500Name subject, Validity validity) {
    return new CertificateProfile(
        subject, validity, Optional.empty(), 0, new LinkedHashSet<>(), List.of(), List.of());
  }

  /** A root authority, with any number of authorities below it. */
  public static CertificateProfile rootCa(String name, Validity validity) {
    return of(commonName(name), validity).asAuthority(OptionalInt.empty());
  }

  /** An authority that issues to end entities only. */
  public static CertificateProfile issuingCa(String name, Validity validity) {
    return of(commonName(name), validity).asAuthority(OptionalInt.of(0));
  }

  /**
   * A device's birth certificate (RFC 8995 section 2.3): the serial number in its subject, without
   * end (99991231235959Z), without usage restriction, and without a masa-url.
   */
  public static CertificateProfile idevid(String serialNumber, String manufacturer, Instant from) {
    var subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, manufacturer)
            .addRDN(BCStyle.SERIALNUMBER, serialNumber)
            .build();
    return of(subject, Validity.withoutEnd(from));
  }

  /**
   * A device's birth certificate that says where its MASA is.
   *
   * @param masaUrl the authority part alone, such as {@code masa.example.com:9443}
   */
  public static CertificateProfile idevid(
      String serialNumber, String manufacturer, String masaUrl, Instant from) {
    return idevid(serialNumber, manufacturer, from).withMasaUrl(masaUrl);
  }

  /**
   * A device's birth certificate with the serial number in a hardware module name (RFC 4108 section
   * 5) and none in its subject, which is the device's alone all the same (RFC 5280 section
   * 4.1.2.6); otherwise as the other.
   *
   * @param hardwareType hwType, an object identifier in dotted form
   */
  public static CertificateProfile idevidOfHardware(
      String serialNumber, String hardwareType, String manufacturer, Instant from) {
    var subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, manufacturer)
            .addRDN(BCStyle.CN, serialNumber)
            .build();
    var module =
        new HardwareModuleName(hardwareType, serialNumber.getBytes(StandardCharsets.US_ASCII));
    return of(subject, Validity.withoutEnd(from)).withAlternativeName(module.toGeneralName());
  }

  /** The signer of vouchers. */
  public static CertificateProfile voucherSigner(String name, Validity validity) {
    return of(commonName(name), validity).withKeyUsage(SIGNS);
  }

  /** A TLS server under a DNS name or an IP address. */
  public static CertificateProfile tlsServer(String host, Validity validity) {
    return of(commonName(host), validity)
        .withKeyUsage(SIGNS)
        .withExtendedKeyUsages(Oids.SERVER_AUTH)
        .withHost(host);
  }

  /**
   * A registrar: TLS server and client, and registration authority (RFC 8995 section 5.5.4, RFC
   * 9733 section 4.2.4).
   */
  public static CertificateProfile registrar(String name, Validity validity) {
    return registrar(commonName(name), validity);
  }

  /** A registrar under a name that it has already. */
  public static CertificateProfile registrar(X500Name subject, Validity validity) {
    return of(subject, validity)
        .withKeyUsage(SIGNS)
        .withExtendedKeyUsages(Oids.SERVER_AUTH, Oids.CLIENT_AUTH, Oids.CMC_RA);
  }

  /** The signer of a registration authority's CMP answers (RFC 9483 section 3.4). */
  public static CertificateProfile responder(String name, Validity validity) {
    return of(commonName(name), validity).withKeyUsage(SIGNS).withExtendedKeyUsages(Oids.CMC_RA);
  }

  /** The signer of a certification authority's CMP answers (RFC 9810 section 4.5). */
  public static CertificateProfile caResponder(String name, Validity validity) {
    return of(commonName(name), validity).withKeyUsage(SIGNS).withExtendedKeyUsages(Oids.CMC_CA);
  }

  /**
   * The signer of an issuing CA's OCSP answers (RFC 6960 section 4.2.2.2). Nobody is to ask for the
   * status of its own certificate (id-pkix-ocsp-nocheck), so that it is not to last long.
   */
  public static CertificateProfile ocspSigner(String name, Validity validity) {
    return of(commonName(name), validity)
        .withKeyUsage(SIGNS)
        .withExtendedKeyUsages(Oids.OCSP_SIGNING)
        .withExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, DERNull.INSTANCE);
  }

  /** A device's certificate of the domain it has joined. */
  public static CertificateProfile ldevid(X500Name subject, Validity validity) {
    return of(subject, validity).withKeyUsage(SIGNS).withExtendedKeyUsages(Oids.CLIENT_AUTH);
  }

  /** A name of one common name. */
  public static X500Name commonName(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  /** The same profile as a certification authority. */
  public CertificateProfile asAuthority(OptionalInt pathLength) {
    return new CertificateProfile(
        subject,
        validity,
        Optional.of(new Authority(pathLength)),
        keyUsage | ISSUES,
        extendedKeyUsages,
        alternativeNames,
        extensions);
  }

  /** The same profile with other dates. */
  public CertificateProfile withValidity(Validity other) {
    return new CertificateProfile(
        subject, other, authority, keyUsage, extendedKeyUsages, alternativeNames, extensions);
  }

  /** The same profile with exactly these bits of {@link KeyUsage}; 0 for no extension. */
  public CertificateProfile withKeyUsage(int bits) {
    return new CertificateProfile(
        subject, validity, authority, bits, extendedKeyUsages, alternativeNames, extensions);
  }

  /** The same profile with exactly these extended key usages, in dotted form. */
  public CertificateProfile withExtendedKeyUsages(String... oids) {
    return new CertificateProfile(
        subject,
        validity,
        authority,
        keyUsage,
        new LinkedHashSet<>(List.of(oids)),
        alternativeNames,
        extensions);
  }

  /** The same profile with a host added to its names: an IP address, or else a DNS name. */
  public CertificateProfile withHost(String host) {
    return withAlternativeName(
        new GeneralName(
            ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host));
  }

  /** The same profile with an alternative name added. */
  public CertificateProfile withAlternativeName(GeneralName name) {
    return new CertificateProfile(
        subject,
        validity,
        authority,
        keyUsage,
        extendedKeyUsages,
        appended(alternativeNames, name),
        extensions);
  }

  /** The same profile with the masa-url extension (RFC 8995 section 2.3.2), ASCII, not critical. */
  public CertificateProfile withMasaUrl(String masaUrl) {
    return withExtension(new ASN1ObjectIdentifier(Oids.MASA_URL), new DERIA5String(masaUrl, true));
  }

  /**
   * The same profile with the CRL distribution point (RFC 5280 section 4.2.1.13) at which the
   * issuer's whole list can be had; without a place the profile stays as it is.
   */
  public CertificateProfile withRevocationListAt(Optional<URI> url) {
    if (url.isEmpty()) {
      return this;
    }
    var name = new GeneralName(GeneralName.uniformResourceIdentifier, url.get().toString());
    var point =
        new DistributionPoint(new DistributionPointName(new GeneralNames(name)), null, null);
    return withExtension(
        Extension.cRLDistributionPoints, new CRLDistPoint(new DistributionPoint[] {point}));
  }

  /**
   * The same profile with the place at which the status of the certificate is told (RFC 6960
   * section 3.1: id-ad-ocsp in the AuthorityInfoAccess); without a place the profile stays as it
   * is.
   */
  public CertificateProfile withOcspAt(Optional<URI> url) {
    return url.map(
            place ->
                withExtension(
                    Extension.authorityInfoAccess,
                    new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp,
                        new GeneralName(GeneralName.uniformResourceIdentifier, place.toString()))))
        .orElse(this);
  }

  /** The same profile with an extension added. */
  public CertificateProfile withExtension(Extension extension) {
    return new CertificateProfile(
        subject,
        validity,
        authority,
        keyUsage,
        extendedKeyUsages,
        alternativeNames,
        appended(extensions, extension));
  }

  private CertificateProfile withExtension(ASN1ObjectIdentifier oid, ASN1Encodable value) {
    try {
      return withExtension(
          new Extension(oid, false, value.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> List<T> appended(List<T> list, T last) {
    var longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
