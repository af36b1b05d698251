package dev.brski.authority.ledger;

import javax.security.auth.x500.X500Principal;

/**
 * What the authority decided to certify when the request came, all of it that needs no serial
 * number and no time: this is what a person sees who is asked, and what is certified then.
 *
 * @param subject the subject, which need not be the one asked for
 * @param publicKey the SubjectPublicKeyInfo to be certified, DER
 * @param modified whether the certificate differs from what was asked (grantedWithMods)
 * @param implicitConfirm whether no certConf will be expected
 */
public record Decision(
    X500Principal subject, byte[] publicKey, boolean modified, boolean implicitConfirm) {

  /** Copies the octets in. */
  public Decision {
    publicKey = publicKey.clone();
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }
}
