package dev.brski.registrar.setup;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.DurableFile;
import dev.brski.trust.Keyring;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import dev.brski.wire.FreePort;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a registrar's folder. */
public final class RegistrarSetup {

  private RegistrarSetup() {}

  /**
   * Writes {@code brski.yaml} and takes the credential that the authority wrote into the folder.
   *
   * @param listen where pledges will reach it; with port 0 a free port is chosen and kept
   * @return the address that was written down
   */
  public static Verdict<HostPort> init(Path dir, HostPort listen) {
    var folder = new RegistrarFolder(dir);
    if (Files.exists(folder.settings())) {
      return Verdict.refused(
          SetupCheck.EXISTS,
          folder.settings() + " exists",
          "Edit it, or choose another folder; nothing was changed.");
    }
    try {
      var credential = Credential.read(folder.certificates(), folder.key());
      var domain = Certificates.readPem(folder.domainCa()).getFirst();
      var url = URI.create(Files.readString(folder.authorityUrl()).strip());
      if (!Certificates.hasExtendedKeyUsage(credential.leaf(), Oids.CMC_RA)) {
        return Verdict.refused(
            SetupCheck.CREDENTIAL,
            folder.certificates() + " lacks the extended key usage id-kp-cmcRA",
            "Let the authority make the credential: brski authority registrar.");
      }
      var settled = FreePort.settle(listen);
      Keyring.create(folder.keyring(), credential);
      Files.createDirectories(folder.manufacturers());
      DurableFile.write(
          folder.settings(),
          text(settled, domain.getSubjectX500Principal().getName(), url)
              .getBytes(StandardCharsets.UTF_8),
          false);
      return Verdict.accepted(settled);
    } catch (IOException | IllegalArgumentException e) {
      return Verdict.refused(
          SetupCheck.FILE,
          String.valueOf(e.getMessage()),
          "Write the registrar's credential here first: brski authority registrar --dir AUTHORITY"
              + " --name NAME --out "
              + dir
              + ".");
    }
  }

  private static String text(HostPort listen, String domain, URI authority) {
    return """
    # Settings of a registrar. Keys that are commented out show their defaults.
    version: 1

    # Where pledges reach this registrar.
    listen: "%s"

    # The domain that devices are put into; a name for people and for the journal.
    domain: "%s"

    # The domain's authority, verified with domain-ca.pem.
    authority: "%s"

    # What is to be known of an authority that is not ours, or of an RA before it: the keys below, in
    # a group under upstream. The URL above may have a path then.
    #   Whether a message may be sent again whose answer did not come (must be said): same-octets, the
    #   same gets the same answer, as from our authority; never, it might certify twice, and a person
    #   resolves it with brski queue resolve.
    #   resend: never
    #   In which form devices' messages go there (RFC 9483 section 5.2): nested, inside this registrar's
    #   signature; unchanged; replaced, under this registrar's protection; ra-verified, the same, and
    #   this registrar says that it has verified the proof of possession.
    #   forwarding: nested
    #   Whether the operation's label, such as initialization, follows the path: appended, none.
    #   operation-labels: appended
    #   Whether the URL may begin with http://: allowed, refused.
    #   plain-http: refused
    #   What its TLS certificate is verified with.
    #   tls-anchors: "domain-ca.pem"
    #   What this registrar shows there, as in masa-access of a manufacturer's file.
    #   access: {}
    #   What its answers are verified with, if not with domain-ca.pem: anchors, or the one certificate
    #   that protects them. Devices get them under this registrar's protection then. The certificates
    #   must still have been issued under domain-ca.pem.
    #   answer-anchors: "ca.pem"
    #   answer-certificate: "signer.pem"
    # upstream: {"resend":same-octets}

    # How long a pledge waits for voucher or certificate before it is told to come back.
    # answer-within: 5s

    # How many polls a second all waiting devices together may send.
    # polls-per-second: 20

    # How many messages travel to the authority together when several wait (RFC 9483 section
    # 5.2.2.2); 1 for an authority that knows no batches, and always 1 where upstream says resend:
    # never or another forwarding than nested.
    # most-in-batch: 500

    # How many voucher exchanges and operations one device may begin in an hour. One that wants
    # more is told to come back.
    # exchanges-per-hour: 60

    # How many upstream messages may wait, for the devices of one manufacturer and in all. Beyond
    # that, new devices are told to come back.
    # open-per-manufacturer: 25000
    # open: 50000

    # What is made of a device's audit log, which its MASA keeps of all vouchers for it (RFC 8995
    # section 5.8.3). A rule says allow, hold (an operator decides: brski registrar audit) or refuse.
    # As long as one says hold or refuse, a voucher waits for the log. The file of a manufacturer may
    # say otherwise for its devices. A domainID is written in base64, as brski registrar audit shows it.
    audit-log:
      # never: no log is asked for.
      ask: always
      # Entries of other domains: expected ones, forbidden ones (always refused), and all others.
      # known-domains: ["BduJhdHPpfhQLyponf48JzXSGZ8="]
      # forbidden-domains: []
      other-domains: allow
      # Entries without a nonce: such a domain may take the device over again, at any time.
      # nonceless-domains: []
      nonceless-entries: hold
      # Others' entries by date, when it is known when the devices were bought.
      # purchased: 2026-03-01
      entries-before-purchase: allow
      entries-since-purchase: allow
      # Others' entries whose assertion is not among these.
      # assertions: [verified, proximity]
      other-assertions: allow
      # More entries of others than new equipment has.
      most-entries: 0
      more-entries: allow
      # Entries were left out for lack of room.
      arbitrary-truncation: allow
      # Entries that say that they are of this domain, and that this registrar knows nothing of: the
      # rules on others' entries hold for them, too. Those of other registrars and older CAs of the
      # domain are expected: own-domains.
      # own-domains: []
      unknown-own-entries: allow
      # A voucher that this registrar got is not in the log.
      own-voucher-missing: allow
      # The MASA has no log, or gives none.
      no-log: allow
      # It answers something that is not understood or too large. Unless it is said here, that is as
      # bad as the worst that a log can have by the rules above.
      # unreadable-log: allow
      # How long a log is asked for in vain that no voucher waits for.
      log-within: 1d

    # When vouchers without a nonce are used that were fetched in advance (RFC 8995 sections 3.1 and 7.3:
    # brski registrar voucher fetch):
    #   when-masa-is-away   a device has waited for its own for answer-within, and the MASA is away
    #   never
    # stored-vouchers: when-masa-is-away

    # What happens to devices that nothing names, neither the inventory nor a list in manufacturers.d:
    #   admit   they join like any other
    #   hold    they wait until a person decides: brski registrar pending, approve, deny
    #   refuse  they are turned away
    # unknown-devices: admit

    # Whether this registrar renews its own credential at the authority (RFC 9483 section 4.1.3):
    #   automatic   by itself, in the last third of its validity
    #   off         only when told: brski registrar renew
    # renewal: automatic

    # Which kinds of key count, in certificates and signatures of others: p-256, p-384, p-521, ed25519,
    # ed448, rsa-2048, rsa-3072, rsa-4096, and for keys that sign by RSASSA-PSS alone rsa-pss-2048,
    # rsa-pss-3072, rsa-pss-4096. An RSA key of another length counts as the longest of these that is
    # not longer. Without this all of them.
    # accepted-keys: [p-256,p-384,ed25519]

    # How much of the disk that data/ is on is left for what is under way. With less, nothing new is
    # begun, devices are told to come back, and the log says so.
    # free-space-at-least: 32 MiB
    """
        .formatted(listen, domain.replace("\\", "\\\\").replace("\"", "\\\""), authority);
  }
}
