package dev.brski.trust;

import java.math.BigInteger;
import java.security.Principal;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** A certificate whose signature and dates have been judged already; all else is the original's. */
final class JudgedCertificate extends X509Certificate {

  private static final long serialVersionUID = 1L;

  private final X509Certificate original;
  private final transient Predicate<PublicKey> isSignedBy;

  JudgedCertificate(X509Certificate original, Predicate<PublicKey> isSignedBy) {
    this.original = original;
    this.isSignedBy = isSignedBy;
  }

  @Override
  public void verify(PublicKey key) throws SignatureException {
    if (!isSignedBy.test(key)) {
      throw new SignatureException("it was not signed by this key");
    }
  }

  @Override
  public void verify(PublicKey key, @Nullable String provider) throws SignatureException {
    verify(key);
  }

  @Override
  public void verify(PublicKey key, @Nullable Provider provider) throws SignatureException {
    verify(key);
  }

  @Override
  public void checkValidity() {}

  @Override
  public void checkValidity(Date date) {}

  @Override
  public int getVersion() {
    return original.getVersion();
  }

  @Override
  public BigInteger getSerialNumber() {
    return original.getSerialNumber();
  }

  @Override
  @SuppressWarnings("deprecation")
  public Principal getIssuerDN() {
    return original.getIssuerDN();
  }

  @Override
  public X500Principal getIssuerX500Principal() {
    return original.getIssuerX500Principal();
  }

  @Override
  @SuppressWarnings("deprecation")
  public Principal getSubjectDN() {
    return original.getSubjectDN();
  }

  @Override
  public X500Principal getSubjectX500Principal() {
    return original.getSubjectX500Principal();
  }

  @Override
  public Date getNotBefore() {
    return original.getNotBefore();
  }

  @Override
  public Date getNotAfter() {
    return original.getNotAfter();
  }

  @Override
  public byte[] getTBSCertificate() throws CertificateEncodingException {
    return original.getTBSCertificate();
  }

  @Override
  public byte[] getSignature() {
    return original.getSignature();
  }

  @Override
  public String getSigAlgName() {
    return original.getSigAlgName();
  }

  @Override
  public String getSigAlgOID() {
    return original.getSigAlgOID();
  }

  @Override
  public byte[] getSigAlgParams() {
    return original.getSigAlgParams();
  }

  @Override
  public boolean[] getIssuerUniqueID() {
    return original.getIssuerUniqueID();
  }

  @Override
  public boolean[] getSubjectUniqueID() {
    return original.getSubjectUniqueID();
  }

  @Override
  public boolean[] getKeyUsage() {
    return original.getKeyUsage();
  }

  @Override
  public List<String> getExtendedKeyUsage() throws CertificateParsingException {
    return original.getExtendedKeyUsage();
  }

  @Override
  public int getBasicConstraints() {
    return original.getBasicConstraints();
  }

  @Override
  public Collection<List<?>> getSubjectAlternativeNames() throws CertificateParsingException {
    return original.getSubjectAlternativeNames();
  }

  @Override
  public PublicKey getPublicKey() {
    return original.getPublicKey();
  }

  @Override
  public byte[] getEncoded() throws CertificateEncodingException {
    return original.getEncoded();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return original.hasUnsupportedCriticalExtension();
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    return original.getCriticalExtensionOIDs();
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    return original.getNonCriticalExtensionOIDs();
  }

  @Override
  public byte[] getExtensionValue(String oid) {
    return original.getExtensionValue(oid);
  }

  @Override
  public String toString() {
    return original.toString();
  }
}
