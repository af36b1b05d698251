package dev.brski.cmp;

import java.math.BigInteger;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * One CertReqMsg (RFC 4211 section 3), read and not yet judged; {@link RequestValidation} does.
 *
 * @param certRequest the octets of the CertRequest as they came, which the proof is made over
 * @param template what is asked for
 * @param oldCertId the certificate to be updated, if the controls name one
 */
public record CertReqMsg(
    BigInteger certReqId,
    byte[] certRequest,
    Template template,
    Optional<OldCertId> oldCertId,
    Popo popo) {

  /** Copies the octets. */
  public CertReqMsg {
    certRequest = certRequest.clone();
  }

  @Override
  public byte[] certRequest() {
    return certRequest.clone();
  }

  /**
   * The CertTemplate.
   *
   * @param hasProhibitedFields whether serialNumber, signingAlg, issuerUID or subjectUID is there
   */
  public record Template(
      Optional<BigInteger> version,
      boolean hasProhibitedFields,
      Optional<X500Principal> subject,
      Optional<SubjectPublicKeyInfo> publicKey,
      Optional<Extensions> extensions) {}

  /** The certificate that a key update replaces (RFC 4211 section 6.5). */
  public record OldCertId(X500Principal issuer, BigInteger serialNumber) {}

  /** The ProofOfPossession (RFC 4211 section 4). */
  public sealed interface Popo {

    /** There is none. */
    record Absent() implements Popo {}

    /** A registration authority says that it has verified one. */
    record RaVerified() implements Popo {}

    /**
     * A signature with the new key.
     *
     * @param hasInput whether it was made over a POPOSigningKeyInput instead of the CertRequest
     */
    record Signature(AlgorithmIdentifier algorithm, byte[] value, boolean hasInput)
        implements Popo {

      /** Copies the octets. */
      public Signature {
        value = value.clone();
      }

      @Override
      public byte[] value() {
        return value.clone();
      }
    }

    /** For keys that cannot sign: keyEncipherment or keyAgreement. */
    record OfAnotherKind(int tag) implements Popo {}
  }
}
