package dev.brski.masa;

import dev.brski.control.Beside;
import dev.brski.control.RunningRole;
import dev.brski.masa.ledger.Schema;
import dev.brski.masa.ownership.OwnershipCheck;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What all commands beside a MASA have in common. */
final class BesideMasa {

  private BesideMasa() {}

  static Beside of(Path dir, InstantSource clock) {
    var folder = new MasaFolder(dir);
    return new Beside(
        new RunningRole(
            "the MASA",
            folder.root(),
            folder.control(),
            List.of(OwnershipCheck.values()),
            MasaCheck.ASK),
        new Beside.Rest(
            "a MASA", folder.settings(), folder.data(), Schema.MIGRATIONS, MasaCheck.FILE),
        clock);
  }
}
