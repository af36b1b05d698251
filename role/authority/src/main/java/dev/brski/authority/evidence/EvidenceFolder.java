package dev.brski.authority.evidence;

import dev.brski.authority.setup.SetupCheck;
import dev.brski.trust.DurableFile;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder for a dossier, as files that openssl alone can judge.
 *
 * @param root the folder: not there yet, or empty
 */
public record EvidenceFolder(Path root) {

  /**
   * What was written.
   *
   * @param device the serial number of the device
   * @param certificate the certificate's serial number, lower-case hexadecimal
   * @param folder where
   * @param steps the folders of the steps, oldest first
   * @param files all files, below the folder
   */
  public record Written(
      String device, String certificate, String folder, List<String> steps, List<String> files) {

    /** Copies the lists. */
    public Written {
      steps = List.copyOf(steps);
      files = List.copyOf(files);
    }
  }

  private static final String VERIFY = "verify.sh";

  /**
   * A folder for a dossier: not there yet, or empty.
   *
   * @throws IOException when it cannot be looked into
   */
  public static Verdict<EvidenceFolder> at(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return Verdict.accepted(new EvidenceFolder(root));
    }
    if (!Files.isDirectory(root)) {
      return Verdict.refused(
          SetupCheck.EXISTS, root + " is no folder", "Choose another folder with --out.");
    }
    try (Stream<Path> inside = Files.list(root)) {
      return inside.findAny().isEmpty()
          ? Verdict.accepted(new EvidenceFolder(root))
          : Verdict.refused(
              SetupCheck.EXISTS,
              root + " is not empty",
              "Choose another folder with --out, or move away what is in it.");
    }
  }

  /**
   * Writes everything.
   *
   * @throws IOException when a file cannot be written; what is there then is incomplete
   */
  public Written write(Dossier dossier) throws IOException {
    var names = names(dossier.steps());
    var files = new LinkedHashMap<String, byte[]>();
    for (int i = 0; i < names.size(); i++) {
      add(files, names.get(i) + "/", dossier.steps().get(i));
    }
    files.put("domain-ca.pem", octets(dossier.domainCa()));
    files.put("issuing-ca.pem", octets(dossier.issuingCa()));
    files.put("manufacturer.pem", octets(dossier.manufacturerAnchor()));
    files.put("serial-number.txt", octets(dossier.device()));
    files.put("serial-number-field.txt", octets(dossier.serialNumbers().word() + "\n"));
    files.put("README.txt", octets(new Readme(dossier, names).text()));
    files.put(VERIFY, script());
    for (var file : files.entrySet()) {
      DurableFile.write(root.resolve(file.getKey()), file.getValue(), false);
    }
    return new Written(
        dossier.device(),
        dossier.steps().getLast().serial(),
        root.toString(),
        names,
        List.copyOf(files.keySet()));
  }

  /** As many digits for each as the last one needs, two at least, so that they are in order. */
  private static List<String> names(List<Step> steps) {
    int digits = Math.max(2, Integer.toString(steps.size()).length());
    var names = new ArrayList<String>();
    for (var step : steps) {
      names.add(("%0" + digits + "d-%s").formatted(names.size() + 1, step.kind()));
    }
    return List.copyOf(names);
  }

  private static void add(Map<String, byte[]> files, String folder, Step step) {
    files.put(folder + "request.der", step.exchange().request());
    step.exchange().nested().ifPresent(nested -> files.put(folder + "nested.der", nested));
    step.consent().ifPresent(consent -> files.put(folder + "voucher.vcj", consent.voucher()));
    files.put(folder + "response.der", step.exchange().response());
    files.put(folder + "signer.pem", octets(step.signer()));
    step.approver().ifPresent(pem -> files.put(folder + "registrar.pem", octets(pem)));
    step.shown().ifPresent(pem -> files.put(folder + "device.pem", octets(pem)));
    files.put(folder + "certificate.pem", octets(step.certificate()));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] script() throws IOException {
    try (InputStream script = EvidenceFolder.class.getResourceAsStream(VERIFY)) {
      if (script == null) {
        throw new IllegalStateException(VERIFY + " is missing in this program");
      }
      return script.readAllBytes();
    }
  }
}
