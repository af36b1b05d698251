package dev.brski.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a resolver that may take longer than anybody waits. */
final class Lookup {

  private Lookup() {}

  /**
   * The addresses of a host, in the order of the resolver.
   *
   * @throws ExecutionException when none is known
   * @throws TimeoutException when that was not found out in time
   */
  static List<InetAddress> of(NameResolver resolver, String host, Duration limit)
      throws ExecutionException, TimeoutException, InterruptedException {
    var addresses = new CompletableFuture<List<InetAddress>>();
    // The system's resolver cannot be interrupted, so it gets a thread that may be left behind.
    Thread.ofPlatform().daemon().name("resolve").start(() -> complete(addresses, resolver, host));
    return addresses.get(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void complete(
      CompletableFuture<List<InetAddress>> addresses, NameResolver resolver, String host) {
    try {
      addresses.complete(List.copyOf(resolver.resolve(host)));
    } catch (UnknownHostException | RuntimeException e) {
      addresses.completeExceptionally(e);
    }
  }
}
