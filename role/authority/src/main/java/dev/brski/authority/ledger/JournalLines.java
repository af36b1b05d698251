package dev.brski.authority.ledger;

import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the authority's history is written down. */
final class JournalLines {

  private JournalLines() {}

  /** The enrollment has come to the state it is in. */
  static void enrollment(
      Transaction transaction, Enrollment enrollment, Map<String, String> details) {
    var all = new TreeMap<>(details);
    all.put("enrollment", enrollment.id());
    all.put("transactionID", HexFormat.of().formatHex(enrollment.transactionId()));
    enrollment
        .reservation()
        .ifPresent(
            reserved -> all.put("serial", Certificates.serialNumber(reserved.serialNumber())));
    transaction.journal(
        "enrollment." + enrollment.state().word(),
        Optional.of(enrollment.device().serialNumber()),
        all);
  }
}
