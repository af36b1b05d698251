package dev.brski.proof.peers;

import com.siemens.pki.cmpracomponent.configuration.CmpMessageInterface;
import com.siemens.pki.cmpracomponent.configuration.CredentialContext;
import com.siemens.pki.cmpracomponent.configuration.NestedEndpointContext;
import com.siemens.pki.cmpracomponent.configuration.VerificationContext;
import org.jspecify.annotations.Nullable;

/** How messages are signed, and answers verified. */
record Upstream(CredentialContext signer, VerificationContext trust)
    implements CmpMessageInterface {

  @Override
  public VerificationContext getInputVerification() {
    return trust;
  }

  @Override
  public @Nullable NestedEndpointContext getNestedEndpointContext() {
    return null;
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
