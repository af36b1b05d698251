package dev.brski.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code openssl s_server} on a port of its own choice, which tells everybody what it sees. */
record OpensslServer(Process process, BufferedReader output, HostPort address)
    implements AutoCloseable {

  static OpensslServer start(String... options) throws IOException {
    var command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-www"));
    command.addAll(List.of(options));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = process.inputReader(StandardCharsets.ISO_8859_1);
    var printed = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      printed.append(line).append('\n');
      if (line.startsWith("ACCEPT ")) {
        return new OpensslServer(
            process, output, HostPort.parse(line.substring("ACCEPT ".length()).strip()));
      }
    }
    throw new AssertionError(command + " does not listen: " + printed);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    output.close();
  }
}
