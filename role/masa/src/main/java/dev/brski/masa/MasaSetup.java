package dev.brski.masa;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.DurableFile;
import dev.brski.trust.Generations;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import dev.brski.wire.FreePort;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/** Makes a MASA's folder. */
public final class MasaSetup {

  private static final int TLS_YEARS = 20;

  private MasaSetup() {}

  /**
   * Writes settings, keys and anchors; {@code brski.yaml} comes last, so that a folder that has it
   * is whole.
   *
   * @param listen where registrars will reach it; with port 0 a free port is chosen and kept
   * @return the address that was written down
   */
  public static Verdict<HostPort> init(
      Path dir,
      Manufacturer manufacturer,
      HostPort listen,
      CryptoSuite suite,
      InstantSource clock) {
    var folder = new MasaFolder(dir);
    if (Files.exists(folder.settings())) {
      return Verdict.refused(
          MasaCheck.EXISTS,
          folder.settings() + " exists",
          "Edit it, or choose another folder; nothing was changed.");
    }
    try {
      var settled = FreePort.settle(listen);
      write(folder.voucherSigner(), manufacturer.voucherSigner());
      write(folder.noncelessSigner(), manufacturer.noncelessSigner());
      write(folder.idevidAnchor(), Certificates.toPem(manufacturer.idevidAnchors()));
      write(folder.voucherAnchor(), Certificates.toPem(manufacturer.voucherAnchors()));
      if (!manufacturer.noncelessAnchors().isEmpty()) {
        write(folder.noncelessAnchor(), Certificates.toPem(manufacturer.noncelessAnchors()));
      }
      makeTls(folder, manufacturer.name(), settled, new CertificateIssuer(suite), clock);
      write(folder.settings(), text(settled, manufacturer.serialNumbers()));
      return Verdict.accepted(settled);
    } catch (IOException e) {
      return Verdict.refused(
          MasaCheck.FILE,
          "the folder " + dir + " cannot be set up: " + e.getMessage(),
          "Look whether the folder can be written and the address can be listened on.");
    }
  }

  private static void makeTls(
      MasaFolder folder,
      String name,
      HostPort listen,
      CertificateIssuer issuer,
      InstantSource clock)
      throws IOException {
    var validity = Validity.years(clock.instant(), TLS_YEARS);
    var root = issuer.selfSigned(CertificateProfile.rootCa(name + " MASA TLS root", validity));
    var server = issuer.credential(root, CertificateProfile.tlsServer(listen.host(), validity));
    root.write(folder.tlsRoot(), folder.tlsRootKey());
    server.write(folder.tls(), folder.tlsKey());
    List<X509Certificate> anchor = List.of(root.leaf());
    write(folder.tlsAnchor(), Certificates.toPem(anchor));
  }

  /** The first generation, also over what an attempt before has left behind. */
  private static void write(Generations generations, Credential credential) throws IOException {
    credential.write(generations.certificates(1), generations.key(1));
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), false);
  }

  private static String text(HostPort listen, SerialNumberField serialNumbers) {
    return """
    # Settings of a MASA. Keys that are commented out show their defaults.
    version: 1

    # Where registrars reach this MASA. Its TLS certificate is for this host.
    listen: "%s"

    # Where the manufacturer's IDevIDs have the device's serial number. What the other field says does
    # not count.
    #   subject               the attribute serialNumber of the subject
    #   hardware-module-name  hwSerialNum in the subjectAltName (RFC 4108), as text
    serial-number: %s

    # Which certificate of a registrar's chain vouchers pin:
    #   topmost     the one farthest from the registrar's own, of those it sends
    #   lowest-ca   the one that issued the registrar's own
    #   end-entity  the registrar's own; then no authority behind the registrar can be verified
    # pin: topmost

    # The age from which a registrar's request is stale and refused.
    # request-lifetime: 7d

    # How many vouchers one device may get within 24 hours. Beyond that registrars are told to come
    # later. The same request of a device for the same domain gets the same voucher again and counts once.
    # vouchers-per-day: 20

    # Who may have a device that no sales record names (brski masa sales import):
    #   allow      any domain, if the device proves that it is near it
    #   customers  the domains of known customers (brski masa customer add), if it is near
    #   refuse     nobody: a device must be sold first
    # A device that is sold goes to its owner's domain alone, whatever stands here.
    # unsold: allow

    # Whether a customer that was added with --on-first-use is known from then on by the domain
    # that is the first to ask for one of its devices: refuse or allow. The journal tells of each.
    # first-use: refuse

    # Vouchers without a nonce, for devices that are not there (RFC 8995 section 7.4.1). Only a customer
    # that may have them gets them (brski masa customer add NAME --nonceless), for devices that are sold
    # to it, and only if it is known by a certificate that was given for it.
    #   allowed        true issues them
    #   lifetime       how long they are good for, 1m to 36500d, but not longer than the registrar's
    #                  certificate and the pinned one; or never, for devices that cannot tell the time
    #   without-clock  how the serial numbers of such devices begin; for others lifetime holds
    nonceless:
      allowed: false
      # lifetime: 30d
      # without-clock: []

    # Whether a registrar's certificates are revoked (RFC 8995 section 5.5.3) is looked up in the lists
    # in crls/, in those that come with its request, and at the servers that its certificates name:
    #   hosts           which of these may be asked, by plain HTTP: a name, *.name for every host right
    #                   below it, or an IP address, each with its port unless that is 80; none. A name
    #                   that leads to this machine or its link is not asked
    #   without-answer  what happens when a certificate names such a place and no valid list can be had:
    #                   accept or refuse
    #   hosts: ["crl.example.org","10.1.2.3:8080"]
    #   without-answer: accept
    # registrar-status: {}

    # How many requests within an hour are taken of one registrar, by the certificate that signs them,
    # and from one network address: an IPv4 address, or the first 64 bits of an IPv6 address. Beyond
    # that they are told to come later. Several registrars may be behind one address.
    # registrar-requests-per-hour: 60000
    # address-requests-per-hour: 120000

    # How the audit log of a device is handed to its owners:
    #   inline  in the answer
    #   link    under a name that nobody can guess, which the answer tells
    # audit-log: inline

    # How long a log can be fetched under such a name; up to 366d.
    # audit-log-link-lifetime: 1d

    # Over whose connections the log is asked for:
    #   any     anybody's; that a registrar of the domain signed the request is enough
    #   domain  only those that show a TLS client certificate of the domain that signed the request
    # audit-log-clients: any

    # Which kinds of key count, in certificates and signatures of others: p-256, p-384, p-521, ed25519,
    # ed448, rsa-2048, rsa-3072, rsa-4096, and for keys that sign by RSASSA-PSS alone rsa-pss-2048,
    # rsa-pss-3072, rsa-pss-4096. An RSA key of another length counts as the longest of these that is
    # not longer. Without this all of them.
    # accepted-keys: [p-256,p-384,ed25519]

    # How much of the disk that data/ is on stays free. With less, no new voucher is made, registrars
    # are told to come back, and the log says so.
    # free-space-at-least: 32 MiB
    """
        .formatted(listen, serialNumbers.word());
  }
}
