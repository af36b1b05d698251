package dev.brski.proof.peers;

import com.siemens.pki.cmpracomponent.configuration.CredentialContext;
import com.siemens.pki.cmpracomponent.configuration.NestedEndpointContext;
import com.siemens.pki.cmpracomponent.configuration.VerificationContext;

/** How messages are nested for one side, and unpacked that come from there. */
record Nesting(CredentialContext signer, VerificationContext trust)
    implements NestedEndpointContext {

  @Override
  public VerificationContext getInputVerification() {
    return trust;
  }

  @Override
  public CredentialContext getOutputCredentials() {
    return signer;
  }

  @Override
  public boolean isIncomingRecipientValid(String recipient) {
    return true;
  }
}
