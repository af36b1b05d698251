package dev.brski.authority.issuing;

import dev.brski.authority.intake.Manufacturer;
import dev.brski.authority.intake.Manufacturers;
import dev.brski.authority.intake.Received;
import dev.brski.authority.intake.Signer;
import dev.brski.authority.ledger.AcpAddresses;
import dev.brski.authority.ledger.Contents;
import dev.brski.authority.profile.AllowedKeyUsage;
import dev.brski.authority.profile.DeviceFields;
import dev.brski.authority.profile.Profile;
import dev.brski.authority.profile.ProfileCheck;
import dev.brski.authority.profile.Profiles;
import dev.brski.cmp.BodyType;
import dev.brski.inventory.Inventory;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Which profile counts for a device, and what it makes of it. */
public final class Profiling {

  /** What a profile makes of a device. */
  record Made(X500Principal subject, Contents contents) {}

  private final Profiles profiles;
  private final Manufacturers manufacturers;
  private final Inventory inventory;
  private final AcpAddresses addresses;

  /**
   * Profiles, and what fills them.
   *
   * @param manufacturers which name profiles of their own
   * @param inventory what is said of devices
   * @param addresses those of autonomic control planes
   */
  public Profiling(
      Profiles profiles, Manufacturers manufacturers, Inventory inventory, AcpAddresses addresses) {
    this.profiles = profiles;
    this.manufacturers = manufacturers;
    this.inventory = inventory;
    this.addresses = addresses;
  }

  /** Whether the inventory names a device, and it is still valid. */
  boolean isNamed(Signer.OfDevice device) {
    return inventory.names(device.manufacturer(), device.serialNumber());
  }

  /**
   * The profile that counts for a request. A certificate keeps its profile when it is updated (RFC
   * 9483 section 4.1.3): another one is asked for with cr.
   */
  Verdict<Profile> of(Received.Certification received) {
    var device = received.signer();
    var wanted = received.message().header().certProfile();
    if (received.message().type() == BodyType.kur && device instanceof Signer.ByLdevid member) {
      return wanted.filter(name -> !name.equals(member.profile())).isPresent()
          ? refused(
              "certProfile "
                  + Description.printable(wanted.get())
                  + " in a key update of a certificate of profile "
                  + member.profile())
          : named(member.profile(), device);
    }
    return named(wanted.orElseGet(() -> usual(device)), device);
  }

  /** The profile that a device means, by its name or by none. */
  Verdict<Profile> of(Optional<String> wanted, Signer.OfDevice device) {
    return named(wanted.orElseGet(() -> usual(device)), device);
  }

  /** The profile that somebody means who is no device. */
  Verdict<Profile> of(Optional<String> wanted) {
    return named(wanted.orElseGet(profiles::usual));
  }

  private String usual(Signer.OfDevice device) {
    return manufacturers
        .named(device.manufacturer())
        .flatMap(Manufacturer::certificateProfile)
        .orElseGet(profiles::usual);
  }

  private Verdict<Profile> named(String name, Signer.OfDevice device) {
    return named(name)
        .flatMap(
            profile ->
                profile
                    .objection(fields(device))
                    .map(
                        why ->
                            Verdict.<Profile>refused(
                                ProfileCheck.RESTRICTED,
                                "certProfile " + name + ": " + why,
                                "If it is to have one, widen 'manufacturers' or 'models' in the"
                                    + " profile."))
                    .orElseGet(() -> Verdict.accepted(profile)));
  }

  private Verdict<Profile> named(String name) {
    return profiles
        .named(name)
        .map(Verdict::accepted)
        .orElseGet(() -> refused("certProfile " + Description.printable(name)));
  }

  private static <T> Verdict<T> refused(String cause) {
    return Verdict.refused(
        Refusal.of(
            TemplateCheck.PROFILE,
            cause,
            "The profiles that there are, and for whom: brski authority profiles ls."));
  }

  /** What is known of a device. */
  DeviceFields fields(Signer.OfDevice device) {
    return DeviceFields.of(
        device.serialNumber(),
        device.manufacturer(),
        inventory.find(device.manufacturer(), device.serialNumber()));
  }

  /**
   * What a certificate is to say; an address that is needed is given by this, durably. A key update
   * keeps the names (RFC 9483 section 4.1.3), whatever is configured or known since, and with them
   * the address (RFC 8994 section 6.11.7.4).
   */
  Verdict<Made> make(Received.Certification received, Profile profile) {
    var device = received.signer();
    var algorithm = received.requested().publicKey().getAlgorithm();
    return received.message().type() == BodyType.kur
        ? Verdict.accepted(
            new Made(
                device.certificate().getSubjectX500Principal(),
                contents(profile, algorithm, names(device.certificate()))))
        : profile
            .subjectOf(fields(device))
            .flatMap(
                subject ->
                    names(profile, device)
                        .map(names -> new Made(subject, contents(profile, algorithm, names))));
  }

  /** Whether the names of a device need no address that it does not have. */
  boolean isAddressed(Profile profile, Signer.OfDevice device) {
    return profile
        .acp()
        .map(acp -> addresses.isSettled(acp, device.manufacturer(), device.serialNumber()))
        .orElse(true);
  }

  /** The subjectAltNames of a device; an address that is needed is given by this, durably. */
  Verdict<List<GeneralName>> names(Profile profile, Signer.OfDevice device) {
    return profile
        .namesOf(fields(device))
        .flatMap(
            names ->
                profile.acp().isEmpty()
                    ? Verdict.accepted(names)
                    : addresses
                        .assign(profile.acp().get(), device.manufacturer(), device.serialNumber())
                        .map(
                            address ->
                                Stream.concat(
                                        names.stream(),
                                        Stream.of(profile.acp().get().name(address)))
                                    .toList()));
  }

  private static Contents contents(Profile profile, String algorithm, List<GeneralName> names) {
    return new Contents(
        names,
        AllowedKeyUsage.fitting(profile.keyUsage(), algorithm),
        profile.extendedKeyUsages(),
        Optional.of(profile.validity()),
        profile.listed());
  }

  private static List<GeneralName> names(X509Certificate certificate) {
    return Optional.ofNullable(
            certificate.getExtensionValue(Extension.subjectAlternativeName.getId()))
        .map(value -> GeneralNames.getInstance(ASN1OctetString.getInstance(value).getOctets()))
        .map(names -> List.of(names.getNames()))
        .orElse(List.of());
  }
}
