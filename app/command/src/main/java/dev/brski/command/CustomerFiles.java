package dev.brski.command;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The files with certificates that a customer of a MASA is known by. */
final class CustomerFiles {

  @Option(
      names = "--domain-ca",
      paramLabel = "FILE.pem",
      description = {
        "The certificate of a CA under which all registrars are this customer's.",
        "No voucher for its devices pins anything above that."
      })
  private List<Path> domainCas = new ArrayList<>();

  @Option(
      names = "--registrar",
      paramLabel = "FILE.pem",
      description = {
        "The certificate of a registrar of this customer, and after it the CAs above it that"
            + " vouchers may pin."
      })
  private List<Path> registrars = new ArrayList<>();

  List<String> domainCas(String what) throws Failure {
    return texts(what, domainCas);
  }

  List<String> registrars(String what) throws Failure {
    return texts(what, registrars);
  }

  /** The certificates of both, in PEM. */
  List<String> all(String what) throws Failure {
    var all = new ArrayList<>(domainCas(what));
    all.addAll(registrars(what));
    return all;
  }

  private static List<String> texts(String what, List<Path> files) throws Failure {
    var texts = new ArrayList<String>();
    for (var file : files) {
      if (!Files.isRegularFile(file)) {
        throw Failure.usage(
            what, "there is no file " + file, "Name a file with certificates in PEM.");
      }
      try {
        texts.add(Certificates.toPem(Certificates.readPem(file)));
      } catch (IOException e) {
        throw Failure.usage(
            what, String.valueOf(e.getMessage()), "Name a file with certificates in PEM.");
      }
    }
    return texts;
  }
}
