package dev.brski.authority.ledger;

import java.math.BigInteger;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;

/**
 * What the authority decided to certify: every field of the certificate that is not the profile's
 * or the issuing CA's, so that signing it again after a crash signs the same octets.
 *
 * @param subject the subject, which need not be the one asked for
 * @param publicKey the SubjectPublicKeyInfo to be certified, DER
 * @param serialNumber the certificate serial number reserved for it, 128 random bits
 * @param notBefore the start of the validity
 * @param notAfter the end of the validity
 * @param modified whether the certificate differs from what was asked (grantedWithMods)
 * @param implicitConfirm whether no certConf will be expected
 */
public record Decision(
    X500Principal subject,
    byte[] publicKey,
    BigInteger serialNumber,
    Instant notBefore,
    Instant notAfter,
    boolean modified,
    boolean implicitConfirm) {

  /** Copies the octets in. */
  public Decision {
    publicKey = publicKey.clone();
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }
}
