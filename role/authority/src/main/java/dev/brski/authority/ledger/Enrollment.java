package dev.brski.authority.ledger;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * One PKI management operation that was accepted.
 *
 * @param id our own, sortable
 * @param device whom it is for
 * @param registrar the ledger's id of the registrar that consented
 * @param profile the certificate profile
 * @param signer the certificate that the messages of this operation are signed with: the device's;
 *     the registrar's where that one answers for the device
 * @param assurance which of these it is
 * @param transactionId the transactionID octets
 * @param decision what is to be certified
 * @param contents what the certificate is to say besides
 * @param reservation serial number and validity, once it is decided that it will be
 * @param state where it stands
 * @param version the row's version, for compare-and-set
 */
public record Enrollment(
    String id,
    Device device,
    String registrar,
    String profile,
    X509Certificate signer,
    Assurance assurance,
    byte[] transactionId,
    Decision decision,
    Contents contents,
    Optional<Reservation> reservation,
    EnrollmentState state,
    long version) {

  /** Copies the octets in. */
  public Enrollment {
    transactionId = transactionId.clone();
  }

  @Override
  public byte[] transactionId() {
    return transactionId.clone();
  }
}
