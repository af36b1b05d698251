package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.verdict.Refusal;
import java.util.HexFormat;
import java.util.Optional;

/** Which transactionIDs are taken by operations of which something is kept (RFC 9483 5.1). */
public final class TransactionIds {

  private static final String REMEDY = "Whoever asks must start again with a fresh transactionID.";

  private final Store store;

  /** Those of one store. */
  public TransactionIds(Store store) {
    this.store = store;
  }

  /** Why an operation of which nothing is kept may not begin with it, if it may not. */
  public Optional<Refusal> objection(byte[] transactionId) {
    return store.read(
        reading ->
            ofEnrollment(reading, transactionId)
                .or(() -> ofRevocation(reading, transactionId))
                .or(() -> ofUpdate(reading, transactionId)));
  }

  static Optional<Refusal> ofEnrollment(Reading reading, byte[] transactionId) {
    return EnrollmentRow.byTransaction(reading, transactionId)
        .map(
            owner ->
                inUse(
                    transactionId,
                    "enrollment "
                        + owner.id()
                        + " of device "
                        + owner.device().serialNumber()
                        + ", which began with other octets"));
  }

  static Optional<Refusal> ofRevocation(Reading reading, byte[] transactionId) {
    return RevocationRequests.isOf(reading, transactionId)
        ? Optional.of(inUse(transactionId, "a request for a revocation, which had other octets"))
        : Optional.empty();
  }

  static Optional<Refusal> ofUpdate(Reading reading, byte[] transactionId) {
    return RegistrarUpdateRow.byTransaction(reading, transactionId)
        .map(
            owner ->
                inUse(
                    transactionId,
                    "an update of registrar "
                        + owner.registrar().name()
                        + ", which began with other octets"));
  }

  private static Refusal inUse(byte[] transactionId, String owner) {
    return Refusal.of(
        LedgerCheck.TRANSACTION_ID_IN_USE,
        "transactionID " + HexFormat.of().formatHex(transactionId) + " belongs to " + owner,
        REMEDY);
  }
}
