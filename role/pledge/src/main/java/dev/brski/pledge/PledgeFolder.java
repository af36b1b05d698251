package dev.brski.pledge;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A pledge's folder: what the factory wrote, what the domain gave, and how far it is between. */
final class PledgeFolder {

  private static final String CANDIDATE_KEY = "ldevid.key";

  /** In the order of their removal: without its certificate a device is no member. */
  private static final List<String> MEMBERSHIP =
      List.of("ldevid.pem", "ldevid.key", "domain-ca.pem", "voucher.vcj", "ca-pubs.pem");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Disk disk;
  private final Path root;
  private final Path data;
  private final Path messages;

  PledgeFolder(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
    this.data = root.resolve("data");
    this.messages = data.resolve("messages");
  }

  Path root() {
    return root;
  }

  /**
   * How far the pledge is.
   *
   * @throws IOException when the file is damaged or of a newer version
   */
  Saved load(Instant now) throws IOException {
    var file = data.resolve("state.json");
    try {
      var tree = JSON.readTree(Files.readAllBytes(file));
      int version = tree.path("version").asInt(0);
      if (version > Saved.VERSION) {
        throw new IOException(
            file + " was written by a newer program (version " + version + "); use that one");
      }
      return version == Saved.VERSION
          ? JSON.treeToValue(tree, Saved.class)
          : fail(file, "it has no version");
    } catch (NoSuchFileException _) {
      return Saved.fresh(now);
    } catch (JacksonException e) {
      return fail(file, e.getOriginalMessage());
    }
  }

  private static Saved fail(Path file, String why) throws IOException {
    throw new IOException(file + " is damaged (" + why + "); reset the pledge and onboard again");
  }

  /** Writes the state durably, then removes the messages it no longer speaks of. */
  void save(Saved saved) throws IOException {
    disk.write(data.resolve("state.json"), JSON.writeValueAsBytes(saved), true);
    var kept = new HashSet<String>();
    saved.progress().messages().forEach(message -> kept.add(message.file()));
    removeMessagesBut(kept);
    if (!(saved.progress() instanceof Progress.Enrolling
        || saved.progress() instanceof Progress.Installing)) {
      disk.delete(data.resolve(CANDIDATE_KEY));
    }
  }

  private void removeMessagesBut(Set<String> kept) throws IOException {
    for (var file : list(messages, "*")) {
      if (!kept.contains(file.getFileName().toString())) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Keeps the octets of a message durably; the state has to speak of it afterwards. */
  StoredMessage keep(String name, String extension, byte[] octets) throws IOException {
    var digest = HexFormat.of().formatHex(CryptoSuite.sha256(octets));
    var stored = new StoredMessage(name + "-" + digest.substring(0, 16) + "." + extension, digest);
    var file = messages.resolve(stored.file());
    if (!(Files.exists(file) && Arrays.equals(Files.readAllBytes(file), octets))) {
      disk.write(file, octets, true);
    }
    return stored;
  }

  /**
   * The octets of a message.
   *
   * @throws IOException when they are not what was kept
   */
  byte[] read(StoredMessage message) throws IOException {
    var file = messages.resolve(message.file());
    var octets = Files.readAllBytes(file);
    if (!HexFormat.of().formatHex(CryptoSuite.sha256(octets)).equals(message.sha256())) {
      throw new IOException(file + " is damaged; reset the pledge and onboard again");
    }
    return octets;
  }

  /** Keeps the key that a certificate is being asked for, readable by the owner only. */
  void keepCandidateKey(PrivateKey key) throws IOException {
    disk.write(data.resolve(CANDIDATE_KEY), Credential.keyPem(key), true);
  }

  /** The key that a certificate is being asked for. */
  PrivateKey candidateKey() throws IOException {
    return Credential.readKey(data.resolve(CANDIDATE_KEY));
  }

  /** Puts the membership in its place, the certificate last; may be repeated at will. */
  void install(Credential ldevid, byte[] pin, byte[] voucher, List<X509Certificate> caPubs)
      throws IOException {
    disk.write(root.resolve("voucher.vcj"), voucher, false);
    if (!caPubs.isEmpty()) {
      disk.write(root.resolve("ca-pubs.pem"), pem(caPubs), false);
    }
    disk.write(root.resolve("domain-ca.pem"), pemOf(pin), false);
    disk.write(root.resolve("ldevid.key"), Credential.keyPem(ldevid.key()), true);
    disk.write(root.resolve("ldevid.pem"), pem(ldevid.chain()), false);
  }

  private static byte[] pemOf(byte[] certificate) throws IOException {
    try {
      return pem(List.of(Certificates.parse(certificate)));
    } catch (CertificateException e) {
      throw new IOException("the pinned certificate that was kept is unsound", e);
    }
  }

  private static byte[] pem(List<X509Certificate> certificates) {
    return Certificates.toPem(certificates).getBytes(StandardCharsets.US_ASCII);
  }

  /** The membership, once it is installed. */
  Credential ldevid() throws IOException {
    if (!holdsMembership()) {
      throw new IOException(
          root.resolve("ldevid.pem")
              + " is missing though the device is enrolled; put it back, or reset the pledge");
    }
    return Credential.read(root.resolve("ldevid.pem"), root.resolve("ldevid.key"));
  }

  /** Whether a membership is in its place, whoever put it there. */
  boolean holdsMembership() {
    return Files.exists(root.resolve("ldevid.pem"));
  }

  /** The certificates of the membership, without touching the key. */
  List<X509Certificate> ldevidChain() throws IOException {
    return holdsMembership() ? Certificates.readPem(root.resolve("ldevid.pem")) : List.of();
  }

  /** Removes whatever a kill left half-written. */
  void tidy() throws IOException {
    for (var name : MEMBERSHIP) {
      removeAll(root, "." + name + ".*.new");
    }
    removeAll(data, ".*.new");
    removeAll(messages, ".*.new");
  }

  /** Removes everything but what the factory wrote; the state goes last but one, the lock last. */
  void reset(FolderLock lock) throws IOException {
    tidy();
    for (var name : MEMBERSHIP) {
      disk.delete(root.resolve(name));
    }
    removeAll(messages, "*");
    Files.deleteIfExists(messages);
    disk.delete(data.resolve(CANDIDATE_KEY));
    disk.delete(data.resolve("state.json"));
    lock.remove();
    Files.deleteIfExists(data);
  }

  private static void removeAll(Path folder, String glob) throws IOException {
    for (var file : list(folder, glob)) {
      Files.deleteIfExists(file);
    }
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.newDirectoryStream(folder, glob)) {
      return StreamSupport.stream(files.spliterator(), false).toList();
    }
  }
}
