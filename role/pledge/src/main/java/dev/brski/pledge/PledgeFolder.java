package dev.brski.pledge;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** A pledge's folder: what the factory wrote, what the domain gave, and how far it is between. */
final class PledgeFolder {

  private static final String CANDIDATE_KEY = "ldevid.key";

  private static final String CERTIFICATE = "ldevid.pem";
  private static final String KEY = "ldevid.key";
  private static final String PIN = "domain-ca.pem";
  private static final String NEXT_ROOT = "domain-ca-next.pem";
  private static final String REVOCATION_LIST = "domain.crl";
  private static final String PREVIOUS_CERTIFICATE = "ldevid-previous.pem";
  private static final String PREVIOUS_KEY = "ldevid-previous.key";

  /** In the order of their removal: without its certificate a device is no member. */
  private static final List<String> MEMBERSHIP =
      List.of(
          CERTIFICATE,
          KEY,
          PREVIOUS_CERTIFICATE,
          PREVIOUS_KEY,
          PIN,
          "voucher.vcj",
          "ca-pubs.pem",
          NEXT_ROOT,
          REVOCATION_LIST);

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
    removeWhatIsOver(saved);
  }

  /**
   * Removes what the state does not speak of: messages, a key that was asked for, a pair that was
   * replaced, a membership that was taken back.
   */
  void removeWhatIsOver(Saved saved) throws IOException {
    messages.removeAllBut(saved.messages());
    if (!saved.needsKey()) {
      removeIfThere(data.resolve(CANDIDATE_KEY));
    }
    if (saved.progress() instanceof Progress.Revoked) {
      for (var name : MEMBERSHIP) {
        removeIfThere(root.resolve(name));
      }
    } else if (!saved.replaces()) {
      removeIfThere(root.resolve(PREVIOUS_CERTIFICATE));
      removeIfThere(root.resolve(PREVIOUS_KEY));
    }
  }

  private void removeIfThere(Path file) throws IOException {
    if (Files.exists(file)) {
      disk.delete(file);
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

  /**
   * Puts the membership in its place, the certificate last; may be repeated at will. Roots that
   * followed on another pin go.
   */
  void install(Credential ldevid, X509Certificate pin, byte[] voucher, List<X509Certificate> caPubs)
      throws IOException {
    disk.write(root.resolve("voucher.vcj"), voucher, false);
    if (!caPubs.isEmpty()) {
      disk.write(root.resolve("ca-pubs.pem"), pem(caPubs), false);
    }
    removeIfThere(root.resolve(NEXT_ROOT));
    disk.write(root.resolve(PIN), pem(List.of(pin)), false);
    write(ldevid);
  }

  private void write(Credential ldevid) throws IOException {
    disk.write(root.resolve(KEY), Credential.keyPem(ldevid.key()), true);
    disk.write(root.resolve(CERTIFICATE), pem(ldevid.chain()), false);
  }

  /**
   * Puts a newer certificate and its key in the place of those before; may be repeated at will. Two
   * files are not replaced at once, so the pair before is kept beside them until both are: its
   * certificate is written last, and says that it is whole.
   */
  void replace(Credential renewed) throws IOException {
    if (!Files.exists(root.resolve(PREVIOUS_CERTIFICATE))) {
      disk.write(root.resolve(PREVIOUS_KEY), Files.readAllBytes(root.resolve(KEY)), true);
      disk.write(
          root.resolve(PREVIOUS_CERTIFICATE), Files.readAllBytes(root.resolve(CERTIFICATE)), false);
    }
    write(renewed);
  }

  /** A certificate that was received, with the key that it was asked for. */
  Credential received(Transaction.Granted granted) throws IOException {
    return new Credential(candidateKey(), certificates(granted.certificates()));
  }

  /** Certificates that were kept. */
  List<X509Certificate> certificates(StoredMessage kept) throws IOException {
    try {
      return Certificates.parsePem(messages.read(kept));
    } catch (CertificateException e) {
      throw new IOException(kept.file() + " that was kept is unsound", e);
    }
  }

  /**
   * The one certificate of the domain that the voucher pinned.
   *
   * @throws IOException when there is none, or more than one
   */
  X509Certificate pin() throws IOException {
    var file = root.resolve(PIN);
    var certificates = Certificates.readPem(file);
    if (certificates.size() != 1) {
      throw new IOException(
          file + " holds " + certificates.size() + " certificates instead of one");
    }
    return certificates.getFirst();
  }

  /**
   * What all others are judged by: the pin, and before it the roots that have followed on it, the
   * newest first.
   *
   * @throws IOException when there is no pin, or a file is unsound
   */
  List<X509Certificate> pins() throws IOException {
    var pins = new ArrayList<>(List.of(pin()));
    pins.addAll(nextRoots());
    return List.copyOf(pins.reversed());
  }

  /** What a member judges others by, what its voucher pinned first; nothing before it is one. */
  List<X509Certificate> roots() throws IOException {
    return holdsMembership() ? pins().reversed() : List.of();
  }

  /** The roots that have followed on the pin, oldest first. */
  private List<X509Certificate> nextRoots() throws IOException {
    var file = root.resolve(NEXT_ROOT);
    return Files.exists(file) ? Certificates.readPem(file) : List.of();
  }

  /** Keeps a root that has followed on the pin, or on those that were kept before. */
  Path keepNextRoot(X509Certificate next) throws IOException {
    var roots = new LinkedHashSet<>(nextRoots());
    roots.add(next);
    disk.write(root.resolve(NEXT_ROOT), pem(List.copyOf(roots)), false);
    return root.resolve(NEXT_ROOT);
  }

  /** Keeps the newest revocation list, which was verified. */
  void keepRevocationList(byte[] der) throws IOException {
    disk.write(revocationListFile(), der, false);
  }

  /** Where it lies. */
  Path revocationListFile() {
    return root.resolve(REVOCATION_LIST);
  }

  /** The revocation list that was kept. */
  Optional<byte[]> revocationList() throws IOException {
    var file = revocationListFile();
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  private static byte[] pem(List<X509Certificate> certificates) {
    return Certificates.toPem(certificates).getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a membership is in its place, whoever put it there. */
  boolean holdsMembership() {
    return Files.exists(root.resolve(CERTIFICATE));
  }

  /** The membership, once it is installed. */
  Credential ldevid() throws IOException {
    if (!holdsMembership()) {
      throw new IOException(
          root.resolve(CERTIFICATE)
              + " is missing though the device is enrolled; put it back, or reset the pledge");
    }
    return Credential.read(root.resolve(CERTIFICATE), root.resolve(KEY));
  }

  /** The certificates of the membership, without touching the key. */
  List<X509Certificate> ldevidChain() throws IOException {
    return holdsMembership() ? Certificates.readPem(root.resolve(CERTIFICATE)) : List.of();
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
