package dev.brski.authority.ledger;

import dev.brski.ocsp.CertStatus;
import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;

/**
 * What the ledger knows of a certificate at the moment: whether it was issued, and whether it is
 * revoked. What it was issued to, and what became of its confirmation, does not count, as it does
 * not for revocation lists.
 */
public final class CertificateStatuses {

  /** So many octets of a certificate the index has: the DER of 20, and those before. */
  private static final int LONGEST = 22;

  static final String OF_REGISTRARS =
      """
      SELECT certificate FROM registrar
      WHERE substr(certificate, instr(certificate, x'a003020102') + 5, 22) >= ?
        AND substr(certificate, instr(certificate, x'a003020102') + 5, 22) < ?
      """;

  private static final CertStatus GOOD = new CertStatus.Good();

  private final Store store;

  /** The statuses of one store. */
  public CertificateStatuses(Store store) {
    this.store = store;
  }

  /**
   * The statuses of certificates of one issuer, each where its serial number stands, all of one
   * moment.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   */
  public List<CertStatus> of(X500Principal issuer, List<BigInteger> serialNumbers) {
    return store.read(
        reading -> serialNumbers.stream().map(number -> status(reading, issuer, number)).toList());
  }

  private static CertStatus status(Reading reading, X500Principal issuer, BigInteger number) {
    boolean issued =
        Stream.concat(ofDevice(reading, number).stream(), ofRegistrars(reading, number))
            .anyMatch(
                found ->
                    found.getSerialNumber().equals(number)
                        && found.getIssuerX500Principal().equals(issuer));
    return issued
        ? revocation(reading, number).<CertStatus>map(revoked -> revoked).orElse(GOOD)
        : new CertStatus.Unknown();
  }

  private static Optional<X509Certificate> ofDevice(Reading reading, BigInteger number) {
    return RevocationRow.ofDevice(reading, Certificates.serialNumber(number))
        .map(RevocationRow.Candidate::certificate);
  }

  /**
   * Their serial numbers are no column, but what follows on the version of a certificate, which an
   * index has: those whose octets there begin with the DER of the number.
   */
  private static Stream<X509Certificate> ofRegistrars(Reading reading, BigInteger number) {
    return reading
        .query(
            OF_REGISTRARS,
            row -> Stored.certificate(row.bytes("certificate")),
            encoded(number),
            following(encoded(number)))
        .stream();
  }

  /** What is greater than all that begins with some octets, and less than what else is greater. */
  private static byte[] following(byte[] octets) {
    var following = Arrays.copyOf(octets, LONGEST + 1);
    Arrays.fill(following, octets.length, following.length, (byte) 0xff);
    return following;
  }

  private static byte[] encoded(BigInteger number) {
    try {
      return new ASN1Integer(number).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<CertStatus.Revoked> revocation(Reading reading, BigInteger number) {
    return reading.one(
        "SELECT at, reason FROM revocation WHERE serial_number = ?",
        row ->
            new CertStatus.Revoked(row.instant("at"), RevocationReason.parse(row.text("reason"))),
        Certificates.serialNumber(number));
  }
}
