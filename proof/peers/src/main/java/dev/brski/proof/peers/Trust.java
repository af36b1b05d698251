package dev.brski.proof.peers;

import com.siemens.pki.cmpracomponent.configuration.VerificationContext;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Trust anchors, as the library wants them. */
record Trust(List<X509Certificate> anchors) implements VerificationContext {

  @Override
  public Collection<X509Certificate> getTrustedCertificates() {
    return anchors;
  }
}
