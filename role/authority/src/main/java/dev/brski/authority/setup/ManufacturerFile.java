package dev.brski.authority.setup;

import dev.brski.authority.intake.Manufacturer;
import dev.brski.settings.Settings;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.DurableFile;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One file of {@code manufacturers.d}: whose devices are taken.
 *
 * @param idevidAnchor the file that anchors the IDevIDs
 * @param serialNumber where these have the serial number; in the subject
 * @param certificateProfile the profile of its devices that name none; {@code default-profile}
 */
public record ManufacturerFile(
    Path idevidAnchor,
    Optional<SerialNumberField> serialNumber,
    Optional<String> certificateProfile) {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  /** All manufacturers of a folder, in the order of their names. */
  public static Verdict<List<Manufacturer>> readAll(Path folder) {
    return Settings.readFolder(folder, ManufacturerFile.class)
        .flatMap(ManufacturerFile::manufacturers);
  }

  /**
   * Adds a manufacturer to a folder: its anchors are copied there.
   *
   * @param name letters, digits, dot, dash and underscore, at most 64
   * @param serialNumbers where its IDevIDs have the serial number
   */
  public static Verdict<Path> add(
      Path folder, String name, List<X509Certificate> anchors, SerialNumberField serialNumbers)
      throws IOException {
    if (!name.matches(NAME)) {
      return Verdict.refused(
          SetupCheck.NAME,
          "'" + name + "' cannot name a manufacturer",
          "Choose a name of letters, digits, dots and dashes: --name NAME.");
    }
    var file = folder.resolve(name + ".yaml");
    if (Files.exists(file)) {
      return Verdict.refused(
          SetupCheck.EXISTS,
          file + " exists",
          "Choose another name with --name, or remove the file first.");
    }
    write(folder.resolve(name + ".idevid.pem"), Certificates.toPem(anchors));
    write(
        file,
        """
        version: 1

        # What anchors the IDevIDs of this manufacturer's devices: who may join.
        idevid-anchor: "%s.idevid.pem"

        # Where these IDevIDs have the device's serial number. What the other field says does not count.
        #   subject               the attribute serialNumber of the subject
        #   hardware-module-name  hwSerialNum in the subjectAltName (RFC 4108), as text
        serial-number: %s

        # Which profile of profiles.d its devices get that name none in their requests. Without this,
        # default-profile of brski.yaml.
        # certificate-profile: ldevid
        """
            .formatted(name, serialNumbers.word()));
    return Verdict.accepted(file);
  }

  private static Verdict<List<Manufacturer>> manufacturers(Map<String, ManufacturerFile> files) {
    var all = new ArrayList<Manufacturer>();
    for (var entry : files.entrySet()) {
      try {
        all.add(
            new Manufacturer(
                entry.getKey(),
                Anchors.of(Certificates.readPem(entry.getValue().idevidAnchor())),
                entry.getValue().serialNumber().orElse(SerialNumberField.SUBJECT),
                entry.getValue().certificateProfile()));
      } catch (IOException | IllegalArgumentException e) {
        return Verdict.refused(
            SetupCheck.FILE,
            "manufacturer " + entry.getKey() + ": " + e.getMessage(),
            "Put the file back, or remove the manufacturer's file from manufacturers.d.");
      }
    }
    return Verdict.accepted(List.copyOf(all));
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), false);
  }
}
