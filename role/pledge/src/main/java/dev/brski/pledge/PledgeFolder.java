package dev.brski.pledge;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A pledge's folder: what the factory wrote, what the domain gave, and how far it is between. */
final class PledgeFolder {

  private static final String CANDIDATE_KEY = "ldevid.key";

  /** In the order of their removal: without its certificate a device is no member. */
  private static final List<String> MEMBERSHIP =
      List.of("ldevid.pem", "ldevid.key", "domain-ca.pem", "voucher.vcj", "ca-pubs.pem");

  private final Disk disk;
  private final Path root;
  private final Path data;
  private final StateFile state;
  private final Messages messages;

  PledgeFolder(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
    this.data = root.resolve("data");
    this.state = new StateFile(disk, data.resolve("state.json"));
    this.messages = new Messages(disk, data.resolve("messages"));
  }

  /** The messages that are under way. */
  Messages messages() {
    return messages;
  }

  /**
   * How far the pledge is.
   *
   * @throws IOException when the file is damaged or of a newer version
   */
  Saved load(Instant now) throws IOException {
    return state.load(now);
  }

  /** Writes the state durably, then removes what it no longer speaks of. */
  void save(Saved saved) throws IOException {
    state.save(saved);
    messages.removeAllBut(saved.progress().messages());
    if (!saved.progress().needsKey()) {
      disk.delete(data.resolve(CANDIDATE_KEY));
    }
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
  void install(Credential ldevid, X509Certificate pin, byte[] voucher, List<X509Certificate> caPubs)
      throws IOException {
    disk.write(root.resolve("voucher.vcj"), voucher, false);
    if (!caPubs.isEmpty()) {
      disk.write(root.resolve("ca-pubs.pem"), pem(caPubs), false);
    }
    disk.write(root.resolve("domain-ca.pem"), pem(List.of(pin)), false);
    disk.write(root.resolve("ldevid.key"), Credential.keyPem(ldevid.key()), true);
    disk.write(root.resolve("ldevid.pem"), pem(ldevid.chain()), false);
  }

  private static byte[] pem(List<X509Certificate> certificates) {
    return Certificates.toPem(certificates).getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a membership is in its place, whoever put it there. */
  boolean holdsMembership() {
    return Files.exists(root.resolve("ldevid.pem"));
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
    removeAll(data.resolve("messages"), ".*.new");
  }

  /** Removes everything but what the factory wrote; the state goes last but one, the lock last. */
  void reset(FolderLock lock) throws IOException {
    tidy();
    for (var name : MEMBERSHIP) {
      disk.delete(root.resolve(name));
    }
    messages.removeAllBut(List.of());
    Files.deleteIfExists(data.resolve("messages"));
    disk.delete(data.resolve(CANDIDATE_KEY));
    state.delete();
    lock.remove();
    Files.deleteIfExists(data);
  }

  private static void removeAll(Path folder, String glob) throws IOException {
    for (var file : FileList.of(folder, glob)) {
      Files.deleteIfExists(file);
    }
  }
}
