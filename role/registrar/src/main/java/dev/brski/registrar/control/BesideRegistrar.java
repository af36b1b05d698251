package dev.brski.registrar.control;

import dev.brski.control.Beside;
import dev.brski.control.RunningRole;
import dev.brski.inventory.InventoryCheck;
import dev.brski.registrar.admission.AdmissionCheck;
import dev.brski.registrar.behalf.BehalfCheck;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.registrar.renewal.RenewalCheck;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.store.Store;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.VoucherCheck;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What all commands beside a registrar have in common. */
final class BesideRegistrar {

  private BesideRegistrar() {}

  static Beside of(Path dir, InstantSource clock) {
    var folder = new RegistrarFolder(dir);
    return new Beside(
        new RunningRole(
            "the registrar", folder.root(), folder.control(), checks(), SetupCheck.RUNNING),
        new Beside.Rest(
            "a registrar", folder.settings(), folder.data(), Schema.MIGRATIONS, SetupCheck.FILE),
        clock);
  }

  private static List<Check> checks() {
    return Stream.<Check[]>of(
            SetupCheck.values(),
            InventoryCheck.values(),
            JoinCheck.values(),
            VoucherCheck.values(),
            RenewalCheck.values(),
            BehalfCheck.values(),
            AdmissionCheck.values())
        .flatMap(Stream::of)
        .toList();
  }

  /** Does something on the store and the state of the devices in it. */
  static <T> Beside.Doing<T> atRest(
      InstantSource clock, BiFunction<Store, Onboarding, Verdict<T>> work) {
    return store -> {
      try (var onboarding = new Onboarding(store, clock)) {
        return work.apply(store, onboarding);
      }
    };
  }
}
