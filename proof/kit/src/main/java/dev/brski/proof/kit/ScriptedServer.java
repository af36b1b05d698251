package dev.brski.proof.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLServerSocket;

/**
 * A server on the loopback address that does what a script says, good or bad: nothing but sockets
 * of the JDK. It counts who connects.
 */
public final class ScriptedServer implements AutoCloseable {

  /** What is done with a connection; it is closed when this returns. */
  @FunctionalInterface
  public interface Script {
    /** Serves a connection; what it throws ends that connection and nothing else. */
    void serve(Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Script script;
  private final Thread accepting;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<Optional<Throwable>> fault =
      new AtomicReference<>(Optional.empty());

  private ScriptedServer(ServerSocket socket, int port, Script script) throws IOException {
    this.socket = socket;
    this.script = script;
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    this.accepting = Thread.ofVirtual().start(this::accept);
  }

  /**
   * Serves bare TCP.
   *
   * @param port where, or 0 for any
   */
  public static ScriptedServer plain(int port, Script script) throws IOException {
    return new ScriptedServer(new ServerSocket(), port, script);
  }

  /**
   * Serves TLS, and asks for a client certificate without judging it.
   *
   * @param port where, or 0 for any
   * @param chain what it shows, its own certificate first, in PEM
   * @param key its key, PKCS #8 in PEM
   */
  public static ScriptedServer tls(int port, Path chain, Path key, Script script)
      throws IOException, GeneralSecurityException {
    var made = ScriptedTls.context(chain, key).getServerSocketFactory().createServerSocket();
    ((SSLServerSocket) made).setWantClientAuth(true);
    return new ScriptedServer(made, port, script);
  }

  /** A script that takes a connection and says nothing until the other side gives up. */
  public static Script silence() {
    return connection -> connection.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /** A script that says something without having been asked. */
  public static Script saying(byte[] octets) {
    return connection -> {
      connection.getOutputStream().write(octets);
      connection.getOutputStream().flush();
    };
  }

  /** How many connections were made to it. */
  public int connections() {
    return connections.get();
  }

  /** Its HOST:PORT. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        connections.incrementAndGet();
        open.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(Math.toIntExact(Program.DEADLINE.toMillis()));
      script.serve(connection);
    } catch (IOException _) {
      // The peer went away, would not shake hands, or this server was closed meanwhile.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fault.set(Optional.of(e));
    } finally {
      open.remove(connection);
    }
  }

  /** Ends it, and every connection; fails if the script itself failed, but for an IOException. */
  @Override
  public void close() throws IOException {
    socket.close();
    // Only when nobody accepts any more is the address free for the next.
    try {
      accepting.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    for (var connection : open) {
      connection.close();
    }
    fault
        .get()
        .ifPresent(
            why -> {
              throw new AssertionError("the script of " + address() + " failed", why);
            });
  }
}
