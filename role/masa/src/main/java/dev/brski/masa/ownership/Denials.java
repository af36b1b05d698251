package dev.brski.masa.ownership;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.SignedArtifact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who asked in vain: kept with the device and in the journal, the same once a day, and of one
 * device so many a day, so that whoever asks for ever fills no disk.
 */
final class Denials {

  private static final Duration DAY = Duration.ofDays(1);
  private static final int MOST_OF_A_DAY = 10;

  private final Store store;

  Denials(Store store) {
    this.store = store;
  }

  /** Keeps it, unless it is kept already or enough are. */
  void note(Asking asking, Denial denial, Instant now) {
    if (store.read(reading -> isToBeKept(reading, asking, denial, now))) {
      store.change(
          transaction -> {
            if (isToBeKept(transaction, asking, denial, now)) {
              keep(transaction, asking, denial, now);
            }
          });
    }
  }

  private static boolean isToBeKept(Reading reading, Asking asking, Denial denial, Instant now) {
    record Kept(String ground, String domain) {}
    var kept =
        reading.query(
            "SELECT ground, domain_id FROM denial WHERE serial_key = ? AND at > ?",
            row -> new Kept(row.text("ground"), row.text("domain_id")),
            asking.serialNumber().key(),
            now.minus(DAY));
    return kept.size() < MOST_OF_A_DAY
        && !kept.contains(new Kept(denial.ground().word(), AuditLog.domainId(asking.pin())));
  }

  private void keep(Transaction transaction, Asking asking, Denial denial, Instant now) {
    var domain = AuditLog.domainId(asking.pin());
    var registrar = SignedArtifact.name(asking.chain().getFirst());
    transaction.updateOne(
        "INSERT INTO denial (id, serial_key, at, ground, domain_id, registrar, origin)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        store.ids().next(),
        asking.serialNumber().key(),
        now,
        denial.ground().word(),
        domain,
        registrar,
        asking.from());
    transaction.journal(
        "voucher denied",
        Optional.of(asking.serialNumber().text()),
        Map.of(
            "ground",
            denial.ground().word(),
            "cause",
            denial.cause(),
            "domain",
            domain,
            "registrar",
            registrar,
            "from",
            asking.from()));
  }

  /** Those of a device, oldest first. */
  static List<DeviceHistory.Denied> of(Reading reading, SerialNumber serialNumber) {
    return reading.query(
        "SELECT at, ground, domain_id, registrar, origin FROM denial WHERE serial_key = ?"
            + " ORDER BY id",
        row ->
            new DeviceHistory.Denied(
                row.instant("at"),
                row.text("ground"),
                row.text("domain_id"),
                row.text("registrar"),
                row.text("origin")),
        serialNumber.key());
  }
}
