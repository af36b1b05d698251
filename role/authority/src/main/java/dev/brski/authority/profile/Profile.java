package dev.brski.authority.profile;

import dev.brski.settings.Durations;
import dev.brski.trust.AlternativeNames;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What the certificates of one kind are like.
 *
 * @param name what certProfile calls it
 * @param manufacturers whose devices may have one; empty for all
 * @param models which models of the inventory may have one; empty for all, also of unknown ones
 * @param subject how subjects are made
 * @param names the subjectAltNames
 * @param missing what happens when a name needs what is not known of a device
 * @param keyUsage the bits of keyUsage, as far as the key fits
 * @param extendedKeyUsages object identifiers in dotted form
 * @param validity how long they are valid, as far as the issuing CA's own lasts
 * @param listed whether they say where the revocation list is, where that is configured
 * @param acp the acp-node-name, if they have one
 */
public record Profile(
    String name,
    Optional<Set<String>> manufacturers,
    Optional<Set<String>> models,
    SubjectPolicy subject,
    List<NameTemplate> names,
    Missing missing,
    int keyUsage,
    SequencedSet<String> extendedKeyUsages,
    Duration validity,
    boolean listed,
    Optional<Acp> acp) {

  /** Copies the list of names. */
  public Profile {
    names = List.copyOf(names);
  }

  /** Why a device may have no certificate of it, if that is so. */
  public Optional<String> objection(DeviceFields device) {
    if (manufacturers
        .filter(Predicate.not(among -> among.contains(device.manufacturer())))
        .isPresent()) {
      return Optional.of("it is not for devices of " + device.manufacturer());
    }
    return models
        .filter(among -> device.model().filter(among::contains).isEmpty())
        .map(
            _ ->
                "it is not for "
                    + device.model().map(model -> "model " + model).orElse("unknown models"));
  }

  /** The subject for a device, or why there is none. */
  public Verdict<X500Principal> subjectOf(DeviceFields device) {
    return subject.subjectOf(device, missing);
  }

  /**
   * The subjectAltNames for a device, or why there are none; without that of an ACP, which needs an
   * address.
   */
  public Verdict<List<GeneralName>> namesOf(DeviceFields device) {
    var all = new ArrayList<GeneralName>();
    for (var template : names) {
      switch (template.of(device, missing)) {
        case Verdict.Accepted<Optional<GeneralName>>(var name) -> name.ifPresent(all::add);
        case Verdict.Refused<Optional<GeneralName>>(var refusal) -> {
          return Verdict.refused(refusal);
        }
      }
    }
    return Verdict.accepted(List.copyOf(all));
  }

  /** The subjectAltNames for any device, to be filled in (RFC 9483 section 4.3.3). */
  public List<GeneralName> emptyNames() {
    return Stream.concat(
            names.stream().map(template -> template.kind().empty()),
            acp.map(_ -> Acp.empty()).stream())
        .toList();
  }

  /**
   * What a device would get.
   *
   * @param subject as people write it
   * @param names the subjectAltNames, each with its kind; an acp-node-name without its address
   */
  public record Trial(String subject, List<String> names) {}

  /** What a device would get now, or why nothing; no address is given by this. */
  public Verdict<Trial> trial(DeviceFields device) {
    return objection(device)
        .map(
            why ->
                Verdict.<Trial>refused(
                    ProfileCheck.RESTRICTED,
                    "profile " + name + ": " + why,
                    "Widen 'manufacturers' or 'models' in the profile, or name another one."))
        .orElseGet(
            () ->
                subjectOf(device)
                    .flatMap(
                        subject ->
                            namesOf(device)
                                .map(
                                    names ->
                                        new Trial(Certificates.nameText(subject), words(names)))));
  }

  private List<String> words(List<GeneralName> known) {
    return AlternativeNames.words(
        Stream.concat(known.stream(), acp.map(node -> node.name(Optional.empty())).stream())
            .toList());
  }

  /**
   * What a person is shown of it.
   *
   * @param manufacturers whose devices may have one; empty for all
   * @param models which models may have one; empty for all
   */
  public record Summary(
      String name,
      List<String> manufacturers,
      List<String> models,
      String subject,
      List<String> subjectAltNames,
      String missing,
      List<String> keyUsages,
      List<String> extendedKeyUsages,
      String validity,
      boolean revocationList,
      Optional<String> acpNodeName,
      Optional<String> acpAddressing) {}

  /** What a person is shown of it. */
  public Summary summary() {
    return new Summary(
        name,
        sorted(manufacturers),
        sorted(models),
        subject.written(),
        names.stream().map(NameTemplate::written).toList(),
        missing.name().toLowerCase(Locale.ROOT),
        Stream.of(AllowedKeyUsage.values())
            .filter(usage -> (AllowedKeyUsage.bits(List.of(usage)) & keyUsage) != 0)
            .map(AllowedKeyUsage::word)
            .toList(),
        extendedKeyUsages.stream().map(AllowedPurpose::word).toList(),
        Durations.format(validity),
        listed,
        acp.map(
            node ->
                (node.addressing().filter(kind -> kind == Addressing.NONE).isPresent()
                        ? ""
                        : "ADDRESS")
                    + node.nodeName(Optional.empty())),
        acp.map(node -> node.addressing().orElse(Addressing.ZONE).word()));
  }

  private static List<String> sorted(Optional<Set<String>> names) {
    return List.copyOf(new TreeSet<>(names.orElse(Set.of())));
  }
}
