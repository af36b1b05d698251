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
 * @param signer the certificate that the messages of this operation are signed with: the device's
 *     IDevID, or one of ours; the registrar's where that one answers for the device
 * @param transactionId the transactionID octets
 * @param request the message that asks, exact octets
 * @param approval how the registrar has approved it
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
    Approval approval,
    Decision decision,
    Contents contents,
    Optional<Reservation> reservation) {

  /** What the consent rests on, if it brought that. */
  Optional<Evidence> evidence() {
    return switch (approval) {
      case Approval.Nested nested -> nested.evidence();
      case Approval.Replaced _ -> Optional.empty();
    };
  }

  /** Copies the octets in. */
  public Submission {
    transactionId = transactionId.clone();
    request = request.clone();
  }

  @Override
  public byte[] transactionId() {
    return transactionId.clone();
  }

  @Override
  public byte[] request() {
    return request.clone();
  }
}
