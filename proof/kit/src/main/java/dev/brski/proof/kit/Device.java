package dev.brski.proof.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pledge: the folder that a factory made.
 *
 * @param serial its serial number
 * @param folder its folder
 */
public record Device(Brski brski, String serial, Path folder) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A file of its folder. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The same device, whose programs have these variables in their environment. */
  public Device with(Map<String, String> environment) {
    return new Device(brski.with(environment), serial, folder);
  }

  /** Starts its onboarding with a registrar. */
  public Program onboard(Role registrar, Object... more) throws IOException {
    return brski.start(arguments(registrar.url(), more));
  }

  /** Lets it onboard with one of these registrars, to the end of that run. */
  public Run onboarded(List<URI> registrars, Object... more)
      throws IOException, InterruptedException {
    return brski.run(arguments(registrars, more));
  }

  /** Lets it onboard with a registrar, to the end of that run. */
  public Run onboarded(Role registrar, Object... more) throws IOException, InterruptedException {
    return brski.run(arguments(registrar.url(), more));
  }

  /** Starts its onboarding with a registrar, or with whatever leads to one. */
  public Program onboard(URI registrar, Object... more) throws IOException {
    return brski.start(arguments(registrar, more));
  }

  /** Runs another of its commands, such as {@code pledge renew}, to the end. */
  public Run ran(String command, Object... more) throws IOException, InterruptedException {
    var arguments = new ArrayList<Object>(List.of(command.split(" ")));
    arguments.addAll(List.of("--dir", folder));
    arguments.addAll(List.of(more));
    return brski.run(arguments.toArray());
  }

  /** Whether it is a member of the domain and has told the registrar, by its own file. */
  public boolean hasReported() throws IOException {
    var state = file("data/state.json");
    if (!Files.exists(state)) {
      return false;
    }
    var progress = JSON.readTree(Files.readAllBytes(state)).path("progress");
    return progress.path("step").asString("").equals("member")
        && progress.path("reported").asBoolean(false);
  }

  private Object[] arguments(URI registrar, Object... more) {
    return arguments(List.of(registrar), more);
  }

  private Object[] arguments(List<URI> registrars, Object... more) {
    var arguments = new ArrayList<Object>(List.of("pledge", "onboard", "--dir", folder));
    for (var registrar : registrars) {
      arguments.addAll(List.of("--registrar", registrar));
    }
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  /** Where it is on its way. */
  public JsonNode status() throws IOException, InterruptedException {
    return brski.run("pledge", "status", "--dir", folder, "--json").expecting(0).json();
  }
}
