package dev.brski.registrar;

import dev.brski.inventory.Inventory;
import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.behalf.BehalfCheck;
import dev.brski.registrar.behalf.Errands;
import dev.brski.registrar.behalf.OnBehalf;
import dev.brski.registrar.behalf.Requests;
import dev.brski.registrar.carrier.Line;
import dev.brski.registrar.carrier.Upstream;
import dev.brski.registrar.control.BehalfDesk;
import dev.brski.registrar.control.BehalfView;
import dev.brski.registrar.control.DeskAtRest;
import dev.brski.registrar.control.InventoryView;
import dev.brski.registrar.inventory.Authorization;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.store.Store;
import dev.brski.time.Clock;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.ValidationLimits;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** How the registrar acts in the place of devices (RFC 9483 section 5.3). */
public final class Representation implements AutoCloseable {

  /** For so long an order at a running registrar waits: less than whoever ordered it does. */
  static final Duration AT_ONCE = Duration.ofSeconds(20);

  /** One at rest has nobody who goes on with it: it waits until the line gives up. */
  private static final Duration TO_THE_END = Duration.ofHours(1);

  private final OnBehalf onBehalf;
  private final BehalfDesk desk;

  /**
   * @param patience for so long an order waits for the authority
   */
  Representation(
      Holdings holdings,
      Store store,
      Onboarding onboarding,
      Authorization authorization,
      Supplier<List<Manufacturer>> manufacturers,
      Upstream authority,
      Duration patience,
      InstantSource source) {
    var suite = CryptoSuite.standard();
    var policy = holdings.settings().algorithms();
    var paths = new PathValidator(suite, policy, ValidationLimits.standard());
    var errands = new Errands(store, source);
    this.onBehalf =
        new OnBehalf(
            errands,
            new Requests(
                suite,
                policy,
                paths,
                holdings.way().trust(paths),
                holdings::domainCa,
                Clock.known(source)),
            new Line(authority),
            holdings.keyring(),
            holdings.settings().upstreamRules().isOnceOnly(),
            (maker, serialNumber) -> objection(manufacturers, authorization, maker, serialNumber),
            patience,
            source);
    this.desk =
        new BehalfDesk(
            onBehalf, errands, onboarding.enrollments(), authorization, manufacturers, source);
  }

  private static Optional<Refusal> objection(
      Supplier<List<Manufacturer>> manufacturers,
      Authorization authorization,
      String maker,
      String serialNumber) {
    return manufacturers.get().stream()
        .filter(taken -> taken.name().equals(maker))
        .findFirst()
        .map(taken -> authorization.objectionUnseen(taken, serialNumber))
        .orElseGet(
            () ->
                Optional.of(
                    Refusal.of(
                        BehalfCheck.OBJECT,
                        "devices of " + maker + " are not taken here any more",
                        "See manufacturers.d, and order it anew.")));
  }

  /** What the registrar of a folder requests, seen from beside, whether it runs or rests. */
  public static Verdict<BehalfView> beside(Path dir, InstantSource clock) {
    return Holdings.read(new RegistrarFolder(dir))
        .map(holdings -> new BehalfView(dir, clock, new AtRest(holdings, clock)));
  }

  /** One at rest asks the authority by itself. */
  private record AtRest(Holdings holdings, InstantSource clock) implements DeskAtRest<BehalfDesk> {

    @Override
    public <T> Verdict<T> work(Store store, Function<BehalfDesk, Verdict<T>> work) {
      try (var onboarding = new Onboarding(store, clock);
          var line = Carriers.toAuthority(holdings, Clock.known(clock))) {
        try (var representation =
            new Representation(
                holdings,
                store,
                onboarding,
                new Authorization(
                    new Inventory(store, clock, InventoryView.JOURNAL),
                    onboarding.joinRequests(),
                    holdings.settings().strangers()),
                holdings::manufacturers,
                Carriers.over(line, holdings.way().route()),
                TO_THE_END,
                clock)) {
          return work.apply(representation.desk());
        }
      }
    }
  }

  @Override
  public void close() {
    onBehalf.close();
  }

  /** What goes on with what was ordered. */
  OnBehalf onBehalf() {
    return onBehalf;
  }

  /** For operators. */
  BehalfDesk desk() {
    return desk;
  }
}
