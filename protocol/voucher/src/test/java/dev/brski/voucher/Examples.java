package dev.brski.voucher;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** The example files of RFC 8995, where the specifications are at hand. */
public final class Examples {

  private Examples() {}

  public static byte[] rfc8995(String file) throws IOException {
    return Files.readAllBytes(folder().resolve(file));
  }

  public static X509Certificate rfc8995Certificate(String file) throws IOException {
    return Certificates.readPem(folder().resolve(file)).getFirst();
  }

  public static byte[] telemetry(String file) throws IOException {
    return Files.readAllBytes(spec().resolve("examples/telemetry").resolve(file));
  }

  private static Path folder() {
    return spec().resolve("examples/rfc8995");
  }

  private static Path spec() {
    var spec = System.getProperty("brski.spec", "");
    assumeTrue(!spec.isEmpty(), "brski.spec is not set: the RFC 8995 examples are not at hand");
    return Path.of(spec);
  }
}
