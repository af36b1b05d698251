package dev.brski.authority.ledger;

import dev.brski.store.Store;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was refused of what registrars brought. What strangers bring is not written down here: they
 * could fill the disk.
 */
public final class Refusals {

  private final Store store;

  /** The refusals of one store. */
  public Refusals(Store store) {
    this.store = store;
  }

  /** Writes a refusal into the journal. */
  public void note(Registrar registrar, byte[] transactionId, Refusal refusal) {
    var details = new TreeMap<String, String>();
    details.put("registrar", registrar.id());
    details.put("transactionID", HexFormat.of().formatHex(transactionId));
    details.put("check", refusal.check().id());
    details.put("cause", Description.printable(refusal.cause()));
    details.put("remedy", refusal.remedy());
    store.change(
        transaction ->
            transaction.journal("request.refused", refusal.device(), Map.copyOf(details)));
  }
}
