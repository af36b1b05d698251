package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network of its own for a server that listens everywhere: it has a loopback device and nothing
 * else. Whoever wants to talk to the server is let in one connection at a time.
 */
final class Namespace implements AutoCloseable {

  /** Copies standard input to a port in the namespace, and what comes from there to its output. */
  private static final String PIPE =
      "exec 3<>/dev/tcp/127.0.0.1/$0 || exit 1; exec 4<&0; cat <&4 >&3 & exec cat <&3";

  private final Foreign ip;
  private final Path logs;
  private final String name;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Namespace(Foreign ip, Path logs, String name) {
    this.ip = ip;
    this.logs = logs;
    this.name = name;
  }

  /** Makes one; the test is skipped where that is not allowed. */
  static Namespace make(Path logs) throws IOException, InterruptedException {
    var ip = Foreign.demand("ip", logs, "netns", "list");
    var name = "brski-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    var _ = ip.run("netns", "add", name).expecting(0);
    var made = new Namespace(ip, logs, name);
    var _ = ip.run("-n", name, "link", "set", "lo", "up").expecting(0);
    return made;
  }

  /** Starts a program in it. */
  Program start(String... command) throws IOException {
    var all = new ArrayList<>(List.of("netns", "exec", name));
    all.addAll(List.of(command));
    return ip.start(all.toArray(String[]::new));
  }

  /** Joins a connection from outside with a port inside. */
  ScriptedServer.Script door(int port) {
    return outside -> {
      var inside =
          new ProcessBuilder(
                  "ip", "netns", "exec", name, "bash", "-c", PIPE, Integer.toString(port))
              .redirectError(logs.resolve("door.err").toFile())
              .start();
      try {
        threads.execute(() -> pump(outside, inside));
        copy(inside.getInputStream(), outside.getOutputStream());
      } finally {
        inside.destroy();
      }
    };
  }

  private static void pump(Socket outside, Process inside) {
    try (var out = inside.getOutputStream()) {
      copy(outside.getInputStream(), out);
    } catch (IOException _) {
      // Either side has ended; the other copy ends with it.
    } finally {
      inside.destroy();
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    var octets = new byte[8192];
    for (int read = in.read(octets); read >= 0; read = in.read(octets)) {
      out.write(octets, 0, read);
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    try {
      var _ = ip.run("netns", "del", name).expecting(0);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
