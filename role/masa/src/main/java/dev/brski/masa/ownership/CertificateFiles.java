package dev.brski.masa.ownership;

import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files with certificates that a file with sales names, each read once. */
final class CertificateFiles {

  private static final int MOST_FILES = 1000;

  private final Path folder;
  private final Map<String, Verdict<Integer>> known = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  CertificateFiles(Path folder) {
    this.folder = folder;
  }

  List<String> texts() {
    return texts;
  }

  /** A line that names a customer, a file with its certificate, or both; empty is neither. */
  SalesLine line(int line, String serial, String customer, String certificate) {
    var named = Optional.of(customer).filter(name -> !name.isEmpty());
    if (certificate.isEmpty()) {
      return named.isPresent()
          ? new SalesLine(line, serial, named, Optional.empty(), Optional.empty())
          : SalesLine.bad(line, serial, "it says neither customer nor certificate");
    }
    return switch (known.computeIfAbsent(certificate, this::read)) {
      case Verdict.Accepted<Integer>(var index) ->
          new SalesLine(line, serial, named, Optional.of(index), Optional.empty());
      case Verdict.Refused<Integer>(Refusal refusal) ->
          SalesLine.bad(line, serial, refusal.cause());
    };
  }

  private Verdict<Integer> read(String name) {
    if (texts.size() == MOST_FILES) {
      return SalesFile.refused(
          "it names over " + MOST_FILES + " files with certificates", "Divide it.");
    }
    try {
      var file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        return SalesFile.refused("there is no file " + file, "Name a file with certificates.");
      }
      texts.add(Certificates.toPem(Certificates.readPem(file)));
      return Verdict.accepted(texts.size() - 1);
    } catch (IOException | InvalidPathException e) {
      return SalesFile.refused(
          String.valueOf(e.getMessage()), "Name a file with certificates in PEM.");
    }
  }
}
