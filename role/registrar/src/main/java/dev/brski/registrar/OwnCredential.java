package dev.brski.registrar;

import dev.brski.registrar.carrier.Line;
import dev.brski.registrar.carrier.Upstream;
import dev.brski.registrar.control.CredentialDesk;
import dev.brski.registrar.control.CredentialView;
import dev.brski.registrar.control.DeskAtRest;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.renewal.KeyUpdate;
import dev.brski.registrar.renewal.Renewals;
import dev.brski.registrar.renewal.RootUpdate;
import dev.brski.registrar.renewal.SelfRenewal;
import dev.brski.registrar.renewal.Succession;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.store.Store;
import dev.brski.time.Clock;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.ValidationLimits;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The registrar's own credential over time: how it is renewed, and how a newer one comes in. */
public final class OwnCredential {

  private final Holdings holdings;
  private final Renewals renewals;
  private final Succession succession;
  private final SelfRenewal renewal;

  OwnCredential(
      RegistrarFolder folder,
      Holdings holdings,
      Store store,
      Onboarding onboarding,
      Upstream authority,
      InstantSource source) {
    var suite = CryptoSuite.standard();
    var policy = holdings.settings().algorithms();
    var paths = new PathValidator(suite, policy, ValidationLimits.standard());
    var clock = Clock.known(source);
    this.holdings = holdings;
    this.renewals = new Renewals(store, source);
    this.succession =
        new Succession(
            holdings.keyring(),
            onboarding.generations(),
            renewals,
            paths,
            holdings::domainCa,
            clock);
    this.renewal =
        new SelfRenewal(
            succession,
            renewals,
            new KeyUpdate(suite, policy, paths, holdings::domainCa, clock),
            new RootUpdate(holdings.roots(), suite, policy, paths, new Line(authority), clock),
            new Line(authority),
            folder.renewalKey(),
            source);
  }

  /** The credential of the registrar of a folder seen from beside, whether it runs or rests. */
  public static Verdict<CredentialView> beside(Path dir, InstantSource clock) {
    var folder = new RegistrarFolder(dir);
    return Holdings.read(folder)
        .map(holdings -> new CredentialView(dir, clock, new AtRest(folder, holdings, clock)));
  }

  /** One at rest asks the authority by itself. */
  private record AtRest(RegistrarFolder folder, Holdings holdings, InstantSource clock)
      implements DeskAtRest<CredentialDesk> {

    @Override
    public <T> Verdict<T> work(Store store, Function<CredentialDesk, Verdict<T>> work) {
      try (var onboarding = new Onboarding(store, clock);
          var line = Carriers.toAuthority(holdings, Clock.known(clock))) {
        var own =
            new OwnCredential(
                folder,
                holdings,
                store,
                onboarding,
                Carriers.over(line, holdings.way().route()),
                clock);
        return work.apply(own.desk(Optional::empty));
      }
    }
  }

  /** What renews it. */
  SelfRenewal renewal() {
    return renewal;
  }

  /**
   * For operators.
   *
   * @param shown the generation that pledges are shown, if the registrar runs
   */
  CredentialDesk desk(Supplier<Optional<Integer>> shown) {
    return new CredentialDesk(
        succession,
        renewals,
        renewal,
        holdings.settings().renewsItself(),
        holdings.settings().upstreamRules().allowsRenewal(),
        shown);
  }
}
