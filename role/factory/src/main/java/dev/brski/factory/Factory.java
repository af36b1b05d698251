package dev.brski.factory;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.settings.Settings;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.DurableFile;
import dev.brski.trust.KeyKind;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A manufacturer: it makes devices with a birth certificate each (IDevID, RFC 8995 section 2.3),
 * and signers of vouchers under an anchor of their own, so that no device can sign a voucher.
 */
public final class Factory {

  private static final String ROOT = "idevid-root";
  private static final String IDEVID_CA = "idevid-ca";
  private static final String VOUCHER_CA = "voucher-ca";
  private static final String NONCELESS_CA = "nonceless-ca";
  private static final int CA_YEARS = 50;
  private static final String WHOLE =
      "Look whether the manufacturer's folder is whole and can be written.";
  private static final String NAME = "[\\p{L}\\p{N} ._&'+()/-]{1,64}";
  private static final String SERIAL_NUMBER =
      "[A-Za-z0-9]([A-Za-z0-9 ._:/+-]{0,62}[A-Za-z0-9._:/+-])?";

  private final FactoryFolder folder;
  private final String name;
  private final CryptoSuite suite;
  private final InstantSource clock;

  private Factory(FactoryFolder folder, String name, CryptoSuite suite, InstantSource clock) {
    this.folder = folder;
    this.name = name;
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * Makes a manufacturer: the root and the CA of its IDevIDs, and the anchors of its vouchers, one
   * for those with a nonce and one for those without (RFC 8995 section 11.6.2.2).
   *
   * @param name letters, digits, spaces and some punctuation, at most 64 characters
   */
  public static Verdict<Factory> init(
      Path dir, String name, CryptoSuite suite, InstantSource clock) {
    return init(dir, name, KeyKind.P_256, suite, clock);
  }

  /** Makes a manufacturer whose authorities have keys of a kind. */
  public static Verdict<Factory> init(
      Path dir, String name, KeyKind keys, CryptoSuite suite, InstantSource clock) {
    var folder = new FactoryFolder(dir);
    if (!name.matches(NAME)) {
      return Verdict.refused(
          FactoryCheck.NAME,
          "'" + name + "' cannot stand in a certificate",
          "Choose a name of letters, digits, spaces and . _ & ' + ( ) / -, at most 64 long.");
    }
    if (Files.exists(folder.settings())) {
      return Verdict.refused(
          FactoryCheck.EXISTS,
          folder.settings() + " exists",
          "Choose another folder; nothing was changed.");
    }
    try {
      write(folder, name, new CertificateIssuer(suite, keys), clock);
      return Verdict.accepted(new Factory(folder, name, suite, clock));
    } catch (IOException e) {
      return unusable(e, "Look whether the folder can be written.");
    }
  }

  /** Opens the manufacturer of a folder. */
  public static Verdict<Factory> open(Path dir, CryptoSuite suite, InstantSource clock) {
    var folder = new FactoryFolder(dir);
    return Settings.read(folder.settings(), FactorySettings.class)
        .map(settings -> new Factory(folder, settings.name(), suite, clock));
  }

  /** The manufacturer's name. */
  public String name() {
    return name;
  }

  /** What anchors IDevIDs. */
  public Path anchor() {
    return folder.anchor();
  }

  /** What anchors vouchers. */
  public Path voucherAnchor() {
    return folder.voucherAnchor();
  }

  /** What anchors vouchers without a nonce, if that is another than what anchors the others. */
  public Optional<Path> noncelessAnchor() {
    return Optional.of(folder.noncelessAnchor()).filter(Files::exists);
  }

  /**
   * Makes a new CA of IDevIDs under the same root: devices that are made from now on are certified
   * by it. Who has the root for an anchor takes them as those before.
   */
  public Verdict<X509Certificate> rotate() {
    try (var _ = DeviceLedger.open(folder.devices())) {
      var root = folder.keys(ROOT).read();
      var generations = folder.keys(IDEVID_CA);
      var ca =
          issuerLike(root)
              .credential(
                  root,
                  CertificateProfile.issuingCa(
                      name + " device CA " + (generations.newest() + 1),
                      Validity.withoutEnd(clock.instant()).within(root.leaf())));
      generations.add(ca);
      return Verdict.accepted(ca.leaf());
    } catch (IOException e) {
      return unusable(e, WHOLE);
    }
  }

  /**
   * Makes a device: the folder of a pledge with key, IDevID and voucher anchors. Its serial number
   * is in the subject.
   *
   * @param serialNumber letters, digits, spaces and . _ : / + -, at most 64 characters
   * @param masa where the manufacturer's MASA is, {@code host:port}, for the certificate
   * @param out the pledge's folder
   */
  public Verdict<X509Certificate> device(String serialNumber, String masa, Path out) {
    return device(new Device(serialNumber, out), masa);
  }

  /** Makes a device; the other says what and how. */
  public Verdict<X509Certificate> device(Device device, String masa) {
    return devices(List.of(device), masa, _ -> {}).map(List::getFirst);
  }

  /**
   * A device to be made.
   *
   * @param serialNumber letters, digits, spaces and . _ : / + -, at most 64 characters
   * @param place where its IDevID has it
   * @param key the kind of its key
   * @param out the pledge's folder
   */
  public record Device(String serialNumber, SerialNumberPlace place, KeyKind key, Path out) {

    /** One with a key on P-256. */
    public Device(String serialNumber, SerialNumberPlace place, Path out) {
      this(serialNumber, place, KeyKind.P_256, out);
    }

    /** One with its serial number in the subject. */
    public Device(String serialNumber, Path out) {
      this(serialNumber, new SerialNumberPlace.Subject(), out);
    }
  }

  /**
   * Makes devices one after the other, until one cannot be made; those before it stay made.
   *
   * @param masa where the manufacturer's MASA is, {@code host:port}, for the certificates
   * @param made is told of each
   */
  public Verdict<List<X509Certificate>> devices(
      List<Device> devices, String masa, Consumer<Device> made) {
    try (var ledger = DeviceLedger.open(folder.devices())) {
      var ca = folder.keys(IDEVID_CA).read();
      var certificates = new ArrayList<X509Certificate>();
      for (var device : devices) {
        switch (device(device, masa, ca, ledger)) {
          case Verdict.Refused<X509Certificate>(Refusal refusal) -> {
            return Verdict.refused(refusal);
          }
          case Verdict.Accepted<X509Certificate>(X509Certificate idevid) -> {
            certificates.add(idevid);
            made.accept(device);
          }
        }
      }
      return Verdict.accepted(List.copyOf(certificates));
    } catch (IOException e) {
      return unusable(e, WHOLE);
    }
  }

  private Verdict<X509Certificate> device(
      Device device, String masa, Credential ca, DeviceLedger ledger) throws IOException {
    var serialNumber = device.serialNumber();
    if (!serialNumber.matches(SERIAL_NUMBER)) {
      return Verdict.refused(
          FactoryCheck.SERIAL_NUMBER,
          "'" + serialNumber + "' cannot be a serial number",
          "Use letters, digits, spaces and . _ : / + -, beginning with a letter or digit and not"
              + " ending with a space.");
    }
    if (device.place().usable() instanceof Verdict.Refused<SerialNumberPlace>(Refusal refusal)) {
      return Verdict.refused(refusal);
    }
    if (Files.exists(device.out().resolve("idevid.pem"))) {
      return Verdict.refused(
          FactoryCheck.EXISTS,
          device.out() + " already is a device",
          "Choose another folder; nothing was changed.");
    }
    if (ledger.has(serialNumber)) {
      return Verdict.refused(
          FactoryCheck.UNIQUE,
          serialNumber + " stands in " + folder.devices(),
          "Choose another serial number; each names one device for ever.");
    }
    var idevid =
        new CertificateIssuer(suite, device.key())
            .credential(
                ca, device.place().idevid(serialNumber, name, clock.instant()).withMasaUrl(masa));
    ledger.add(serialNumber, idevid.leaf(), masa, clock.instant());
    write(idevid, device.out());
    return Verdict.accepted(idevid.leaf());
  }

  /**
   * Makes a signer of vouchers with a nonce for a MASA.
   *
   * @throws IOException when the voucher CA cannot be read
   */
  public Credential voucherSigner() throws IOException {
    return signer(VOUCHER_CA, "voucher signer");
  }

  /**
   * Makes a signer of vouchers without a nonce for a MASA: under the anchor that devices have for
   * these, or, if they have none, under the one that they have for all.
   *
   * @throws IOException when the CA cannot be read
   */
  public Credential noncelessSigner() throws IOException {
    return signer(
        noncelessAnchor().isPresent() ? NONCELESS_CA : VOUCHER_CA, "nonceless voucher signer");
  }

  private Credential signer(String issuer, String called) throws IOException {
    var ca = folder.keys(issuer).read();
    return issuerLike(ca)
        .credential(
            ca,
            CertificateProfile.voucherSigner(
                name + " " + called, Validity.years(clock.instant(), CA_YEARS).within(ca.leaf())));
  }

  /** Makes keys of the kind that an authority has. */
  private CertificateIssuer issuerLike(Credential authority) {
    return new CertificateIssuer(suite, KeyKind.like(authority.leaf()));
  }

  private void write(Credential idevid, Path out) throws IOException {
    var chain = new ArrayList<>(idevid.chain());
    chain.removeIf(Certificates::isSelfIssued);
    DurableFile.write(
        out.resolve("masa-anchor.pem"), Files.readAllBytes(folder.voucherAnchor()), false);
    if (noncelessAnchor().isPresent()) {
      DurableFile.write(
          out.resolve("masa-anchor-nonceless.pem"),
          Files.readAllBytes(folder.noncelessAnchor()),
          false);
    }
    new Credential(idevid.key(), chain).write(out.resolve("idevid.pem"), out.resolve("idevid.key"));
  }

  private static void write(
      FactoryFolder folder, String name, CertificateIssuer issuer, InstantSource clock)
      throws IOException {
    var validity = Validity.withoutEnd(clock.instant());
    var root = issuer.selfSigned(CertificateProfile.rootCa(name + " device root", validity));
    var ca = issuer.credential(root, CertificateProfile.issuingCa(name + " device CA", validity));
    var vouchers = issuer.selfSigned(CertificateProfile.rootCa(name + " voucher CA", validity));
    var nonceless =
        issuer.selfSigned(CertificateProfile.rootCa(name + " nonceless voucher CA", validity));
    write(folder, ROOT, root);
    write(folder, IDEVID_CA, ca);
    write(folder, VOUCHER_CA, vouchers);
    write(folder, NONCELESS_CA, nonceless);
    DurableFile.write(folder.anchor(), pem(root.leaf()), false);
    DurableFile.write(folder.voucherAnchor(), pem(vouchers.leaf()), false);
    DurableFile.write(folder.noncelessAnchor(), pem(nonceless.leaf()), false);
    DurableFile.write(
        folder.settings(),
        """
        # Settings of a manufacturer.
        version: 1

        # The manufacturer's name, as it stands in its devices' certificates.
        name: "%s"
        """
            .formatted(name)
            .getBytes(StandardCharsets.UTF_8),
        false);
  }

  /** The first generation, also over what an attempt before has left behind. */
  private static void write(FactoryFolder folder, String name, Credential credential)
      throws IOException {
    var first = folder.keys(name);
    credential.write(first.certificates(1), first.key(1));
  }

  private static byte[] pem(X509Certificate certificate) {
    return Certificates.toPem(List.of(certificate)).getBytes(StandardCharsets.US_ASCII);
  }

  private static <T> Verdict<T> unusable(IOException cause, String remedy) {
    return Verdict.refused(FactoryCheck.FILE, String.valueOf(cause.getMessage()), remedy);
  }
}
