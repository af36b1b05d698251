package dev.brski.trust;

import dev.brski.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/** Reading X.509 certificates and the fields of them that the specifications speak of. */
public final class Certificates {

  private static final int MOST_OCTETS = 1 << 16;
  private static final int MOST_CERTIFICATES = 64;
  private static final int MOST_SERIAL_DIGITS = 64;
  private static final String SUBJECT_ALT_NAME = "2.5.29.17";
  private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

  private Certificates() {}

  /**
   * One certificate from its DER encoding.
   *
   * @throws CertificateException when it is malformed, over 64 KiB or followed by other octets
   */
  public static X509Certificate parse(byte[] der) throws CertificateException {
    if (der.length > MOST_OCTETS) {
      throw new CertificateException("over " + MOST_OCTETS + " octets");
    }
    if (der.length == 0 || der[0] != 0x30) {
      throw new CertificateException("not a DER certificate");
    }
    try {
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      if (certificate.getEncoded().length != der.length) {
        throw new CertificateException("octets follow the certificate");
      }
      if (der[der.length - certificate.getSignature().length - 1] != 0) {
        throw new CertificateException("its signature is not made of whole octets");
      }
      return certificate;
    } catch (RuntimeException e) {
      throw new CertificateException("not a certificate: " + e.getMessage(), e);
    }
  }

  /**
   * All certificates of a PEM text, in their order; other blocks are passed over.
   *
   * @throws CertificateException when one is malformed, there is none, or there are over 64
   */
  public static List<X509Certificate> parsePem(byte[] text) throws CertificateException {
    var certificates = new ArrayList<X509Certificate>();
    try {
      for (var block : Pem.read(new String(text, StandardCharsets.US_ASCII))) {
        if (block.label().equals("CERTIFICATE")) {
          certificates.add(parse(block.der()));
        }
        if (certificates.size() > MOST_CERTIFICATES) {
          throw new CertificateException("over " + MOST_CERTIFICATES + " certificates");
        }
      }
    } catch (IOException e) {
      throw new CertificateException(e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate in it");
    }
    return List.copyOf(certificates);
  }

  /**
   * All certificates of a PEM file, in their order.
   *
   * @throws IOException when the file cannot be read or holds no sound certificate; the message
   *     names the file
   */
  public static List<X509Certificate> readPem(Path file) throws IOException {
    if (Files.size(file) > 1 << 20) {
      throw new IOException(file + " is larger than 1 MiB");
    }
    try {
      return parsePem(Files.readAllBytes(file));
    } catch (CertificateException e) {
      throw new IOException(file + " holds no sound certificates: " + e.getMessage(), e);
    }
  }

  /** The PEM text of certificates, in their order. */
  public static String toPem(Collection<X509Certificate> certificates) {
    return Pem.write(
        certificates.stream()
            .map(certificate -> new Pem.Block("CERTIFICATE", encoded(certificate)))
            .toList());
  }

  /** The DER encoding. */
  public static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed has an encoding", e);
    }
  }

  /** The key identifier octets of the subjectKeyIdentifier extension. */
  public static Optional<byte[]> subjectKeyIdentifier(X509Certificate certificate) {
    return extension(
        certificate,
        SUBJECT_KEY_IDENTIFIER,
        value -> SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
  }

  /** The key identifier octets of the authorityKeyIdentifier extension, if it has them. */
  public static Optional<byte[]> authorityKeyIdentifier(X509Certificate certificate) {
    return extension(
        certificate,
        AUTHORITY_KEY_IDENTIFIER,
        value -> AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets());
  }

  /**
   * What the extnValue of the authorityKeyIdentifier extension holds: the DER of the SEQUENCE. Some
   * peers send it as idevid-issuer, which is the extnValue itself (RFC 8366bis section 6.3).
   */
  public static Optional<byte[]> authorityKeyIdentifierExtension(X509Certificate certificate) {
    return Optional.ofNullable(certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER))
        .map(value -> ASN1OctetString.getInstance(value).getOctets());
  }

  /** The certificate's own serial number in lower-case hexadecimal: whole octets, as is usual. */
  public static String serialNumber(X509Certificate certificate) {
    return serialNumber(certificate.getSerialNumber());
  }

  /** A certificate's serial number in lower-case hexadecimal: whole octets, as is usual. */
  public static String serialNumber(BigInteger number) {
    var digits = number.toString(16);
    return digits.length() % 2 == 0 ? digits : "0" + digits;
  }

  /** The same for people: cut short where it is beyond what RFC 5280 section 4.1.2.2 allows. */
  public static String serialNumberText(BigInteger number) {
    var digits = serialNumber(number);
    return digits.length() <= MOST_SERIAL_DIGITS
        ? digits
        : digits.substring(0, MOST_SERIAL_DIGITS) + "… (" + digits.length() / 2 + " octets)";
  }

  /** The subject's serialNumber attribute: a device's serial number (RFC 8995 section 2.3.1). */
  public static Optional<String> serialNumberAttribute(X509Certificate certificate) {
    return serialNumberAttribute(certificate.getSubjectX500Principal());
  }

  /**
   * A name as text (RFC 4514), with a device's serial number readable instead of as DER in
   * hexadecimal; safe to print.
   */
  public static String nameText(X500Principal name) {
    return Description.printable(
        name.getName(X500Principal.RFC2253, Map.of(Oids.SERIAL_NUMBER_ATTRIBUTE, "serialNumber")));
  }

  /** The serialNumber attribute of a name, if it has exactly one and is well-formed. */
  public static Optional<String> serialNumberAttribute(X500Principal name) {
    try {
      var found =
          X500Name.getInstance(name.getEncoded())
              .getRDNs(new ASN1ObjectIdentifier(Oids.SERIAL_NUMBER_ATTRIBUTE));
      if (found.length != 1 || found[0].isMultiValued()) {
        return Optional.empty();
      }
      return found[0].getFirst().getValue() instanceof ASN1String text
          ? Optional.of(text.getString()).filter(serial -> !serial.isBlank())
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** SHA-256 of the SubjectPublicKeyInfo (RFC 7469 section 2.4). */
  public static byte[] spkiSha256(X509Certificate certificate) {
    return CryptoSuite.sha256(certificate.getPublicKey().getEncoded());
  }

  /** SHA-256 of the DER encoding, as lower-case hexadecimal. */
  public static String fingerprint(X509Certificate certificate) {
    return HexFormat.of().formatHex(CryptoSuite.sha256(encoded(certificate)));
  }

  /** Whether the certificate has the extended key usage; one without the extension has none. */
  public static boolean hasExtendedKeyUsage(X509Certificate certificate, String oid) {
    try {
      var usages = certificate.getExtendedKeyUsage();
      return usages != null && usages.contains(oid);
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  /** The masa-url extension of an IDevID (RFC 8995 section 2.3.2), as it is written there. */
  public static Optional<String> masaUrl(X509Certificate certificate) {
    return extension(
        certificate,
        Oids.MASA_URL,
        value -> value instanceof ASN1String text ? text.getString() : null);
  }

  /** From when a certificate should be renewed: in the last third of its validity. */
  public static Instant renewalDue(X509Certificate certificate) {
    var from = certificate.getNotBefore().toInstant();
    var validity = Duration.between(from, certificate.getNotAfter().toInstant());
    return from.plus(validity.dividedBy(3).multipliedBy(2));
  }

  /** Whether two are for the same subject and subjectAltName. */
  public static boolean haveSameNames(X509Certificate one, X509Certificate other) {
    return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
        && Arrays.equals(
            one.getExtensionValue(SUBJECT_ALT_NAME), other.getExtensionValue(SUBJECT_ALT_NAME));
  }

  /** Whether two certify the same key. */
  public static boolean haveSameKey(X509Certificate one, X509Certificate other) {
    return Arrays.equals(one.getPublicKey().getEncoded(), other.getPublicKey().getEncoded());
  }

  /** Whether two certify the same key for the same subject, as a root's and the link to it do. */
  public static boolean haveSameNameAndKey(X509Certificate one, X509Certificate other) {
    return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
        && haveSameKey(one, other);
  }

  /**
   * Whether a chain leads, by a link from it (RFC 9810 section 4.4), under a root whose key is none
   * of those that are known. Nothing is verified.
   */
  public static boolean isUnderUnknownRoot(
      Collection<X509Certificate> chain, Collection<X509Certificate> known) {
    return chain.stream()
        .filter(Certificates::isLink)
        .anyMatch(link -> known.stream().noneMatch(root -> haveSameKey(root, link)));
  }

  /** Whether the certificate names itself as its issuer. */
  public static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /**
   * Whether a certificate says that its own key has signed it: it is self-issued, and no link
   * certificate. Nothing is verified.
   */
  public static boolean isRoot(X509Certificate certificate) {
    return isSelfIssued(certificate) && !isLink(certificate);
  }

  /**
   * Whether a certificate says that another key of the same authority has signed it (RFC 9810
   * section 4.4): newWithOld or oldWithNew. Nothing is verified.
   */
  public static boolean isLink(X509Certificate certificate) {
    var signer = authorityKeyIdentifier(certificate);
    var own = subjectKeyIdentifier(certificate);
    return isSelfIssued(certificate)
        && signer.isPresent()
        && own.isPresent()
        && !Arrays.equals(signer.get(), own.get());
  }

  /**
   * Whether the key of the issuer's certificate has signed a certificate, by an algorithm that
   * counts; names say nothing of that.
   */
  public static boolean isSignedBy(
      X509Certificate certificate, X509Certificate issuer, CryptoSuite suite) {
    try {
      var algorithm =
          Certificate.getInstance(encoded(certificate)).getTBSCertificate().getSignature();
      return AlgorithmPolicy.standard().accepts(algorithm, issuer.getPublicKey())
              instanceof Verdict.Accepted<?>
          && suite.verify(
              issuer.getPublicKey(),
              algorithm,
              certificate.getTBSCertificate(),
              certificate.getSignature());
    } catch (NoSuchAlgorithmException | CertificateEncodingException | RuntimeException _) {
      return false;
    }
  }

  /** What the extension says, if it is there and well-formed; strangers send anything. */
  private static <T> Optional<T> extension(
      X509Certificate certificate, String oid, Function<ASN1Primitive, @Nullable T> decode) {
    var value = certificate.getExtensionValue(oid);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          decode.apply(
              ASN1Primitive.fromByteArray(ASN1OctetString.getInstance(value).getOctets())));
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }
}
