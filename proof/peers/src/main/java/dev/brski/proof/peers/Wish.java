package dev.brski.proof.peers;

import com.siemens.pki.cmpclientcomponent.configuration.ClientContext;
import com.siemens.pki.cmpclientcomponent.configuration.EnrollmentContext;
import com.siemens.pki.cmpclientcomponent.configuration.RevocationContext;
import com.siemens.pki.cmpracomponent.configuration.VerificationContext;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/** What a client is to ask for. */
record Wish(Optional<Certificate> certificate, Optional<X509Certificate> revoked)
    implements ClientContext, RevocationContext {

  private static final int CESSATION_OF_OPERATION = 5;

  /** A certificate on a key. */
  record Certificate(
      int type,
      KeyPair key,
      String subject,
      boolean implicit,
      Optional<X509Certificate> old,
      VerificationContext trust)
      implements EnrollmentContext {

    @Override
    public int getEnrollmentType() {
      return type;
    }

    @Override
    public KeyPair getCertificateKeypair() {
      return key;
    }

    @Override
    public VerificationContext getEnrollmentTrust() {
      return trust;
    }

    @Override
    public @Nullable List<TemplateExtension> getExtensions() {
      return null;
    }

    @Override
    public @Nullable X509Certificate getOldCert() {
      return old.orElse(null);
    }

    @Override
    public boolean getRequestImplictConfirm() {
      return implicit;
    }

    @Override
    public String getSubject() {
      return subject;
    }
  }

  /** A name in the order in which the library reads it. */
  static String text(X500Principal name) {
    return X500Name.getInstance(name.getEncoded()).toString();
  }

  /** A P-256 key. */
  static KeyPair key() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A certificate by an ir or cr. */
  static Wish certificate(
      int type, KeyPair key, String subject, boolean implicit, VerificationContext trust) {
    return new Wish(
        Optional.of(new Certificate(type, key, subject, implicit, Optional.empty(), trust)),
        Optional.empty());
  }

  /** The successor of a certificate, by a kur. */
  static Wish renewal(KeyPair key, X509Certificate old, VerificationContext trust) {
    return new Wish(
        Optional.of(
            new Certificate(
                PKIBody.TYPE_KEY_UPDATE_REQ,
                key,
                text(old.getSubjectX500Principal()),
                true,
                Optional.of(old),
                trust)),
        Optional.empty());
  }

  /** The revocation of a certificate. */
  static Wish revocation(X509Certificate certificate) {
    return new Wish(Optional.empty(), Optional.of(certificate));
  }

  /** Nothing but information. */
  static Wish nothing() {
    return new Wish(Optional.empty(), Optional.empty());
  }

  @Override
  public @Nullable EnrollmentContext getEnrollmentContext() {
    return certificate.orElse(null);
  }

  @Override
  public @Nullable RevocationContext getRevocationContext() {
    return revoked.isPresent() ? this : null;
  }

  @Override
  public String getIssuer() {
    return text(revoked.orElseThrow().getIssuerX500Principal());
  }

  @Override
  public int getRevocationReason() {
    return CESSATION_OF_OPERATION;
  }

  @Override
  public BigInteger getSerialNumber() {
    return revoked.orElseThrow().getSerialNumber();
  }
}
