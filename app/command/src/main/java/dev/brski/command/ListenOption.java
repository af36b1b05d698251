package dev.brski.command;

import dev.brski.wire.FreePort;
import dev.brski.wire.HostPort;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Where a role will listen. */
final class ListenOption {

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:0",
      paramLabel = "HOST:PORT",
      description = {
        "Where it will listen; port 0 picks a free port, which is written down and kept.",
        "Default: ${DEFAULT-VALUE}"
      })
  private HostPort listen;

  /** The address as given; a free port for port 0. */
  HostPort settled() throws Failure {
    try {
      return FreePort.settle(listen);
    } catch (IOException e) {
      throw Failure.usage(
          "Cannot listen on " + listen,
          String.valueOf(e.getMessage()),
          "Give a host of this machine, or a port: --listen HOST:PORT.");
    }
  }
}
