package dev.brski.command;

import dev.brski.pledge.Finding;
import dev.brski.pledge.Onboarding;
import dev.brski.pledge.Outcome;
import dev.brski.pledge.Question;
import dev.brski.pledge.Upkeep;
import dev.brski.pledge.UpkeepOptions;
import dev.brski.pledge.Upkept;
import dev.brski.trust.DurableFile;
import dev.brski.verdict.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A pledge asks its domain (RFC 9483 section 4.3). */
abstract class ConsultCommand implements Callable<Integer> {

  /**
   * That there is no answer yet, or none to be believed.
   *
   * @param outcome waiting, refused, unreachable or unable
   */
  record Unanswered(
      String outcome,
      Optional<URI> registrar,
      Optional<Instant> askAgain,
      Optional<String> cause,
      Optional<String> remedy) {}

  private final Question question;

  @Mixin private DirOption dir;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write what came there, as far as it was verified.")
  private Optional<Path> out = Optional.empty();

  @Mixin private UpkeepTerms terms = new UpkeepTerms();

  @Mixin private Output output;

  ConsultCommand(Question question) {
    this.question = question;
  }

  @Override
  public Integer call() throws Failure, IOException, InterruptedException {
    var folder = dir.existing();
    var times = new Times(terms.clock());
    var serial = Onboarding.standard(terms.pause(), _ -> {}).status(folder).serial();
    var what = "Device " + serial + " got no answer";
    var upkept =
        Upkeep.standard(terms.pause(), new PledgeScreen(output, times, folder))
            .ask(options(folder), question);
    switch (upkept) {
      case Upkept.Answered(Finding finding, URI registrar) -> {
        var view = new FindingView(finding, registrar);
        var written = written(view);
        output.report(view.document(written), view.lines(written));
      }
      case Outcome.Waiting waiting ->
          output.report(
              new Unanswered(
                  "waiting",
                  Optional.of(waiting.registrar()),
                  Optional.of(waiting.until()),
                  Optional.empty(),
                  Optional.empty()),
              List.of(
                  "Waiting for the answer from %s, which wants to be asked again %s"
                      .formatted(waiting.registrar(), times.told(waiting.until())),
                  "  next: the same command again"));
      case Outcome.Refused(URI registrar, Refusal refusal) -> {
        failed("refused", Optional.of(registrar), refusal.cause(), refusal.remedy());
        throw Failure.of(what + " from " + registrar, refusal);
      }
      case Outcome.Unreachable gone -> {
        failed("unreachable", Optional.of(gone.registrar()), gone.cause(), gone.remedy());
        throw new Failure(
            ExitCode.UNREACHABLE,
            what + " from " + gone.registrar() + " at " + gone.step(),
            gone.cause(),
            gone.remedy());
      }
      case Upkept.Unable(Refusal refusal) -> {
        failed("unable", Optional.empty(), refusal.cause(), refusal.remedy());
        throw Failure.of("Device " + serial + " cannot ask", refusal);
      }
      case Upkept.Renewed _, Upkept.NotDue _, Upkept.Revoked _ ->
          throw new IllegalStateException("no answer to a question: " + upkept);
    }
    return upkept.exitCode();
  }

  /** How the question is asked. */
  UpkeepOptions options(Path folder) throws Failure {
    return terms.options(folder);
  }

  private Optional<Path> written(FindingView view) throws IOException {
    var octets = out.isPresent() ? view.octets() : Optional.<byte[]>empty();
    if (octets.isEmpty()) {
      return Optional.empty();
    }
    DurableFile.write(out.orElseThrow(), octets.get(), false);
    return out;
  }

  private void failed(String outcome, Optional<URI> registrar, String cause, String remedy) {
    if (output.isJson()) {
      output.report(
          new Unanswered(
              outcome, registrar, Optional.empty(), Optional.of(cause), Optional.of(remedy)),
          List.of());
    }
  }
}
