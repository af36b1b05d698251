package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.AuthoritySettings;
import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.inventory.UnknownDevices;
import dev.brski.settings.Settings;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;

/** The devices that an authority expects. */
@Command(
    name = "inventory",
    addMethodSubcommands = false,
    description = {
      "The devices that are expected.",
      "What happens to others says 'unknown-devices' in brski.yaml."
    })
final class AuthorityInventoryCommand extends InventoryCommand {

  @Override
  InventoryAccess of(Path dir) {
    return new OfAuthority(new Operator(dir, InstantSource.system()), new AuthorityFolder(dir));
  }

  private record OfAuthority(Operator operator, AuthorityFolder folder) implements InventoryAccess {

    @Override
    public Verdict<ImportReport> take(byte[] file, ImportOrder order)
        throws IOException, StoreLocked, SchemaRefused {
      return operator.takeInventory(file, order);
    }

    @Override
    public Verdict<List<Entry>> list() throws IOException, StoreLocked, SchemaRefused {
      return operator.inventory();
    }

    @Override
    public Verdict<List<Entry>> remove(List<Named> devices, String by, String reason)
        throws IOException, StoreLocked, SchemaRefused {
      return operator.removeFromInventory(devices, by, reason);
    }

    @Override
    public Verdict<UnknownDevices> others() {
      return Settings.read(folder.settings(), AuthoritySettings.class)
          .map(settings -> settings.issuingPolicy().unknown());
    }
  }
}
