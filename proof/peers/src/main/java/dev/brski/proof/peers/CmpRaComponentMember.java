package dev.brski.proof.peers;

import com.siemens.pki.cmpclientcomponent.main.CmpClient;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;

/**
 * The client of CmpRaComponent as a member of a domain, in its daily life.
 *
 * <p>Arguments: what it is to do, namely {@code cr}, {@code kur}, {@code rr}, {@code getcacerts},
 * {@code getcertreqtemplate}, {@code getrootupdate} or {@code getcrls}; the URL of the CMP
 * endpoint; its folder; the file with the pin. In the folder lie {@code member.pem}, the leaf and
 * then its issuers, and {@code member.key}; a cr or kur leaves {@code new.key}, {@code new.pem} and
 * {@code new-chain.pem} there. What it was told is printed.
 */
public final class CmpRaComponentMember {

  private final URI endpoint;
  private final Path folder;
  private final X509Certificate pin;
  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private CmpRaComponentMember(URI endpoint, Path folder, X509Certificate pin) throws Exception {
    this.endpoint = endpoint;
    this.folder = folder;
    this.pin = pin;
    this.chain = Pem.certificates(folder.resolve("member.pem"));
    this.key = Pem.key(folder.resolve("member.key"));
  }

  /** Does what it is told, or fails with what the library says. */
  public static void main(String[] arguments) throws Exception {
    var member =
        new CmpRaComponentMember(
            URI.create(arguments[1]),
            Path.of(arguments[2]),
            Pem.certificates(Path.of(arguments[3])).getFirst());
    member.run(arguments[0]);
  }

  private void run(String what) throws Exception {
    switch (what) {
      case "cr" -> {
        var wanted = Wish.key();
        enroll(
            wanted,
            Wish.certificate(
                PKIBody.TYPE_CERT_REQ,
                wanted,
                Wish.text(leaf().getSubjectX500Principal()),
                true,
                trust()));
      }
      case "kur" -> {
        var wanted = Wish.key();
        enroll(wanted, Wish.renewal(wanted, leaf(), trust()));
      }
      case "rr" -> {
        if (!client(Wish.revocation(leaf())).invokeRevocation()) {
          throw new IllegalStateException("it is not revoked");
        }
        say("revoked");
      }
      case "getcacerts" ->
          client(Wish.nothing())
              .getCaCertificates()
              .forEach(authority -> say("CA " + authority.getSubjectX500Principal().getName()));
      case "getcertreqtemplate" ->
          say("template " + (client(Wish.nothing()).getCertificateRequestTemplate() != null));
      case "getrootupdate" ->
          say("update " + (client(Wish.nothing()).getRootCaCertificateUpdate(pin) != null));
      case "getcrls" -> {
        var issuer = Wish.text(leaf().getIssuerX500Principal());
        var lists = client(Wish.nothing()).getCrls(null, null, new String[] {issuer}, null);
        lists.forEach(list -> say("CRL of " + list.getIssuerX500Principal().getName()));
      }
      default -> throw new IllegalArgumentException("what is " + what + "?");
    }
  }

  private void enroll(KeyPair wanted, Wish wish) throws Exception {
    Pem.write(folder.resolve("new.key"), wanted.getPrivate());
    var result = client(wish).invokeEnrollment();
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

  private CmpClient client(Wish wish) throws Exception {
    return new CmpClient(
        null,
        new Line(endpoint, chain, key, pin, System.out),
        Side.plain(new Signer(chain, key), trust()),
        wish);
  }

  private X509Certificate leaf() {
    return chain.getFirst();
  }

  private Trust trust() {
    return new Trust(List.of(pin));
  }

  private static void say(String what) {
    System.out.println(what);
  }
}
