package dev.brski.cmp;

import dev.brski.trust.CryptoSuite;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * What an end entity asks for in an ir, cr or kur (RFC 9483 section 4.1.1).
 *
 * @param type ir, cr or kur
 * @param transactionId fresh, or that of an operation resumed
 * @param subject the subject wanted; empty only beside a subjectAltName
 * @param key the new key pair, which proves its possession
 * @param extensions the extensions wanted
 * @param implicitConfirm whether to ask that no certConf be needed
 * @param recipient the authority, if its name is known
 * @param certProfile the name of the certificate profile, if one is wanted
 * @param oldCertId the certificate to be updated, in a kur that names it
 */
public record CertificationDraft(
    BodyType type,
    TransactionId transactionId,
    X500Principal subject,
    KeyPair key,
    Optional<Extensions> extensions,
    boolean implicitConfirm,
    Optional<X500Principal> recipient,
    Optional<String> certProfile,
    Optional<CertReqMsg.OldCertId> oldCertId) {

  /** Demands a type whose body is CRMF. */
  public CertificationDraft {
    if (type != BodyType.ir && type != BodyType.cr && type != BodyType.kur) {
      throw new IllegalArgumentException("no CRMF request: " + type);
    }
  }

  /** An ir with a fresh transactionID that asks for implicit confirmation, as is recommended. */
  public static CertificationDraft ir(X500Principal subject, KeyPair key, CryptoSuite suite) {
    return new CertificationDraft(
        BodyType.ir,
        TransactionId.fresh(suite),
        subject,
        key,
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A cr with a fresh transactionID that asks for implicit confirmation. */
  public static CertificationDraft cr(X500Principal subject, KeyPair key, CryptoSuite suite) {
    return ir(subject, key, suite).withType(BodyType.cr);
  }

  /**
   * A kur for a certificate, which it names and whose subject and subjectAltName it keeps,
   * addressed to its issuer, with a fresh transactionID and asking for implicit confirmation
   * (section 4.1.3).
   *
   * @param key the new one
   */
  public static CertificationDraft kur(X509Certificate old, KeyPair key, CryptoSuite suite) {
    return new CertificationDraft(
        BodyType.kur,
        TransactionId.fresh(suite),
        old.getSubjectX500Principal(),
        key,
        subjectAltName(old),
        true,
        Optional.of(old.getIssuerX500Principal()),
        Optional.empty(),
        Optional.of(new CertReqMsg.OldCertId(old.getIssuerX500Principal(), old.getSerialNumber())));
  }

  private static Optional<Extensions> subjectAltName(X509Certificate certificate) {
    var oid = Extension.subjectAlternativeName;
    return Optional.ofNullable(certificate.getExtensionValue(oid.getId()))
        .map(ASN1OctetString::getInstance)
        .map(names -> new Extension(oid, isCritical(certificate, oid.getId()), names))
        .map(Extensions::new);
  }

  private static boolean isCritical(X509Certificate certificate, String oid) {
    var critical = certificate.getCriticalExtensionOIDs();
    return critical != null && critical.contains(oid);
  }

  /** The same with implicit confirmation asked for or not. */
  public CertificationDraft withImplicitConfirm(boolean wanted) {
    return new CertificationDraft(
        type, transactionId, subject, key, extensions, wanted, recipient, certProfile, oldCertId);
  }

  /** The same addressed to an authority. */
  public CertificationDraft withRecipient(X500Principal authority) {
    return new CertificationDraft(
        type,
        transactionId,
        subject,
        key,
        extensions,
        implicitConfirm,
        Optional.of(authority),
        certProfile,
        oldCertId);
  }

  /** The same under a certificate profile, or under none that is named. */
  public CertificationDraft withCertProfile(Optional<String> name) {
    return new CertificationDraft(
        type, transactionId, subject, key, extensions, implicitConfirm, recipient, name, oldCertId);
  }

  /** The same as another body type. */
  public CertificationDraft withType(BodyType other) {
    return new CertificationDraft(
        other,
        transactionId,
        subject,
        key,
        extensions,
        implicitConfirm,
        recipient,
        certProfile,
        oldCertId);
  }

  /** The same with extensions asked for. */
  public CertificationDraft withExtensions(Extensions wanted) {
    return new CertificationDraft(
        type,
        transactionId,
        subject,
        key,
        Optional.of(wanted),
        implicitConfirm,
        recipient,
        certProfile,
        oldCertId);
  }
}
