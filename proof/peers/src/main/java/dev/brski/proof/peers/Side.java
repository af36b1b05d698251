package dev.brski.proof.peers;

import com.siemens.pki.cmpracomponent.configuration.CmpMessageInterface;
import com.siemens.pki.cmpracomponent.configuration.CredentialContext;
import com.siemens.pki.cmpracomponent.configuration.NestedEndpointContext;
import com.siemens.pki.cmpracomponent.configuration.VerificationContext;
import org.jspecify.annotations.Nullable;

/** How messages are signed and verified on one side. */
record Side(
    CredentialContext signer,
    VerificationContext trust,
    @Nullable NestedEndpointContext nesting,
    ReprotectMode mode)
    implements CmpMessageInterface {

  /** A side where nothing is nested, and what came protected is left as it is. */
  static Side plain(CredentialContext signer, VerificationContext trust) {
    return new Side(signer, trust, null, ReprotectMode.keep);
  }

  /** A side where messages are nested, and what came protected is left as it is. */
  static Side nesting(Signer signer, VerificationContext trust, VerificationContext outer) {
    return new Side(signer, trust, new Nesting(signer, outer), ReprotectMode.keep);
  }

  /** A side where everything goes under another protection (RFC 9483 section 5.2.3). */
  static Side replacing(CredentialContext signer, VerificationContext trust) {
    return new Side(signer, trust, null, ReprotectMode.reprotect);
  }

  @Override
  public VerificationContext getInputVerification() {
    return trust;
  }

  @Override
  public @Nullable NestedEndpointContext getNestedEndpointContext() {
    return nesting;
  }

  @Override
  public CredentialContext getOutputCredentials() {
    return signer;
  }

  @Override
  public ReprotectMode getReprotectMode() {
    return mode;
  }

  @Override
  public boolean getSuppressRedundantExtraCerts() {
    return false;
  }

  @Override
  public boolean isCacheExtraCerts() {
    return false;
  }

  @Override
  public boolean isMessageTimeDeviationAllowed(long deviation) {
    return true;
  }
}
