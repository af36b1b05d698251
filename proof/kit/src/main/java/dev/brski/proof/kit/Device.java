package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * A pledge: the folder that a factory made.
 *
 * @param serial its serial number
 * @param folder its folder
 */
public record Device(Brski brski, String serial, Path folder) {

  /** A file of its folder. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Starts its onboarding with a registrar. */
  public Program onboard(Role registrar, Object... more) throws IOException {
    return brski.start(arguments(registrar, more));
  }

  /** Lets it onboard with a registrar, to the end of that run. */
  public Run onboarded(Role registrar, Object... more) throws IOException, InterruptedException {
    return brski.run(arguments(registrar, more));
  }

  private Object[] arguments(Role registrar, Object... more) {
    var arguments = new Object[6 + more.length];
    arguments[0] = "pledge";
    arguments[1] = "onboard";
    arguments[2] = "--dir";
    arguments[3] = folder;
    arguments[4] = "--registrar";
    arguments[5] = registrar.url();
    System.arraycopy(more, 0, arguments, 6, more.length);
    return arguments;
  }

  /** Where it is on its way. */
  public JsonNode status() throws IOException, InterruptedException {
    return brski.run("pledge", "status", "--dir", folder, "--json").expecting(0).json();
  }
}
