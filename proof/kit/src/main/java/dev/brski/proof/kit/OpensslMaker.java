package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A manufacturer of {@code openssl} and nothing else: a root, and IDevIDs right below it. */
public final class OpensslMaker {

  private final Foreign openssl;
  private final Path folder;

  private OpensslMaker(Foreign openssl, Path folder) {
    this.openssl = openssl;
    this.folder = folder;
  }

  /**
   * A hardware module name (RFC 4108 section 5).
   *
   * @param hwType an object identifier
   * @param hwSerialNum a value as ASN1_generate_nconf(3) reads it
   */
  public record HardwareModule(String hwType, String hwSerialNum) {

    /** One whose hwSerialNum is a text. */
    public static HardwareModule of(String serial) {
      return new HardwareModule("1.3.6.1.4.1.99999.1", "FORMAT:ASCII,OCTETSTRING:" + serial);
    }
  }

  /**
   * What a device has of its maker, in PEM.
   *
   * @param certificate the IDevID alone
   */
  public record Idevid(Path certificate, Path key) {}

  /** Makes the root; the test is skipped where openssl is not installed. */
  public static OpensslMaker in(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var maker = new OpensslMaker(Foreign.demand("openssl", folder, "version"), folder);
    Files.writeString(maker.file("index.txt"), "");
    maker.certified(
        "root",
        "/O=ACME/CN=ACME device root",
        "basicConstraints = critical,CA:true\nkeyUsage = critical,keyCertSign\n",
        "-selfsign",
        "-keyfile",
        maker.file("root.key").toString());
    return maker;
  }

  /** What anchors the IDevIDs. */
  public Path anchor() {
    return file("root.pem");
  }

  /**
   * Makes an IDevID.
   *
   * @param name what its files are called
   * @param subject such as {@code /O=ACME/serialNumber=A1}
   * @param modules the otherNames of its subjectAltName; without any it has none
   */
  public Idevid idevid(String name, String subject, HardwareModule... modules)
      throws IOException, InterruptedException {
    return certified(
        name,
        subject,
        extensions(List.of(modules)),
        "-cert",
        anchor().toString(),
        "-keyfile",
        file("root.key").toString());
  }

  /** A new key, certified from 2020 on without end (RFC 5280 section 4.1.2.5). */
  private Idevid certified(String name, String subject, String extensions, String... issuer)
      throws IOException, InterruptedException {
    var key = file(name + ".key");
    var request = file(name + ".csr");
    run(
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        subject,
        "-keyout",
        key.toString(),
        "-out",
        request.toString());
    var certificate = file(name + ".pem");
    var configuration =
        """
        [ca]
        default_ca = maker
        [maker]
        database = %1$s/index.txt
        new_certs_dir = %1$s
        default_md = sha256
        unique_subject = no
        rand_serial = yes
        policy = any
        [any]
        commonName = optional
        [extensions]
        %2$s
        """
            .formatted(folder, extensions);
    var arguments =
        new ArrayList<>(
            List.of(
                "ca",
                "-batch",
                "-notext",
                "-preserveDN",
                "-startdate",
                "20200101000000Z",
                "-enddate",
                "99991231235959Z",
                "-config",
                Files.writeString(file(name + ".cnf"), configuration).toString(),
                "-extensions",
                "extensions",
                "-in",
                request.toString(),
                "-out",
                certificate.toString()));
    arguments.addAll(List.of(issuer));
    run(arguments.toArray(String[]::new));
    return new Idevid(certificate, key);
  }

  private static String extensions(List<HardwareModule> modules) {
    var names = new StringBuilder();
    var sequences = new StringBuilder();
    for (int number = 0; number < modules.size(); number++) {
      names.append("otherName.%d = 1.3.6.1.5.5.7.8.4;SEQUENCE:module%1$d%n".formatted(number));
      sequences.append(
          "[module%d]%nhwType = OID:%s%nhwSerialNum = %s%n"
              .formatted(number, modules.get(number).hwType(), modules.get(number).hwSerialNum()));
    }
    return "subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n"
        + (modules.isEmpty() ? "" : "subjectAltName = @names\n[names]\n" + names + sequences);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    openssl.run(arguments).expecting(0);
  }
}
