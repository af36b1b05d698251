package dev.brski.masa.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.IdevidIssuer;
import java.util.List;
import java.util.Optional;

/** The audit logs of devices, for those that were ever their owners (RFC 8995 section 5.8). */
public final class DeviceLogs {

  private static final int MOST_ENTRIES = 1024;

  private final Store store;

  /** Reads a store with the tables of {@link Schema}. */
  public DeviceLogs(Store store) {
    this.store = store;
  }

  /**
   * The log of one device.
   *
   * @param device its number in the ledger
   * @param domainKey by which whoever asks was found to be an owner: the SHA-256 of the public key
   * @param log its events, abridged
   */
  public record DeviceLog(String device, byte[] domainKey, AuditLog log) {

    /** Copies the octets in. */
    public DeviceLog {
      domainKey = domainKey.clone();
    }

    /** A copy of the octets. */
    @Override
    public byte[] domainKey() {
      return domainKey.clone();
    }
  }

  /**
   * The log of a device, with every voucher that was ever returned to anybody, if one of these keys
   * was ever pinned for it. Whether there is no such device or none of them was, the same is done
   * and found.
   *
   * @param keys the SHA-256 of public keys
   */
  public Optional<DeviceLog> find(
      String serialNumber, IdevidIssuer idevidIssuer, List<byte[]> keys) {
    return store.read(
        reading ->
            keys.stream()
                .flatMap(key -> found(reading, serialNumber, idevidIssuer, key).stream())
                .findFirst());
  }

  private static Optional<DeviceLog> found(
      Reading reading, String serialNumber, IdevidIssuer idevidIssuer, byte[] key) {
    return owned(reading, serialNumber, idevidIssuer, key)
        .map(device -> new DeviceLog(device, key, log(reading, device)));
  }

  private static Optional<String> owned(
      Reading reading, String serialNumber, IdevidIssuer idevidIssuer, byte[] key) {
    return reading.one(
        """
        SELECT device.id FROM device JOIN audit_event ON audit_event.device = device.id
        WHERE serial_number = ? AND idevid_issuer = ? AND domain_key = ? LIMIT 1
        """,
        row -> row.text("id"),
        serialNumber,
        idevidIssuer.value(),
        key);
  }

  private static AuditLog log(Reading reading, String device) {
    return AuditLog.abridged(
        reading.query(
            """
            SELECT at, domain_id, nonce, assertion, hex(domain_key) AS domain FROM audit_event
            WHERE device = ? ORDER BY voucher
            """,
            row -> new AuditLog.Issuance(Ledger.event(row), row.text("domain")),
            device),
        MOST_ENTRIES);
  }
}
