package dev.brski.registrar.setup;

import dev.brski.inventory.UnknownDevices;
import dev.brski.registrar.access.AccessFile;
import dev.brski.registrar.access.MasaAccess;
import dev.brski.registrar.admission.AcceptedAssertions;
import dev.brski.registrar.admission.JoinRule;
import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.admission.MasaRule;
import dev.brski.registrar.admission.Model;
import dev.brski.registrar.admission.Terms;
import dev.brski.registrar.audit.AuditRules;
import dev.brski.settings.Settings;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.DurableFile;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AcceptedTolerances;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Tolerance;
import dev.brski.wire.HostPort;
import dev.brski.wire.PermittedHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One file of {@code manufacturers.d}: whose devices are taken, and by which MASA.
 *
 * @param idevidAnchor the file that anchors the IDevIDs
 * @param serialNumber where these have the serial number; in the subject
 * @param masa the only address that is connected to for these devices, whatever they say
 * @param masaHosts without that, at which hosts the MASA may be that a device's certificate names
 * @param masaTls the file that anchors the MASA's TLS certificate
 * @param masaAccess how this registrar shows itself to the MASA
 * @param auditLog what of its devices' audit logs is judged otherwise than {@code brski.yaml} says
 * @param models kinds of devices that may join without being in the inventory
 * @param serials devices that may join without being in the inventory
 * @param unknownDevices what happens to other devices; what the registrar's settings say
 * @param assertions what the vouchers of its MASA may assert; anything
 * @param tolerances which deviations are accepted in what its devices and its MASA sign; all
 */
public record ManufacturerFile(
    Path idevidAnchor,
    Optional<SerialNumberField> serialNumber,
    Optional<HostPort> masa,
    Optional<List<PermittedHost>> masaHosts,
    Path masaTls,
    Optional<AccessFile> masaAccess,
    Optional<AuditRules> auditLog,
    Optional<List<Model>> models,
    Optional<List<String>> serials,
    Optional<UnknownDevices> unknownDevices,
    Optional<List<String>> assertions,
    Optional<List<Tolerance>> tolerances) {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  /** Demands that a list has an effect, and a word on where the MASA is. */
  public ManufacturerFile {
    if (masa.isEmpty() && masaHosts.isEmpty()) {
      throw new IllegalArgumentException(
          "which MASA is asked must stand there: masa or masa-hosts");
    }
    if (masaHosts.filter(List::isEmpty).isPresent()) {
      throw new IllegalArgumentException("masa-hosts lists no host, so no device has a MASA");
    }
    if (assertions.filter(List::isEmpty).isPresent()) {
      throw new IllegalArgumentException("assertions lists none, so no voucher is accepted");
    }
    if (unknownDevices.filter(others -> others == UnknownDevices.ADMIT).isPresent()
        && (models.isPresent() || serials.isPresent())) {
      throw new IllegalArgumentException(
          "models and serials name who may join, but 'unknown-devices: admit' lets everyone in");
    }
  }

  /** All manufacturers of a folder, by name. */
  public static Verdict<List<Manufacturer>> readAll(Path folder) {
    return Settings.readFolder(folder, ManufacturerFile.class)
        .flatMap(ManufacturerFile::manufacturers);
  }

  /**
   * Adds a manufacturer to a registrar: its anchors are copied there. An anchor that is a CA of the
   * registrar's own domain, or that of a manufacturer already taken, is refused.
   *
   * @param name letters, digits, dot, dash and underscore, at most 64
   * @param serialNumbers where its IDevIDs have the serial number
   */
  public static Verdict<Path> add(
      RegistrarFolder registrar,
      String name,
      Path idevidAnchor,
      SerialNumberField serialNumbers,
      MasaRule masa,
      Path masaTls) {
    if (!name.matches(NAME)) {
      return Verdict.refused(
          SetupCheck.NAME,
          "'" + name + "' cannot name a manufacturer",
          "Choose a name of letters, digits, dots and dashes: --name NAME.");
    }
    var folder = registrar.manufacturers();
    var file = folder.resolve(name + ".yaml");
    if (Files.exists(file)) {
      return Verdict.refused(
          SetupCheck.EXISTS,
          file + " exists",
          "Choose another name with --name, or remove the file first.");
    }
    try {
      var anchors = Certificates.readPem(idevidAnchor);
      var tls = Certificates.toPem(Certificates.readPem(masaTls));
      var domain = new ArrayList<>(DomainRoots.open(registrar).certificates());
      domain.addAll(Certificates.readPem(registrar.certificates()));
      return readAll(folder)
          .flatMap(taken -> unobjectionable(anchors, domain, taken))
          .flatMap(_ -> write(folder, name, Certificates.toPem(anchors), serialNumbers, masa, tls));
    } catch (IOException e) {
      return unusable(e);
    }
  }

  /**
   * Takes no more devices of a manufacturer: its file is removed, and the anchors that {@link #add}
   * has copied beside it.
   *
   * @return the file that was removed
   */
  public static Verdict<Path> remove(RegistrarFolder registrar, String name) {
    var folder = registrar.manufacturers();
    var file = folder.resolve(name + ".yaml");
    if (!name.matches(NAME) || !Files.exists(file)) {
      return Verdict.refused(
          SetupCheck.NAME,
          "no manufacturer " + Description.printable(name) + " is taken",
          "brski registrar manufacturer ls names those that are.");
    }
    try {
      // Without its file nothing of it counts, whatever is left after that.
      DurableFile.delete(file);
      DurableFile.delete(folder.resolve(name + ".idevid.pem"));
      DurableFile.delete(folder.resolve(name + ".masa-tls.pem"));
      return Verdict.accepted(file);
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE, String.valueOf(e.getMessage()), "Look at the folder and its disk.");
    }
  }

  private static Verdict<List<X509Certificate>> unobjectionable(
      List<X509Certificate> anchors, List<X509Certificate> domain, List<Manufacturer> taken) {
    for (var anchor : anchors) {
      var name = Description.printable(anchor.getSubjectX500Principal().getName());
      if (domain.stream().anyMatch(own -> own.getPublicKey().equals(anchor.getPublicKey()))) {
        return Verdict.refused(
            SetupCheck.ANCHOR,
            name + " is of this domain: every member of it would pass for a new device",
            "Give the anchor that the manufacturer made for its IDevIDs.");
      }
      for (var manufacturer : taken) {
        if (manufacturer.idevid().certificates().contains(anchor)) {
          return Verdict.refused(
              SetupCheck.ANCHOR,
              name + " is the anchor of " + manufacturer.name() + " already",
              "Change that manufacturer's file, or remove it first.");
        }
      }
    }
    return Verdict.accepted(anchors);
  }

  private static Verdict<Path> write(
      Path folder,
      String name,
      String anchors,
      SerialNumberField serialNumbers,
      MasaRule masa,
      String tls) {
    try {
      write(folder.resolve(name + ".idevid.pem"), anchors);
      write(folder.resolve(name + ".masa-tls.pem"), tls);
      var file = folder.resolve(name + ".yaml");
      write(file, text(name, serialNumbers, masa));
      return Verdict.accepted(file);
    } catch (IOException e) {
      return unusable(e);
    }
  }

  private static Verdict<Path> unusable(IOException e) {
    return Verdict.refused(
        SetupCheck.FILE,
        String.valueOf(e.getMessage()),
        "Give PEM files that hold the anchors' certificates.");
  }

  private static Verdict<List<Manufacturer>> manufacturers(Map<String, ManufacturerFile> files) {
    var all = new ArrayList<Manufacturer>();
    for (var entry : files.entrySet()) {
      var file = entry.getValue();
      try {
        all.add(
            new Manufacturer(
                entry.getKey(),
                Anchors.of(Certificates.readPem(file.idevidAnchor())),
                file.serialNumber().orElse(SerialNumberField.SUBJECT),
                file.masaRule(),
                Anchors.of(Certificates.readPem(file.masaTls())),
                file.masaAccess().isPresent() ? file.masaAccess().get().read() : MasaAccess.usual(),
                file.auditLog().orElseGet(AuditRules::none),
                new JoinRule(
                    file.unknownDevices(),
                    file.models().orElse(List.of()),
                    Set.copyOf(file.serials().orElse(List.of()))),
                file.terms()));
      } catch (IOException e) {
        return Verdict.refused(
            SetupCheck.FILE,
            "manufacturer " + entry.getKey() + ": " + e.getMessage(),
            "Put the file back, or remove the manufacturer's file.");
      }
    }
    return Verdict.accepted(List.copyOf(all));
  }

  private Terms terms() {
    return new Terms(
        tolerances.map(AcceptedTolerances::only).orElseGet(AcceptedTolerances::all),
        assertions
            .map(names -> names.stream().map(Assertion::new).toList())
            .map(AcceptedAssertions::only)
            .orElseGet(AcceptedAssertions::all));
  }

  private MasaRule masaRule() {
    return masa.<MasaRule>map(MasaRule.Fixed::new)
        .orElseGet(() -> new MasaRule.Named(masaHosts.orElseThrow()));
  }

  private static String fixed(MasaRule masa) {
    return switch (masa) {
      case MasaRule.Fixed(HostPort address) -> "masa: \"" + address + "\"";
      case MasaRule.Named _ -> "# masa: \"masa.example.com:9443\"";
    };
  }

  private static String named(MasaRule masa) {
    return switch (masa) {
      case MasaRule.Fixed _ -> "# masa-hosts: [\"masa.example.com\",\"*.masa.example.com:9443\"]";
      case MasaRule.Named(List<PermittedHost> hosts) ->
          hosts.stream()
              .map(host -> "\"" + host + "\"")
              .collect(Collectors.joining(",", "masa-hosts: [", "]"));
    };
  }

  private static String text(String name, SerialNumberField serialNumbers, MasaRule masa) {
    return """
    version: 1

    # What anchors the IDevIDs of this manufacturer's devices: who may join.
    idevid-anchor: %1$s.idevid.pem

    # Where these IDevIDs have the device's serial number. What the other field says does not count.
    #   subject               the attribute serialNumber of the subject
    #   hardware-module-name  hwSerialNum in the subjectAltName (RFC 4108), as text
    serial-number: %4$s

    # The manufacturer's MASA: the only address that is ever connected to for its devices,
    # whatever their certificates say.
    %2$s

    # Without masa, the MASA is the one that the certificate of a device names, if it is at one of
    # these hosts: a name, *.name for every host right below it, or an IP address, each with its port
    # unless that is 443. A name that leads to this machine or its link is not connected to.
    %3$s

    # What anchors that MASA's TLS certificate.
    masa-tls: %1$s.masa-tls.pem

    # How this registrar shows itself to the MASA. In TLS, with its own certificate unless
    # client-certificate says own or none; besides that, by a login over HTTP. Files with secrets
    # must be readable by their owner alone.
    #   client-certificate: own
    #   certificate: %1$s.client.pem
    #   key: file:%1$s.client.key
    #   login: digest             basic | digest (with SHA-256)
    #   user: plant-7
    #   password: file:%1$s.password
    # masa-access: {}

    # What of the audit logs of its devices is judged otherwise than brski.yaml says: the same keys.
    #   purchased: 2026-03-01
    #   entries-since-purchase: refuse
    # audit-log: {}

    # Which devices may join without being in the inventory: by what their IDevID says of their model
    # (CN, OU or T in its subject, hwType in its hardware module name), or by their serial numbers.
    # With such a list no other device joins: it is held where unknown-devices says so here or in
    # brski.yaml, and turned away otherwise.
    # models: ["OU=Pump","hwType=1.3.6.1.4.1.99999.1"]
    # serials: ["4711","4712"]

    # What happens to devices that neither the inventory nor a list names: admit, hold or refuse.
    # Without this, what brski.yaml says.
    # unknown-devices: hold

    # What the vouchers of its MASA may assert: verified (the MASA knows the owner), logged, proximity, or
    # what else a MASA says. A voucher that asserts something else is not handed on. Without this any.
    # assertions: [verified,proximity]

    # Which deviations from the specifications are accepted in what its devices and its MASA send: the
    # names of docs/reference/tolerances.md. Without this all of them; with an empty list none.
    # tolerances: [content-type-id-data,cms-version-1]
    """
        .formatted(name, fixed(masa), named(masa), serialNumbers.word());
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), false);
  }
}
