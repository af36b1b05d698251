package dev.brski.authority.setup;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.DurableFile;
import dev.brski.trust.KeyKind;
import dev.brski.verdict.Verdict;
import dev.brski.wire.FreePort;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Makes an authority's folder: a root, an issuing CA, a responder, a TLS credential. */
public final class AuthoritySetup {

  private static final int LONGEST_NAME = 40;
  static final int ROOT_YEARS = 25;
  static final int ISSUING_YEARS = 15;
  static final int SERVICE_YEARS = 5;

  private AuthoritySetup() {}

  /**
   * Makes the folder and everything in it; {@code brski.yaml} comes last, so that a folder that has
   * one is complete.
   *
   * @param name the domain's name, 1 to 40 printable characters
   * @param listen where registrars will reach it; port 0 for a free one that is written down
   * @return the settings file
   * @throws IOException when a file cannot be written or no port is free
   */
  public static Verdict<Path> init(Path dir, String name, HostPort listen, InstantSource clock)
      throws IOException {
    return init(dir, name, KeyKind.P_256, listen, clock);
  }

  /**
   * The same with keys of a kind.
   *
   * @throws IOException when a file cannot be written or no port is free
   */
  public static Verdict<Path> init(
      Path dir, String name, KeyKind keys, HostPort listen, InstantSource clock)
      throws IOException {
    var folder = new AuthorityFolder(dir);
    if (Files.exists(folder.settings())) {
      return Verdict.refused(
          SetupCheck.EXISTS,
          folder.settings() + " exists",
          "Edit it, or choose another folder; nothing was changed.");
    }
    if (Files.exists(folder.domainCa())) {
      return Verdict.refused(
          SetupCheck.EXISTS,
          folder.domainCa() + " exists",
          "An earlier init did not finish, or another authority's files are here; choose another"
              + " folder.");
    }
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || !name.equals(name.strip())
        || !name.equals(Description.printable(name))) {
      return Verdict.refused(
          SetupCheck.NAME,
          "a domain cannot be named '" + Description.printable(name) + "'",
          "Choose a name of 1 to " + LONGEST_NAME + " printable characters: --name NAME.");
    }
    var address = FreePort.settle(listen);
    Files.createDirectories(folder.keys());
    Files.setPosixFilePermissions(folder.keys(), PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder.manufacturers());
    writeCredentials(folder, name, address, keys, clock);
    write(folder.settings(), text(name, address));
    return Verdict.accepted(folder.settings());
  }

  private static void writeCredentials(
      AuthorityFolder folder, String name, HostPort address, KeyKind keys, InstantSource clock)
      throws IOException {
    var now = clock.instant();
    var issuer = new CertificateIssuer(CryptoSuite.standard(), keys);
    var root =
        issuer.selfSigned(
            CertificateProfile.rootCa(name + " Root CA", Validity.years(now, ROOT_YEARS)));
    var issuing =
        withoutRoot(
            issuer.credential(
                root,
                CertificateProfile.issuingCa(
                    name + " Issuing CA", Validity.years(now, ISSUING_YEARS))),
            root.leaf());
    var service = Validity.years(now, SERVICE_YEARS);
    save(folder, "root", root);
    save(folder, "issuing-ca", issuing);
    save(
        folder,
        "responder",
        issuer.credential(issuing, CertificateProfile.responder(name + " RA", service)));
    save(
        folder,
        "tls",
        issuer.credential(issuing, CertificateProfile.tlsServer(address.host(), service)));
    write(folder.domainCa(), Certificates.toPem(List.of(root.leaf())));
  }

  /** A credential with its chain up to a root, and without that. */
  static Credential withoutRoot(Credential credential, X509Certificate root) {
    return new Credential(
        credential.key(),
        credential.chain().stream().filter(certificate -> !certificate.equals(root)).toList());
  }

  private static void save(AuthorityFolder folder, String name, Credential credential)
      throws IOException {
    credential.write(folder.keys().resolve(name + ".pem"), folder.keys().resolve(name + ".key"));
  }

  private static String text(String name, HostPort listen) {
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, name).build().toString();
    return """
    # Settings of an authority: the RA and the CA of one domain.
    version: 1

    # Where registrars reach it. The TLS certificate names this host.
    listen: "%s"

    # The domain's name, for people and for the journal.
    domain: "%s"

    # What the subjects of certificates begin with; the device's serial number is added. Most
    # general name first; "" for the serial number alone.
    subject: "%s"

    # How long certificates are valid, as far as the issuing CA lasts.
    validity: 365d

    # Which profile counts when neither a request (certProfile) nor the manufacturer's file names one.
    # ldevid is always there: the subject and validity of above, digitalSignature, clientAuth. Others, or
    # another ldevid, are files: 'brski authority profiles add NAME' writes profiles.d/NAME.yaml.
    # default-profile: ldevid

    # automatic: what passes every check is certified at once. manual: it is held until a person
    # decides with 'brski authority pending', 'approve' and 'deny'; the device waits meanwhile.
    approval: automatic

    # With 'approval: manual', whether a device that replaces its certificate by a newer one (CMP kur)
    # is held, too:
    #   automatic   no: a person decided on it once, and it proves who it is by that certificate
    #   manual      yes
    # key-updates: automatic

    # Whether a registrar that asks for its next credential with the one that it has (CMP kur) gets it:
    #   automatic   yes: the same again for a new key, while the old one is neither expired nor revoked
    #   refuse      no: a person makes every one with 'brski authority registrar'
    # registrar-updates: automatic

    # What happens to devices that the inventory does not name (brski authority inventory):
    #   admit   they get a certificate like any other
    #   hold    they are held until a person decides, as with 'approval: manual'; for key updates, too
    #   refuse  they get none
    # unknown-devices: admit

    # Which kinds of key count, in certificates and signatures of others: p-256, p-384, p-521, ed25519,
    # ed448, rsa-2048, rsa-3072, rsa-4096, and for keys that sign by RSASSA-PSS alone rsa-pss-2048,
    # rsa-pss-3072, rsa-pss-4096. An RSA key of another length counts as the longest of these that is
    # not longer. Without this all of them.
    # accepted-keys: [p-256,p-384,ed25519]

    # What happens when a device asks for a certificate on a key that is stronger than the key that it
    # signs the request with (RFC 9481 section 7), such as p-256 from one born with rsa-2048:
    #   refuse   it is told badAlg
    #   accept   it gets the certificate
    # stronger-keys: refuse

    # How many polls of all devices that are held a second is to bring; they are told to ask again
    # after 1 s when few wait, and after at most 2 minutes.
    # polls-per-second: 20

    # How many certificates one device, or one registrar, may ask for within 24 hours. A request beyond
    # that is told to come later; one that is here already, or waits, keeps its place.
    # certificates-per-day: 10

    # How much of the disk that data/ is on is left for what is under way. With less, no new request is
    # taken, registrars are told to come back, and the log says so.
    # free-space-at-least: 32 MiB

    # How long a revocation list is valid. A new one is made when something is revoked (brski authority
    # revoke) and when half of that time is over: public/domain.crl, for a web server to serve; that
    # of the second issuing CA is public/domain-2.crl.
    # crl-lifetime: 7d

    # Where that list can be had, as new certificates are to say. Without this they say nothing. Those of
    # the second issuing CA say http://pki.example.com/domain-2.crl.
    # crl-url: "http://pki.example.com/domain.crl"

    # Tells the status of each certificate at the moment to whoever asks (OCSP, RFC 6960), over HTTP
    # without TLS: the answers are signed. Their signer, keys/ocsp.pem, is made and renewed by itself.
    # Without this nobody answers.
    #   listen    where it is asked
    #   url       the same place as new certificates name it; without this they say nothing. Keep
    #             answering there for as long as they last
    #   lifetime  how long others may rely on an answer, 1m to 2d; without this 1h. A revocation may be
    #             known so much later to those who were told before
    # ocsp: {"listen":"0.0.0.0:8080","url":"http://ocsp.example.com","lifetime":"1h"}

    # implicit: devices that ask not to confirm their certificate need not. explicit: all confirm.
    confirmation: implicit

    # How long a confirmation is waited for where one is needed. It is to outlast the way there and
    # back, also of requests that travel on a stick. Afterwards the certificate is unconfirmed, which is
    # as good as rejected; a confirmation that comes late all the same is taken, unless the device has
    # asked anew.
    confirm-wait: 4d

    # evidence: a registrar's consent must bring the voucher that it rests on, for the same device
    # and with a certificate of this domain pinned. signature: its signature is enough, for
    # registrars that cannot send evidence.
    consent: evidence

    # Whether a registrar of this domain may answer for a device instead of bringing what that signed:
    # under the registrar's own protection (RFC 9483 section 5.2.3), or on behalf of the device (5.3.1).
    # No voucher comes with that, whatever 'consent' says; what is issued is listed as hop-by-hop.
    #   refuse       no: every request is the device's own, in a registrar's nested message
    #   with-proof   yes, where the key to be certified has signed the proof of possession
    #   ra-verified  also where the registrar says that it has verified that proof (5.2.3.2)
    # replaced-protection: refuse

    # The root, which vouchers pin. Its key, keys/root.key, is not needed while the authority runs:
    # move it to a safe place. The next one, domain-ca-2.pem, is made beside it by 'brski authority roll
    # root'; all are used that are valid.
    root: "domain-ca.pem"

    # What certificates are issued with. The next one, keys/issuing-ca-2.pem, is made beside it by
    # 'brski authority roll issuing-ca'; of this and the two below the highest number is used.
    issuing-ca:
      certificates: "keys/issuing-ca.pem"
      key: "keys/issuing-ca.key"

    # What answers are protected with: a registration authority (id-kp-cmcRA) under the issuing CA.
    responder:
      certificates: "keys/responder.pem"
      key: "keys/responder.key"

    # What the TLS server shows.
    tls:
      certificates: "keys/tls.pem"
      key: "keys/tls.key"
    """
        .formatted(listen, quoted(name), quoted(subject));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), false);
  }
}
