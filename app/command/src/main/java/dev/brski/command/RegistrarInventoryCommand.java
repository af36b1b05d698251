package dev.brski.command;

import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.inventory.UnknownDevices;
import dev.brski.registrar.RegistrarSettings;
import dev.brski.registrar.control.InventoryView;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.settings.Settings;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;

/** The devices that a registrar expects. */
@Command(
    name = "inventory",
    addMethodSubcommands = false,
    description = {
      "The devices that are expected.",
      "What happens to others says 'unknown-devices' in brski.yaml and in manufacturers.d."
    })
final class RegistrarInventoryCommand extends InventoryCommand {

  @Override
  InventoryAccess of(Path dir) {
    return new OfRegistrar(
        new InventoryView(dir, InstantSource.system()), new RegistrarFolder(dir));
  }

  private record OfRegistrar(InventoryView view, RegistrarFolder folder)
      implements InventoryAccess {

    @Override
    public Verdict<ImportReport> take(byte[] file, ImportOrder order)
        throws PeerFailure, StoreLocked, SchemaRefused {
      return view.take(file, order);
    }

    @Override
    public Verdict<List<Entry>> list() throws PeerFailure, StoreLocked, SchemaRefused {
      return view.list();
    }

    @Override
    public Verdict<List<Entry>> remove(List<Named> devices, String by, String reason)
        throws PeerFailure, StoreLocked, SchemaRefused {
      return view.remove(devices, by, reason);
    }

    @Override
    public Verdict<UnknownDevices> others() {
      return Settings.read(folder.settings(), RegistrarSettings.class)
          .map(RegistrarSettings::strangers);
    }
  }
}
