package dev.brski.command;

import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.inventory.UnknownDevices;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.util.List;

/** The inventory of a role, whether it runs or not. */
interface InventoryAccess {

  Verdict<ImportReport> take(byte[] file, ImportOrder order)
      throws IOException, PeerFailure, StoreLocked, SchemaRefused;

  Verdict<List<Entry>> list() throws IOException, PeerFailure, StoreLocked, SchemaRefused;

  Verdict<List<Entry>> remove(List<Named> devices, String by, String reason)
      throws IOException, PeerFailure, StoreLocked, SchemaRefused;

  /** What the role's settings say of devices that are not in it. */
  Verdict<UnknownDevices> others();
}
