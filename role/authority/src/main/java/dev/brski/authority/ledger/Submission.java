package dev.brski.authority.ledger;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A certification request that passed every check that needs no memory, with what to issue on it.
 *
 * @param manufacturer who made the device
 * @param serialNumber the device's serial number
 * @param registrar the ledger's id of the registrar that consented
 * @param profile the certificate profile
 * @param signer the certificate that the device signs with in this operation: its IDevID, or one of
 *     ours
 * @param transactionId the transactionID octets
 * @param request the pledge's message, exact octets
 * @param nested the registrar's message around it, exact octets
 * @param evidence what the consent rests on, unless configuration waives it
 * @param decision what to issue
 * @param contents what else it is to say
 * @param reservation serial number and validity; empty when a person is to be asked first
 */
public record Submission(
    String manufacturer,
    String serialNumber,
    String registrar,
    String profile,
    X509Certificate signer,
    byte[] transactionId,
    byte[] request,
    byte[] nested,
    Optional<Evidence> evidence,
    Decision decision,
    Contents contents,
    Optional<Reservation> reservation) {

  /** Copies the octets in. */
  public Submission {
    transactionId = transactionId.clone();
    request = request.clone();
    nested = nested.clone();
  }

  @Override
  public byte[] transactionId() {
    return transactionId.clone();
  }

  @Override
  public byte[] request() {
    return request.clone();
  }

  @Override
  public byte[] nested() {
    return nested.clone();
  }
}
