package dev.brski.proof.peers;

import com.siemens.pki.cmpracomponent.configuration.CmpMessageInterface;
import com.siemens.pki.cmpracomponent.configuration.CredentialContext;
import com.siemens.pki.cmpracomponent.configuration.NestedEndpointContext;
import com.siemens.pki.cmpracomponent.configuration.VerificationContext;
import org.jspecify.annotations.Nullable;

/** How messages are signed and verified on one side; what came protected is left as it is. */
record Side(
    CredentialContext signer, VerificationContext trust, @Nullable NestedEndpointContext nesting)
    implements CmpMessageInterface {

  /** A side where nothing is nested. */
  static Side plain(CredentialContext signer, VerificationContext trust) {
    return new Side(signer, trust, null);
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
    return ReprotectMode.keep;
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
