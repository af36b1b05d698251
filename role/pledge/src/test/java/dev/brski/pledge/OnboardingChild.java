package dev.brski.pledge;

import dev.brski.time.Clock;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An onboarding in a process of its own, which can be killed. */
public final class OnboardingChild {

  private final Process process;

  private OnboardingChild(Process process) {
    this.process = process;
  }

  /** Starts a process that does nothing yet. */
  static OnboardingChild start(Path folder, URI registrar) throws IOException {
    var classPath =
        Optional.ofNullable(System.getProperty("surefire.test.class.path"))
            .orElse(System.getProperty("java.class.path"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new OnboardingChild(
        new ProcessBuilder(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                OnboardingChild.class.getName(),
                folder.toString(),
                registrar.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(new File("/dev/stderr"))
            .start());
  }

  Process get() {
    return process;
  }

  /** Lets it onboard. */
  void begin() throws IOException {
    process.getOutputStream().write("go\n".getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
  }

  public static void main(String[] arguments) throws Exception {
    if (System.in.read() < 0) {
      System.exit(9);
    }
    var time = new MovedTime();
    var options =
        OnboardOptions.of(
                Path.of(arguments[0]),
                List.of(URI.create(arguments[1])),
                Optional.empty(),
                Clock.known(time::now))
            .confirming(Confirmation.EXPLICIT);
    var outcome = Onboarding.standard(time, Observer.none()).onboard(options);
    System.exit(outcome.exitCode());
  }
}
