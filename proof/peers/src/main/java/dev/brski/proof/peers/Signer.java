package dev.brski.proof.peers;

import com.siemens.pki.cmpracomponent.configuration.SignatureCredentialContext;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A credential, as the library wants it. */
record Signer(List<X509Certificate> chain, PrivateKey key) implements SignatureCredentialContext {

  @Override
  public List<X509Certificate> getCertificateChain() {
    return chain;
  }

  @Override
  public PrivateKey getPrivateKey() {
    return key;
  }
}
