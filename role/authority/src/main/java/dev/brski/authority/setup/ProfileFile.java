package dev.brski.authority.setup;

import dev.brski.authority.profile.Acp;
import dev.brski.authority.profile.AllowedKeyUsage;
import dev.brski.authority.profile.AllowedPurpose;
import dev.brski.authority.profile.Missing;
import dev.brski.authority.profile.NameTemplate;
import dev.brski.authority.profile.Profile;
import dev.brski.authority.profile.Profiles;
import dev.brski.authority.profile.SubjectPolicy;
import dev.brski.settings.Settings;
import dev.brski.trust.DurableFile;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * One file of {@code profiles.d}: what the certificates of one kind are like. What it does not say
 * is as for the profile that is there without a file.
 *
 * @param manufacturers whose devices may have one, by the names of {@code manufacturers.d}; all
 * @param models which models of the inventory may have one; all
 * @param subject what subjects begin with; what {@code brski.yaml} says
 * @param subjectAltNames none
 * @param missing what happens when a name needs what is not known of a device; refuse
 * @param keyUsages digital-signature; with {@code acp}, key-agreement, too
 * @param extendedKeyUsages client-auth; with {@code acp}, server-auth, too
 * @param validity what {@code brski.yaml} says
 * @param revocationList whether certificates say where the revocation list is; yes, where {@code
 *     crl-url} is set
 * @param acp the acp-node-name (RFC 8994); none
 */
public record ProfileFile(
    Optional<List<String>> manufacturers,
    Optional<List<String>> models,
    Optional<SubjectText> subject,
    Optional<List<NameTemplate>> subjectAltNames,
    Optional<Missing> missing,
    Optional<List<AllowedKeyUsage>> keyUsages,
    Optional<List<AllowedPurpose>> extendedKeyUsages,
    Optional<Duration> validity,
    Optional<Boolean> revocationList,
    Optional<Acp> acp) {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final String TEXT =
      """
      # What certificates of one kind are like. Devices ask for it by the name of this file
      # (certProfile). In texts {serial}, {manufacturer}, {model}, {place} and {note} stand for what is
      # known of the device: its serial number, the name of its manufacturer's file, and what the
      # inventory says ('brski authority inventory import'). A running authority has to be started anew.
      version: 1

      # Whose devices may have one, by the names of manufacturers.d. Without this all.
      # manufacturers: [acme]

      # Which models of the inventory may have one. Without this all, and devices without a model.
      # models: [PLC-7]

      # What the subject begins with, most general name first; the device's serial number is added.
      # Fields can be in CN, O, OU, L, ST and STREET. Without this the subject of brski.yaml.
      # subject: "O=Example,OU={place}"

      # Further names (subjectAltName): dns, uri, email or ip, one of them each, in their order. What
      # does not make a sound name is refused.
      # subject-alt-names: [{"dns":"{serial}.devices.example.com"},{"ip":"{note}","missing":"omit"}]

      # What happens when a name needs what is not known of the device; each of subject-alt-names can say
      # it for itself:
      #   refuse   the device gets no certificate
      #   omit     the certificate goes without that name
      # missing: refuse

      # digital-signature, and of non-repudiation, key-encipherment, data-encipherment and key-agreement
      # those that the device's key can do. Without this digital-signature; with acp, key-agreement, too.
      # key-usages: [digital-signature,key-agreement]

      # server-auth, client-auth, email-protection, ipsec-ike, or object identifiers; none of the PKI's
      # own. Without this client-auth; with acp, server-auth, too.
      # extended-key-usages: [client-auth,1.3.6.1.4.1.99999.1]

      # How long certificates are valid, as far as the issuing CA lasts. Without this the validity of
      # brski.yaml.
      # validity: 365d

      # Whether they say where the revocation list is (crl-url of brski.yaml).
      # revocation-list: true

      # An acp-node-name for an autonomic control plane (RFC 8994): its domain, and as wanted
      #   rsub            what makes a prefix of its own
      #   addressing      zone, vlong-8, vlong-16, or none for nodes without secure channels; zone
      #   addressing-by-serial-number
      #                   another one by what serial numbers begin with, such as {"PID:R7":"vlong-16"}
      #   registrar-id    this authority's in the domain, like a MAC address; one that it draws
      # Each device gets an address that nobody else has, once and for all.
      # acp: {"domain":"acp.example.com","rsub":"area51"}
      """;

  private static final int MOST_NAMES = 16;
  private static final int MOST_PURPOSES = 16;

  /** A subject that may have fields in it. */
  public record SubjectText(SubjectPolicy policy) {

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static SubjectText parse(String text) {
      return new SubjectText(SubjectPolicy.withFields(text));
    }
  }

  /** Demands what certificates of devices need to be usable. */
  public ProfileFile {
    if (manufacturers.filter(List::isEmpty).isPresent()
        || models.filter(List::isEmpty).isPresent()) {
      throw new IllegalArgumentException("manufacturers and models name one or more, if any");
    }
    if (subjectAltNames.filter(names -> names.size() > MOST_NAMES).isPresent()) {
      throw new IllegalArgumentException("subject-alt-names are " + MOST_NAMES + " at most");
    }
    if (keyUsages
        .filter(usages -> !usages.contains(AllowedKeyUsage.DIGITAL_SIGNATURE))
        .isPresent()) {
      throw new IllegalArgumentException(
          "key-usages have digital-signature: a device signs its requests for renewal");
    }
    if (extendedKeyUsages
        .filter(usages -> usages.isEmpty() || usages.size() > MOST_PURPOSES)
        .isPresent()) {
      throw new IllegalArgumentException(
          "extended-key-usages name 1 to "
              + MOST_PURPOSES
              + ": without any, a certificate is good"
              + " for every purpose");
    }
    if (validity.filter(time -> !time.isPositive()).isPresent()) {
      throw new IllegalArgumentException("validity is longer than 0");
    }
  }

  /**
   * Writes the file of a profile that is as what goes without saying, with a comment on every key.
   *
   * @param name letters, digits, dot, dash and underscore, at most 64
   * @throws IOException when it cannot be written
   */
  public static Verdict<Path> add(AuthorityFolder folder, String name) throws IOException {
    if (!name.matches(NAME)) {
      return Verdict.refused(
          SetupCheck.NAME,
          "'" + name + "' cannot name a profile",
          "Choose a name of letters, digits, dots and dashes.");
    }
    var file = folder.profiles().resolve(name + ".yaml");
    if (Files.exists(file)) {
      return Verdict.refused(
          SetupCheck.EXISTS, file + " exists", "Edit it, or choose another name.");
    }
    Files.createDirectories(folder.profiles());
    DurableFile.write(file, TEXT.getBytes(StandardCharsets.UTF_8), false);
    return Verdict.accepted(file);
  }

  /**
   * All profiles of a folder, with the one that is always there; refused with what is wrong in
   * which file.
   */
  static Verdict<Profiles> readAll(Path folder, AuthoritySettings settings) {
    return Settings.readFolder(folder, ProfileFile.class)
        .flatMap(files -> profiles(folder, files, settings));
  }

  private static Verdict<Profiles> profiles(
      Path folder, Map<String, ProfileFile> files, AuthoritySettings settings) {
    var all = new TreeMap<String, Profile>();
    all.put(Profiles.BUILT_IN, nothing().profile(Profiles.BUILT_IN, settings));
    for (var file : files.entrySet()) {
      if (!file.getKey().matches(NAME)) {
        return Verdict.refused(
            SetupCheck.NAME,
            folder.resolve(file.getKey() + ".yaml") + " cannot name a profile",
            "Name the file with letters, digits, dots and dashes: profiles.d/NAME.yaml.");
      }
      all.put(file.getKey(), file.getValue().profile(file.getKey(), settings));
    }
    var usual = settings.defaultProfile().orElse(Profiles.BUILT_IN);
    if (!all.containsKey(usual)) {
      return unknown("default-profile in brski.yaml", usual, all.keySet());
    }
    return collision(all).map(_ -> new Profiles(new ArrayList<>(all.values()), usual));
  }

  /** Two routing-subdomains whose hashes collide would share their addresses (RFC 8994 6.11.2). */
  private static Verdict<Integer> collision(Map<String, Profile> all) {
    var prefixes = new HashMap<String, String>();
    for (var profile : all.values()) {
      if (profile.acp().isEmpty()) {
        continue;
      }
      var routing = profile.acp().get().routingSubdomain();
      var before = Optional.ofNullable(prefixes.putIfAbsent(Acp.prefix(routing), routing));
      if (before.filter(other -> !other.equals(routing)).isPresent()) {
        return Verdict.refused(
            SetupCheck.PROFILE,
            "profile "
                + profile.name()
                + ": the addresses of "
                + routing
                + " would begin like those of "
                + before.get(),
            "Choose another rsub in 'acp'.");
      }
    }
    return Verdict.accepted(prefixes.size());
  }

  /** That something names a profile that is not there. */
  static <T> Verdict<T> unknown(String what, String name, Collection<String> known) {
    return Verdict.refused(
        SetupCheck.PROFILE,
        what + ": there is no profile '" + name + "'",
        "Make profiles.d/"
            + name
            + ".yaml, or name one of these: "
            + String.join(", ", known)
            + ".");
  }

  private static ProfileFile nothing() {
    return new ProfileFile(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Profile profile(String name, AuthoritySettings settings) {
    return new Profile(
        name,
        manufacturers.map(Set::copyOf),
        models.map(Set::copyOf),
        subject.map(SubjectText::policy).orElse(settings.subject()),
        subjectAltNames.orElse(List.of()),
        missing.orElse(Missing.REFUSE),
        AllowedKeyUsage.bits(keyUsages.orElseGet(this::usualUsages)),
        purposes(),
        validity.orElse(settings.validity()),
        revocationList.orElse(true),
        acp);
  }

  /** An ACP node may agree on keys with its certificate (RFC 8994 section 6.2.1). */
  private List<AllowedKeyUsage> usualUsages() {
    return acp.isPresent()
        ? List.of(AllowedKeyUsage.DIGITAL_SIGNATURE, AllowedKeyUsage.KEY_AGREEMENT)
        : List.of(AllowedKeyUsage.DIGITAL_SIGNATURE);
  }

  private SequencedSet<String> purposes() {
    var usual =
        acp.isPresent() ? List.of(Oids.SERVER_AUTH, Oids.CLIENT_AUTH) : List.of(Oids.CLIENT_AUTH);
    return new LinkedHashSet<>(
        extendedKeyUsages.map(all -> all.stream().map(AllowedPurpose::oid).toList()).orElse(usual));
  }
}
