package dev.brski.proof.peers;

import com.siemens.pki.cmpclientcomponent.configuration.ClientContext;
import com.siemens.pki.cmpclientcomponent.configuration.EnrollmentContext;
import com.siemens.pki.cmpclientcomponent.configuration.RevocationContext;
import com.siemens.pki.cmpclientcomponent.main.CmpClient;
import com.siemens.pki.cmpracomponent.configuration.CmpMessageInterface;
import com.siemens.pki.cmpracomponent.configuration.CredentialContext;
import com.siemens.pki.cmpracomponent.configuration.NestedEndpointContext;
import com.siemens.pki.cmpracomponent.configuration.SignatureCredentialContext;
import com.siemens.pki.cmpracomponent.configuration.VerificationContext;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.jspecify.annotations.Nullable;

/**
 * The client of CmpRaComponent as the enrolling half of a pledge: one ir with its IDevID, polls as
 * long as it is told to, and a certConf unless none is needed.
 *
 * <p>Arguments: the URL of the registrar's CMP endpoint, the device's folder, the file with the
 * pin, the subject, and {@code implicit} or {@code explicit} for the confirmation that is asked
 * for. In the folder lie {@code idevid.pem} and {@code idevid.key}; {@code new.key}, {@code
 * new.pem} and {@code new-chain.pem} are left there.
 */
public final class CmpRaComponentPledge {

  private CmpRaComponentPledge() {}

  /** Enrolls, or fails with what the library says. */
  public static void main(String[] arguments) throws Exception {
    var registrar = URI.create(arguments[0]);
    var folder = Path.of(arguments[1]);
    var pin = Pem.certificates(Path.of(arguments[2])).getFirst();
    var subject = arguments[3];
    boolean implicit = arguments[4].equals("implicit");

    var idevid = Pem.certificates(folder.resolve("idevid.pem"));
    var key = Pem.key(folder.resolve("idevid.key"));
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var wanted = generator.generateKeyPair();
    Pem.write(folder.resolve("new.key"), wanted.getPrivate());

    var trust = new Trust(List.of(pin));
    var client =
        new CmpClient(
            null,
            new Line(registrar, idevid, key, pin, System.out),
            new Upstream(new Signer(idevid, key), trust),
            new Wish(wanted, subject, implicit, trust));
    var result = client.invokeEnrollment();
    if (result == null) {
      throw new IllegalStateException("there is no certificate");
    }
    Pem.write(folder.resolve("new.pem"), List.of(result.getEnrolledCertificate()));
    Pem.write(
        folder.resolve("new-chain.pem"),
        result.getEnrollmentChain().stream()
            .filter(issuer -> !issuer.equals(result.getEnrolledCertificate()))
            .toList());
  }

  private record Trust(List<X509Certificate> anchors) implements VerificationContext {
    @Override
    public Collection<X509Certificate> getTrustedCertificates() {
      return anchors;
    }
  }

  private record Signer(List<X509Certificate> chain, PrivateKey key)
      implements SignatureCredentialContext {
    @Override
    public List<X509Certificate> getCertificateChain() {
      return chain;
    }

    @Override
    public PrivateKey getPrivateKey() {
      return key;
    }
  }

  private record Upstream(CredentialContext signer, VerificationContext trust)
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

  private record Wish(KeyPair key, String subject, boolean implicit, VerificationContext trust)
      implements ClientContext, EnrollmentContext {
    @Override
    public EnrollmentContext getEnrollmentContext() {
      return this;
    }

    @Override
    public @Nullable RevocationContext getRevocationContext() {
      return null;
    }

    @Override
    public int getEnrollmentType() {
      return PKIBody.TYPE_INIT_REQ;
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
      return null;
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
}
