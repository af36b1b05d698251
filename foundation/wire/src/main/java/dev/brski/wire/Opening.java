package dev.brski.wire;

import dev.brski.wire.PeerFailure.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The way from a name to a TLS connection, under one deadline. */
final class Opening {

  private final HostPort peer;
  private final Duration limit;
  private final long end;

  Opening(HostPort peer, ChannelLimits limits) {
    this.peer = peer;
    this.limit = limits.opening();
    this.end = System.nanoTime() + limit.toNanos();
  }

  List<InetAddress> resolve() throws PeerFailure {
    try {
      return Lookup.of(NameResolver.system(), peer.host(), Duration.ofMillis(millisLeft()));
    } catch (ExecutionException e) {
      throw failure(
          Step.RESOLVE,
          "no address is known for " + peer.host() + ". Check the name",
          e.getCause());
    } catch (TimeoutException e) {
      throw failure(Step.RESOLVE, late(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Step.RESOLVE, "interrupted", e);
    }
  }

  Socket connect(List<InetAddress> addresses) throws PeerFailure {
    @Nullable IOException last = null;
    int left = addresses.size();
    for (var address : addresses) {
      var socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, peer.port()), millisLeft() / left);
        return socket;
      } catch (IOException e) {
        last = e;
        left--;
        close(socket);
      }
    }
    throw failure(
        Step.CONNECT,
        (last == null ? "it has no address" : String.valueOf(last.getMessage()))
            + ". Is it running, and reachable from here?",
        last);
  }

  SSLSocket handshake(Socket plain, ClientTls tls, JudgedServer server) throws PeerFailure {
    try (var watchdog = new Watchdog(Duration.ofMillis(millisLeft()), () -> close(plain))) {
      try {
        var keys =
            tls.credential()
                .map(credential -> new KeyManager[] {new CredentialKeys(credential)})
                .orElseGet(() -> new KeyManager[0]);
        var secure =
            (SSLSocket)
                TlsPolicy.context(keys, server)
                    .getSocketFactory()
                    .createSocket(plain, peer.host(), peer.port(), true);
        var parameters = secure.getSSLParameters();
        parameters.setProtocols(TlsPolicy.protocols());
        parameters.setCipherSuites(TlsPolicy.cipherSuites());
        parameters.setServerNames(serverNames(tls));
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
      } catch (IOException | RuntimeException e) {
        close(plain);
        var refusal = server.refusal();
        if (refusal.isPresent()) {
          throw new PeerFailure(Step.TLS, peer.toString(), refusal.get());
        }
        throw failure(Step.TLS, watchdog.bitten() ? late() : String.valueOf(e.getMessage()), e);
      }
    }
  }

  private List<SNIServerName> serverNames(ClientTls tls) {
    return tls.sendServerName() && !peer.isAddress()
        ? List.of(new SNIHostName(peer.host().replaceFirst("\\.$", "")))
        : List.of();
  }

  private int millisLeft() {
    return Math.clamp((end - System.nanoTime()) / 1_000_000, 1, Integer.MAX_VALUE);
  }

  private String late() {
    return "not done within " + limit.toMillis() + " ms";
  }

  private PeerFailure failure(Step step, String why, @Nullable Throwable cause) {
    return cause == null
        ? new PeerFailure(step, peer.toString(), why)
        : new PeerFailure(step, peer.toString(), why, cause);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It was given up already; there is nobody left to tell.
    }
  }
}
