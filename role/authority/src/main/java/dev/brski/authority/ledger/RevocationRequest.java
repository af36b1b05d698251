package dev.brski.authority.ledger;

import dev.brski.trust.RevocationReason;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * An rr that passed every check that needs no memory (RFC 9483 section 4.2).
 *
 * @param transactionId the transactionID octets
 * @param octets the message, exact octets
 * @param asker who signed it
 * @param via the name of the registrar that brought it in its own protection, if one did
 * @param issuer of the certificate to be revoked
 * @param serialNumber of that certificate
 */
public record RevocationRequest(
    byte[] transactionId,
    byte[] octets,
    Asker asker,
    Optional<String> via,
    X500Principal issuer,
    BigInteger serialNumber,
    RevocationReason reason) {

  /** Copies the octets in. */
  public RevocationRequest {
    transactionId = transactionId.clone();
    octets = octets.clone();
  }

  @Override
  public byte[] transactionId() {
    return transactionId.clone();
  }

  @Override
  public byte[] octets() {
    return octets.clone();
  }

  /** Who asks for a revocation. */
  public sealed interface Asker {

    /** A device with a certificate of ours, which may have that one revoked (section 4.2). */
    record OfDevice(X509Certificate signer) implements Asker {}

    /** A registrar on behalf of a device (section 5.3.2). */
    record OfRegistrar(Registrar registrar) implements Asker {}
  }
}
