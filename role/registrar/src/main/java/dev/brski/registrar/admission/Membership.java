package dev.brski.registrar.admission;

import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who at the other end of TLS is a member of the domain already: a device with a certificate under
 * the domain's own authority (RFC 9483 sections 4.1.2 to 4.2). Whether that is revoked is for the
 * authority to say.
 */
public final class Membership {

  /**
   * A device with a good certificate of the domain.
   *
   * @param serialNumber of the device, as the subject of its certificate names it
   */
  public record Known(String serialNumber, X509Certificate ldevid) {

    /** SHA-256 of the LDevID, lower-case hexadecimal. */
    public String fingerprint() {
      return Certificates.fingerprint(ldevid);
    }
  }

  private final PathValidator paths;
  private final Supplier<List<X509Certificate>> domainCa;
  private final Supplier<List<X509Certificate>> issuers;
  private final Clock clock;

  /**
   * @param domainCa what anchors the certificates of the domain
   * @param issuers those between that and the devices' certificates that are known now, for devices
   *     that send no chain
   */
  public Membership(
      PathValidator paths,
      Supplier<List<X509Certificate>> domainCa,
      Supplier<List<X509Certificate>> issuers,
      Clock clock) {
    this.paths = paths;
    this.domainCa = domainCa;
    this.issuers = issuers;
    this.clock = clock;
  }

  /** What anchors the certificates of the domain. */
  public Anchors anchors() {
    return Anchors.of(domainCa.get());
  }

  /** The certificates between the anchor and those of the devices, as far as they are known. */
  public List<X509Certificate> issuers() {
    return issuers.get();
  }

  /**
   * Whether the first of these certificates says to be issued by the domain, whatever else is to be
   * said of it: by an issuer that is known, or by one that is sent along and says that the domain's
   * CA made it, such as an issuing CA that is newer than this registrar.
   */
  public boolean concerns(List<X509Certificate> clientChain) {
    var leaf = clientChain.getFirst();
    return isIssuedByOne(domainCa.get(), leaf)
        || isIssuedByOne(issuers.get(), leaf)
        || isIssuedByOne(
            clientChain.stream()
                .skip(1)
                .filter(sent -> isIssuedByOne(domainCa.get(), sent))
                .toList(),
            leaf);
  }

  private static boolean isIssuedByOne(
      Collection<X509Certificate> issuers, X509Certificate certificate) {
    return issuers.stream()
        .anyMatch(
            issuer ->
                issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
  }

  /** The member behind the certificates with which a client authenticated its connection. */
  public Verdict<Known> identify(List<X509Certificate> clientChain) {
    if (clientChain.isEmpty()) {
      return Verdict.refused(
          AdmissionCheck.CLIENT_CERTIFICATE,
          "the client showed no certificate",
          "Look whether the device has its certificate of this domain and sends it.");
    }
    var leaf = clientChain.getFirst();
    var candidates = new ArrayList<>(clientChain);
    candidates.addAll(issuers.get());
    return paths
        .validate(leaf, candidates, anchors(), Purpose.CMP_SIGNER, clock.now())
        .mapRefusal(why -> why.under(AdmissionCheck.MEMBER))
        .flatMap(path -> device(path.target()));
  }

  private static Verdict<Known> device(X509Certificate ldevid) {
    boolean ofPki =
        ldevid.getBasicConstraints() >= 0
            || Certificates.hasExtendedKeyUsage(ldevid, Oids.CMC_RA)
            || Certificates.hasExtendedKeyUsage(ldevid, Oids.CMC_CA);
    var serialNumber = Certificates.serialNumberAttribute(ldevid);
    return ofPki || serialNumber.isEmpty()
        ? Verdict.refused(
            AdmissionCheck.MEMBER,
            "the certificate of "
                + Description.printable(ldevid.getSubjectX500Principal().getName())
                + " is of this domain, but not of a device",
            "Have the device use the certificate that it was given by this domain.")
        : Verdict.accepted(new Known(serialNumber.get(), ldevid));
  }
}
