package dev.brski.authority.intake;

import dev.brski.authority.ledger.Registrar;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.inventory.Entry;
import dev.brski.inventory.Inventory;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request under a registrar's protection instead of the device's (RFC 9483 sections 5.2.3 and
 * 5.3.1): what it asks for, and for which device. Nothing that the device has signed but the proof
 * of possession is there; so the device must be certain by what is.
 */
public final class ReplacedLayer {

  /**
   * What a registrar asks for on a device's behalf.
   *
   * @param device for whom
   */
  record Represented(Signer.OnBehalf device, RequestedCertificate requested) {}

  private final ReplacedProtection policy;
  private final RequestValidation requests;
  private final Signers signers;
  private final Manufacturers manufacturers;
  private final Inventory inventory;

  /**
   * The layer.
   *
   * @param signers whose certificates those are that come along
   * @param inventory what tells the manufacturer where no certificate of the device comes along
   */
  public ReplacedLayer(
      ReplacedProtection policy,
      RequestValidation requests,
      Signers signers,
      Manufacturers manufacturers,
      Inventory inventory) {
    this.policy = policy;
    this.requests = requests;
    this.signers = signers;
    this.manufacturers = manufacturers;
    this.inventory = inventory;
  }

  /**
   * Whether a request is one that a registration authority answers for, and such are taken. A kur
   * is never: the protection with the certificate to be updated must be preserved (section 5.2.3).
   */
  boolean takes(CmpMessage message) {
    return switch (policy) {
      case REFUSE -> false;
      case WITH_PROOF, RA_VERIFIED ->
          message.type() != BodyType.kur
              && message.extraCerts().stream()
                  .anyMatch(shown -> Certificates.hasExtendedKeyUsage(shown, Oids.CMC_RA));
    };
  }

  /** Why a request that came alone is not taken, with what its registrar may do about it. */
  Refusal objection(CmpMessage message) {
    var refusal = IntakeCheck.NESTED.refusal("a bare " + message);
    return message.extraCerts().stream().noneMatch(signers::isOfRegistrar)
        ? refusal
        : new Refusal(
            refusal.check(),
            refusal.told(),
            refusal.cause(),
            refusal.device(),
            "A registrar of this domain has put its protection in place of the device's: let it"
                + " nest instead, with 'forwarding: nested' in its brski.yaml; or take its word for"
                + " the device, with 'replaced-protection' in the authority's.");
  }

  /** What is asked for and for whom, or the first rule of section 5.1.1 that is broken. */
  Verdict<Represented> read(CmpMessage message, Registrar registrar) {
    return requests
        .validate(
            message, registrar.certificate(), RequestValidation.Requester.REGISTRATION_AUTHORITY)
        .flatMap(this::withProof)
        .flatMap(requested -> onNewKey(requested, message))
        .flatMap(
            requested ->
                device(message, registrar, requested)
                    .map(device -> new Represented(device, requested)));
  }

  private Verdict<RequestedCertificate> withProof(RequestedCertificate requested) {
    if (!requested.raVerified() || policy == ReplacedProtection.RA_VERIFIED) {
      return Verdict.accepted(requested);
    }
    var refusal = CmpCheck.RA_VERIFIED.refusal("raVerified, where the key is to prove possession");
    return Verdict.refused(
        new Refusal(
            refusal.check(),
            refusal.told(),
            refusal.cause(),
            refusal.device(),
            "If registrars may say that they have verified the proof of possession:"
                + " replaced-protection: ra-verified in brski.yaml. Otherwise have the registrar"
                + " leave the proof as it is, with 'forwarding: replaced'."));
  }

  private static Verdict<RequestedCertificate> onNewKey(
      RequestedCertificate requested, CmpMessage message) {
    return message.extraCerts().stream()
        .filter(requested::isForKeyOf)
        .findFirst()
        .map(
            shown ->
                CmpCheck.PROTECTION_KEY_REQUESTED.<RequestedCertificate>refused(
                    "the key of " + Naming.of(shown) + " is to be certified again"))
        .orElseGet(() -> Verdict.accepted(requested));
  }

  private Verdict<Signer.OnBehalf> device(
      CmpMessage message, Registrar registrar, RequestedCertificate requested) {
    var shown = shown(message);
    return shown.isEmpty()
        ? byInventory(registrar, requested)
        : byCertificates(shown, message, registrar, requested);
  }

  /** What is neither a CA's nor a registrar's can only be the device's. */
  private List<X509Certificate> shown(CmpMessage message) {
    return message.extraCerts().stream()
        .filter(certificate -> certificate.getBasicConstraints() < 0)
        .filter(certificate -> !signers.isOfRegistrar(certificate))
        .toList();
  }

  private Verdict<Signer.OnBehalf> byCertificates(
      List<X509Certificate> shown,
      CmpMessage message,
      Registrar registrar,
      RequestedCertificate requested) {
    var devices = new ArrayList<Signer.OfDevice>();
    for (var certificate : shown) {
      switch (signers.ofShown(certificate, message.extraCerts())) {
        case Verdict.Accepted<Signer.OfDevice>(var device) -> devices.add(device);
        case Verdict.Refused<Signer.OfDevice>(var why) -> {
          return refused(
              "%s came along, which is no device's that is taken here: %s [%s]"
                  .formatted(Naming.of(certificate), why.cause(), why.check().id()));
        }
      }
    }
    var first = devices.getFirst();
    if (devices.stream().anyMatch(other -> !isSame(first, other))) {
      return refused("certificates of several devices came along");
    }
    return devices.stream()
            .anyMatch(each -> requested.identifies(each.certificate(), each.serialNumber()))
        ? Verdict.accepted(
            new Signer.OnBehalf(
                registrar,
                first.manufacturer(),
                first.serialNumber(),
                Optional.of(first.certificate())))
        : refused(
            "the subject "
                + Naming.of(requested.subject())
                + " does not name the device of "
                + Naming.of(first.certificate()));
  }

  private static boolean isSame(Signer.OfDevice one, Signer.OfDevice other) {
    return one.manufacturer().equals(other.manufacturer())
        && one.serialNumber().equals(other.serialNumber());
  }

  /** Whoever made the device, nobody but the inventory says so: it must say it, and say it once. */
  private Verdict<Signer.OnBehalf> byInventory(
      Registrar registrar, RequestedCertificate requested) {
    var serial = Certificates.serialNumberAttribute(requested.subject());
    if (serial.isEmpty()) {
      return refused(
          "no certificate of the device came along, and the subject "
              + Naming.of(requested.subject())
              + " has not the one serialNumber that says which it is");
    }
    var named = inventory.withSerial(serial.get());
    if (named.size() != 1) {
      return refused(
          "no certificate of device %s came along, and the inventory %s"
              .formatted(
                  Description.printable(serial.get()),
                  named.isEmpty()
                      ? "does not name it"
                      : "names several of that serial number: of "
                          + named.stream()
                              .map(Entry::manufacturer)
                              .collect(Collectors.joining(", "))));
    }
    var manufacturer = named.getFirst().manufacturer();
    if (manufacturers.named(manufacturer).isEmpty()) {
      return refused(
          ("no certificate of device %s came along, and the inventory says that %s made it, whose"
                  + " devices are not taken here")
              .formatted(Description.printable(serial.get()), Description.printable(manufacturer)));
    }
    return inventory.names(manufacturer, serial.get())
        ? Verdict.accepted(
            new Signer.OnBehalf(registrar, manufacturer, serial.get(), Optional.empty()))
        : refused(
            "no certificate of device "
                + Description.printable(serial.get())
                + " came along, and its time in the inventory is over");
  }

  private static Verdict<Signer.OnBehalf> refused(String cause) {
    return Verdict.refused(IntakeCheck.REPRESENTED.refusal(cause));
  }
}
