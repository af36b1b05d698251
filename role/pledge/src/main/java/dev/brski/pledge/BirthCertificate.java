package dev.brski.pledge;

import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.check.VoucherAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the factory put into the device (RFC 8995 section 2.3).
 *
 * @param idevid the IDevID with its key and intermediate certificates
 * @param serialNumber the device's serial number, not the certificate's: the subject's attribute,
 *     or the hwSerialNum if there is none (RFC 8995 section 2.3.1)
 * @param voucherAnchors what vouchers are verified with, and nothing else
 */
record BirthCertificate(Credential idevid, String serialNumber, VoucherAnchors voucherAnchors) {

  /**
   * Reads {@code idevid.pem}, {@code idevid.key} and {@code masa-anchor.pem}, and {@code
   * masa-anchor-nonceless.pem} if it is there: then that alone is for vouchers without a nonce.
   *
   * @throws IOException when one is missing or unsound; the message names the file
   */
  static BirthCertificate read(Path folder, CryptoSuite suite) throws IOException {
    for (var name : List.of("idevid.pem", "idevid.key", "masa-anchor.pem")) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        throw new IOException(
            folder.resolve(name)
                + " is missing: this is not a pledge's folder; let the factory make one");
      }
    }
    var certificates = folder.resolve("idevid.pem");
    var idevid = Credential.read(certificates, folder.resolve("idevid.key"), suite);
    var serialNumber = serialNumber(certificates, idevid.leaf());
    var anchors = anchors(folder.resolve("masa-anchor.pem"));
    var nonceless = folder.resolve("masa-anchor-nonceless.pem");
    return new BirthCertificate(
        idevid,
        serialNumber,
        Files.exists(nonceless)
            ? new VoucherAnchors(anchors, anchors(nonceless))
            : VoucherAnchors.ofBoth(anchors));
  }

  private static String serialNumber(Path file, X509Certificate idevid) throws IOException {
    return switch (SerialNumberField.own(idevid)) {
      case Verdict.Accepted<String>(String serialNumber) -> serialNumber;
      case Verdict.Refused<String>(Refusal refusal) ->
          throw new IOException(
              file
                  + " says no serial number, so it is no birth certificate (RFC 8995 section 2.3): "
                  + refusal.cause());
    };
  }

  private static Anchors anchors(Path file) throws IOException {
    return Anchors.of(Certificates.readPem(file));
  }
}
