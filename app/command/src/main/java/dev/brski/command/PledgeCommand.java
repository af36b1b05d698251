package dev.brski.command;

import dev.brski.pledge.Confirmation;
import dev.brski.pledge.Observer;
import dev.brski.pledge.OnboardOptions;
import dev.brski.pledge.Onboarding;
import dev.brski.pledge.Outcome;
import dev.brski.pledge.Pause;
import dev.brski.time.Clock;
import dev.brski.trust.KeyKind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The pledge. */
@Command(
    name = "pledge",
    addMethodSubcommands = false,
    description = "The pledge: a device on its way into a domain, and in it.")
final class PledgeCommand extends Group {

  @Override
  List<Object> commands() {
    return List.of(new PledgeRenewCommand(), new PledgeRevokeCommand());
  }

  /** What was reset. */
  record Reset(String folder, String state) {}

  @Command(
      name = "onboard",
      description = {
        "Go from the birth certificate to a certificate of the domain.",
        "What an earlier run began, this one goes on with."
      })
  int onboard(
      @Mixin DirOption dir,
      @Option(
              names = "--registrar",
              paramLabel = "URL",
              description =
                  "Where to look, https://HOST:PORT; several are tried in their order. Without"
                      + " this, the one that the folder knows.")
          @Nullable List<URI> registrars,
      @Option(
              names = "--wait",
              paramLabel = "DURATION",
              description =
                  "How long to wait for what is not ready, such as 40s, 15m or 4d; 0 returns at"
                      + " the first \"waiting\". Without this, until there is an answer.")
          Optional<Duration> wait,
      @Option(
              names = "--confirm",
              defaultValue = "implicit",
              paramLabel = "HOW",
              description =
                  "implicit asks to be spared the certificate confirmation, explicit does not."
                      + " Default: ${DEFAULT-VALUE}")
          Confirmation confirm,
      @Option(
              names = "--no-clock",
              description =
                  "The device has no clock that shows the date: no date is judged (RFC 8995 section"
                      + " 2.6.1), and a voucher that says when it expires is refused.")
          boolean withoutClock,
      @Option(
              names = "--key",
              paramLabel = "KIND",
              description =
                  "The kind of the device's new key: p-256, p-384, p-521, ed25519, ed448, rsa-2048,"
                      + " rsa-3072, rsa-4096, rsa-pss-2048, rsa-pss-3072 or rsa-pss-4096. Without"
                      + " this p-256, or what it was born with if that is weaker.")
          Optional<KeyKind> key,
      @Option(
              names = "--profile",
              paramLabel = "NAME",
              description =
                  "Which kind of certificate to ask for, as the domain names it (certProfile);"
                      + " renewals keep it. Without this, the one that the domain has for it.")
          Optional<String> profile,
      @Mixin Output output)
      throws Failure, IOException, InterruptedException {
    var clock = InstantSource.system();
    var screen = new PledgeScreen(output, new Times(clock), dir.existing());
    var onboarding = Onboarding.standard(Pause.of(clock), screen);
    var options =
        options(
                dir,
                registrars == null ? List.of() : registrars,
                wait,
                confirm,
                withoutClock ? Clock.unknown() : Clock.known(clock),
                profile)
            .withKey(key);
    screen.begin(onboarding.status(dir.path()));
    Outcome outcome;
    try {
      outcome = onboarding.onboard(options);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    return screen.end(outcome, onboarding.status(dir.path()));
  }

  @Command(name = "status", description = "Say where the device is on its way.")
  int status(@Mixin DirOption dir, @Mixin Output output) throws Failure, IOException {
    var clock = InstantSource.system();
    var status = onboarding(clock).status(dir.existing());
    new PledgeScreen(output, new Times(clock), dir.path()).tell(status);
    return ExitCode.DONE.number();
  }

  @Command(
      name = "reset",
      description = "Make the device again what it was when it left the factory.")
  int reset(@Mixin DirOption dir, @Mixin Output output) throws Failure, IOException {
    var onboarding = onboarding(InstantSource.system());
    onboarding.reset(dir.existing());
    var status = onboarding.status(dir.path());
    output.report(
        new Reset(dir.path().toString(), status.state().label()),
        List.of("Device " + status.serial() + " is as it left the factory"));
    return ExitCode.DONE.number();
  }

  private static Onboarding onboarding(InstantSource clock) {
    return Onboarding.standard(Pause.of(clock), Observer.none());
  }

  private static OnboardOptions options(
      DirOption dir,
      List<URI> registrars,
      Optional<Duration> wait,
      Confirmation confirm,
      Clock clock,
      Optional<String> profile)
      throws Failure {
    try {
      return OnboardOptions.of(dir.path(), registrars, wait, clock)
          .confirming(confirm)
          .withProfile(profile);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Failure wrong(String why) {
    return Failure.usage("Cannot onboard", why, "Name a registrar: --registrar https://HOST:PORT");
  }
}
