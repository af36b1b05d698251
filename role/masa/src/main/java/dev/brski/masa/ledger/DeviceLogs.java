package dev.brski.masa.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.IdevidIssuer;
import java.util.Comparator;
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
   * <p>Vouchers without a nonce were issued for a serial number alone: they are in the log of every
   * device that has it, however it was written.
   *
   * @param serialKey what is the same for all ways of writing the serial number
   * @param idevidIssuer whose serial number it is; if empty, any device that has it is meant
   * @param keys the SHA-256 of public keys
   */
  public Optional<DeviceLog> find(
      String serialNumber,
      String serialKey,
      Optional<IdevidIssuer> idevidIssuer,
      List<byte[]> keys) {
    return store.read(
        reading -> {
          var devices = devices(reading, serialNumber, serialKey, idevidIssuer);
          return keys.stream().flatMap(key -> found(reading, devices, key).stream()).findFirst();
        });
  }

  private static List<String> devices(
      Reading reading, String serialNumber, String serialKey, Optional<IdevidIssuer> idevidIssuer) {
    var issuer = idevidIssuer.map(IdevidIssuer::value);
    return reading.query(
        """
        SELECT id FROM device WHERE (serial_number = ? AND idevid_issuer = ?)
        OR serial_key = ?
        OR (? IS NULL AND serial_number = ? COLLATE NOCASE)
        """,
        row -> row.text("id"),
        serialNumber,
        issuer,
        serialKey,
        issuer,
        serialNumber);
  }

  private static Optional<DeviceLog> found(Reading reading, List<String> devices, byte[] key) {
    return devices.stream()
        .filter(device -> isOwned(reading, device, key))
        .findFirst()
        .map(device -> new DeviceLog(device, key, log(reading, devices)));
  }

  private static boolean isOwned(Reading reading, String device, byte[] key) {
    return reading
        .one(
            "SELECT 1 AS one FROM audit_event WHERE device = ? AND domain_key = ? LIMIT 1",
            row -> row.number("one"),
            device,
            key)
        .isPresent();
  }

  private static AuditLog log(Reading reading, List<String> devices) {
    record Entry(String voucher, AuditLog.Issuance issuance) {}
    return AuditLog.abridged(
        devices.stream()
            .flatMap(
                device ->
                    reading
                        .query(
                            """
                            SELECT voucher, at, domain_id, nonce, assertion,
                              hex(domain_key) AS domain
                            FROM audit_event WHERE device = ?
                            """,
                            row ->
                                new Entry(
                                    row.text("voucher"),
                                    new AuditLog.Issuance(Ledger.event(row), row.text("domain"))),
                            device)
                        .stream())
            .sorted(Comparator.comparing(Entry::voucher))
            .map(Entry::issuance)
            .toList(),
        MOST_ENTRIES);
  }
}
