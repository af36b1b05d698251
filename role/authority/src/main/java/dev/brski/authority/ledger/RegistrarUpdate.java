package dev.brski.authority.ledger;

/**
 * A registrar's request for its next credential that was accepted (RFC 9483 section 4.1.3).
 *
 * @param id our own, sortable
 * @param registrar whose, with the credential that it was asked with
 * @param transactionId the transactionID octets
 * @param decision what is to be certified
 * @param reservation serial number and validity
 * @param state where it stands; it is never held for a person
 * @param version the row's version, for compare-and-set
 */
public record RegistrarUpdate(
    String id,
    Registrar registrar,
    byte[] transactionId,
    Decision decision,
    Reservation reservation,
    EnrollmentState state,
    long version) {

  /** Copies the octets in. */
  public RegistrarUpdate {
    transactionId = transactionId.clone();
  }

  @Override
  public byte[] transactionId() {
    return transactionId.clone();
  }

  /**
   * A kur that passed every check that needs no memory, with what to issue on it.
   *
   * @param transactionId the transactionID octets
   * @param request the registrar's message, exact octets
   */
  public record Submission(
      Registrar registrar,
      byte[] transactionId,
      byte[] request,
      Decision decision,
      Reservation reservation) {

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
}
