package dev.brski.trust;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** The openssl program, as somebody else's judgement of our certificates. */
final class OpenSsl {

  private final Path folder;

  private OpenSsl(Path folder) {
    this.folder = folder;
  }

  /** The program working in a folder; the test is skipped where it is not installed. */
  static OpenSsl in(Path folder) {
    assumeTrue(isInstalled(), "openssl is not installed");
    return new OpenSsl(folder);
  }

  /** Whether {@code openssl verify} accepts the target. */
  boolean accepts(
      X509Certificate target,
      Collection<X509Certificate> candidates,
      Collection<X509Certificate> anchors,
      Instant at,
      String... options) {
    var command = new ArrayList<>(List.of("openssl", "verify", "-no-CApath", "-no-CAstore"));
    command.addAll(List.of("-attime", Long.toString(at.getEpochSecond())));
    command.addAll(List.of("-CAfile", file("anchors.pem", anchors).toString()));
    command.addAll(List.of(options));
    if (!candidates.isEmpty()) {
      command.addAll(List.of("-untrusted", file("candidates.pem", candidates).toString()));
    }
    command.add(file("target.pem", List.of(target)).toString());
    return run(command).status() == 0;
  }

  /** What a run printed on both outputs, and its exit status. */
  record Run(int status, String output) {}

  static Run run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static X509Certificate parse(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(String name, Collection<X509Certificate> certificates) {
    var text = new StringBuilder();
    try {
      for (var certificate : certificates) {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
