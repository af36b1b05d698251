package dev.brski.cmp;

import dev.brski.trust.Certificates;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What a certification request asks for, after {@link RequestValidation}.
 *
 * @param type ir, cr, kur or p10cr
 * @param certReqId what the answer refers to
 * @param subject the subject wanted; empty only beside a subjectAltName
 * @param publicKey the key to be certified
 * @param extensions the extensions wanted
 * @param raVerified whether possession was vouched for by a registration authority, not proven
 */
public record RequestedCertificate(
    BodyType type,
    long certReqId,
    X500Principal subject,
    PublicKey publicKey,
    Optional<Extensions> extensions,
    boolean raVerified) {

  /**
   * Whether it names the device of a certificate: by the same subject, or by a serialNumber
   * attribute.
   *
   * @param serialNumber the device's, as its manufacturer's certificates have it
   */
  public boolean identifies(X509Certificate signer, String serialNumber) {
    return subject.equals(signer.getSubjectX500Principal())
        || Certificates.serialNumberAttribute(subject).filter(serialNumber::equals).isPresent();
  }

  /**
   * Whether it asks for a certificate on the key of a certificate, such as the IDevID's, under
   * whatever algorithm: an RSA key stays the same when it is named as one for RSASSA-PSS.
   */
  public boolean isForKeyOf(X509Certificate certificate) {
    return keyData(publicKey).equals(keyData(certificate.getPublicKey()));
  }

  private static ASN1BitString keyData(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData();
  }
}
