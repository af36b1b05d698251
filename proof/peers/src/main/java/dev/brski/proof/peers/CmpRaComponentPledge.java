package dev.brski.proof.peers;

import com.siemens.pki.cmpclientcomponent.main.CmpClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;

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
    var wanted = Wish.key();
    Pem.write(folder.resolve("new.key"), wanted.getPrivate());

    var trust = new Trust(List.of(pin));
    var client =
        new CmpClient(
            null,
            new Line(registrar, idevid, key, pin, System.out),
            Side.plain(new Signer(idevid, key), trust),
            Wish.certificate(PKIBody.TYPE_INIT_REQ, wanted, subject, implicit, trust));
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
}
