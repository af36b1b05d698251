package dev.brski.command;

import dev.brski.pledge.Confirmation;
import dev.brski.pledge.Onboarding;
import dev.brski.pledge.Upkeep;
import dev.brski.pledge.UpkeepOptions;
import dev.brski.pledge.Upkept;
import dev.brski.trust.KeyKind;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A newer certificate in the place of a member's present one. */
@Command(
    name = "renew",
    description = {
      "Get another certificate for another key before the present one expires (RFC 9483 section"
          + " 4.1.3). The present one signs for it, and stays in use until then.",
      "What an earlier run began, this one goes on with."
    })
final class PledgeRenewCommand implements Callable<Integer> {

  /** When it is done. */
  static final class When {

    @Option(
        names = "--when-due",
        required = true,
        description =
            "Only in the last third of the certificate's validity; otherwise say when that is, and"
                + " end with 0.")
    private boolean whenDue;

    @Option(
        names = "--keep",
        required = true,
        description =
            "Stay, and renew whenever it is due, until SIGTERM or Ctrl-C. What comes to nothing is"
                + " tried again, ever later, up to an hour.")
    private boolean keep;
  }

  @Mixin private DirOption dir;

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private When when = new When();

  @Option(
      names = "--confirm",
      defaultValue = "implicit",
      paramLabel = "HOW",
      description =
          "implicit asks to be spared the certificate confirmation, explicit does not. Default:"
              + " ${DEFAULT-VALUE}")
  private Confirmation confirm = Confirmation.IMPLICIT;

  @Option(
      names = "--key",
      paramLabel = "KIND",
      description =
          "The kind of the new key: p-256, p-384, p-521, ed25519, ed448, rsa-2048, rsa-3072,"
              + " rsa-4096, rsa-pss-2048, rsa-pss-3072 or rsa-pss-4096. Without this that of the"
              + " key before.")
  private Optional<KeyKind> key = Optional.empty();

  @Mixin private UpkeepTerms terms = new UpkeepTerms();

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, IOException, InterruptedException {
    demandSense();
    var folder = dir.existing();
    var screen =
        new UpkeepScreen(
            output,
            new PledgeScreen(output, new Times(terms.clock()), folder),
            "renew",
            Onboarding.standard(terms.pause(), _ -> {}),
            folder);
    screen.begin();
    var upkeep = Upkeep.standard(terms.pause(), screen);
    var options = terms.options(folder).confirming(confirm).withKey(key);
    if (when.keep) {
      return kept(upkeep, options, screen);
    }
    return screen.end(when.whenDue ? upkeep.renewWhenDue(options) : upkeep.renew(options));
  }

  private void demandSense() throws Failure {
    if (terms.withoutClock() && (when.keep || when.whenDue)) {
      throw wrong("what is due is known only with a clock", "Leave --no-clock away.");
    }
    if (terms.saysHowLong() && when.keep) {
      throw wrong("--keep waits until it is ended", "Leave --wait away.");
    }
  }

  private static Failure wrong(String why, String remedy) {
    return Failure.usage("Cannot renew", why, remedy);
  }

  /** Nothing is lost by ending it at any point, so the one that works is just interrupted. */
  private int kept(Upkeep upkeep, UpkeepOptions options, UpkeepScreen screen)
      throws Failure, IOException, InterruptedException {
    var ended = new FutureTask<Upkept>(() -> upkeep.keep(options, screen::tell));
    var worker = Thread.ofVirtual().name("keep").start(ended);
    Signals.onRequestToEnd(worker::interrupt);
    try {
      return screen.end(ended.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        return screen.leave();
      }
      if (e.getCause() instanceof IOException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
