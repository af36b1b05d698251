package dev.brski.demo;

import dev.brski.demo.RegistrarEye.DeviceLine;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Believes nobody: verifies what the devices were given, by itself and by openssl. */
final class Inspector {

  private static final String OURS = "brski-ae's own path validation";
  private static final String ENROLLED = "enrolled";

  private final Site site;
  private final Optional<Openssl> openssl;

  Inspector(Site site, Optional<Openssl> openssl) {
    this.site = site;
    this.openssl = openssl;
  }

  /**
   * Looks at a device's folder and at what the registrar says of it.
   *
   * @param line the device in the registrar's list, if it is there
   */
  Run.Joined inspect(String serial, Optional<DeviceLine> line)
      throws IOException, InterruptedException {
    var faults = new ArrayList<String>();
    var proofs = new ArrayList<String>();
    var state = line.map(DeviceLine::state).orElse("unknown to the registrar");
    if (!state.equals(ENROLLED)) {
      faults.add("the registrar says: " + state);
    }
    var file = site.device(serial).resolve("ldevid.pem");
    if (!Files.exists(file)) {
      faults.add("it has no certificate");
      return new Run.Joined(serial, state, List.of(), proofs, faults);
    }
    var chain = Certificates.readPem(file);
    var leaf = chain.getFirst();
    if (!Certificates.serialNumberAttribute(leaf).equals(Optional.of(serial))) {
      faults.add("its certificate names another device");
    }
    if (!line.flatMap(DeviceLine::certificate)
        .equals(Optional.of(Certificates.serialNumber(leaf)))) {
      faults.add("the registrar knows another certificate");
    }
    if (!holdsKeyOf(serial, leaf)) {
      faults.add("its key is not that of its certificate");
    }
    ours(chain).ifPresentOrElse(faults::add, () -> proofs.add(OURS));
    if (openssl.isPresent()) {
      openssl
          .get()
          .objection(domainCa(), file)
          .ifPresentOrElse(faults::add, () -> proofs.add(openssl.get().version()));
    }
    return new Run.Joined(serial, state, chain, proofs, faults);
  }

  private boolean holdsKeyOf(String serial, X509Certificate leaf) throws IOException {
    var suite = CryptoSuite.standard();
    var folder = site.device(serial);
    var credential = Credential.read(folder.resolve("ldevid.pem"), folder.resolve("ldevid.key"));
    var probe = suite.randomBytes(32);
    try {
      return suite.verify(
          leaf.getPublicKey(),
          suite.signatureAlgorithm(leaf.getPublicKey()),
          probe,
          suite.sign(credential.key(), probe));
    } catch (NoSuchAlgorithmException _) {
      return false;
    }
  }

  private Optional<String> ours(List<X509Certificate> chain) throws IOException {
    var verdict =
        PathValidator.standard(CryptoSuite.standard())
            .validate(
                chain.getFirst(),
                chain,
                Anchors.of(Certificates.readPem(domainCa())),
                Purpose.TLS_CLIENT,
                new Moment.Known(Instant.now()));
    return switch (verdict) {
      case Verdict.Accepted<TrustedPath> _ -> Optional.empty();
      case Verdict.Refused<TrustedPath>(Refusal refusal) ->
          Optional.of(OURS + " says: " + refusal.cause());
    };
  }

  private Path domainCa() {
    return site.authority().resolve("domain-ca.pem");
  }
}
