package dev.brski.proof.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A link that breaks: it carries octets from a port of its own to another on this machine, and cuts
 * a connection at some octet, resets it, lets it hang, or slows it down. What happens to the n-th
 * connection depends on the seed and on n alone.
 */
public final class Relay implements AutoCloseable {

  /** What happens to a connection. */
  public enum Flap {
    /** Nothing: the relay has calmed down. */
    NONE,
    /** It is closed. */
    CUT,
    /** It is reset. */
    RESET,
    /** Nothing goes through for a while; then it is reset. */
    STALL,
    /** Octets go through a few at a time. */
    SLOW
  }

  private record Fate(Flap flap, long after) {}

  /** One connection, with what has gone through it. */
  private record Link(Socket near, Socket far, Fate fate, AtomicLong passed, AtomicInteger struck) {

    void end(boolean reset) {
      for (var socket : List.of(near, far)) {
        try (socket) {
          if (reset) {
            socket.setSoLinger(true, 0);
          }
        } catch (IOException _) {
          // It is closed already.
        }
      }
    }
  }

  private static final int MOST_CONNECTIONS = 256;
  private static final int WITHIN = 7000;
  private static final int FAR = 60_000;
  private static final int MORSEL = 256;
  private static final Duration HANG = Duration.ofMillis(1500);
  private static final Duration PAUSE = Duration.ofMillis(3);

  private final ServerSocket listener;
  private final int target;
  private final long seed;
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger flaps = new AtomicInteger();
  private volatile boolean calm;

  private Relay(ServerSocket listener, int target, long seed) {
    this.listener = listener;
    this.target = target;
    this.seed = seed;
  }

  /** A relay to a port of 127.0.0.1. */
  public static Relay to(int port, long seed) throws IOException {
    var listener = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getLoopbackAddress());
    var relay = new Relay(listener, port, seed);
    Thread.ofVirtual().name("relay-to-" + port).start(relay::accept);
    return relay;
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections were cut, reset, held up or slowed. */
  public int flaps() {
    return flaps.get();
  }

  /** Lets everything through from now on. */
  public void calmDown() {
    calm = true;
  }

  private void accept() {
    for (int number = 1; closed.getCount() > 0; number++) {
      try {
        var near = listener.accept();
        if (!room.tryAcquire()) {
          near.close();
          continue;
        }
        carry(near, fate(number));
      } catch (IOException _) {
        // The listener was closed, or a peer went away before it was served.
      }
    }
  }

  private Fate fate(int number) {
    var random = new Random(seed * 1_000_003 + number);
    // Of two generators with seeds that are near, the first numbers are near.
    random.nextLong();
    var flaps = List.of(Flap.CUT, Flap.RESET, Flap.STALL, Flap.SLOW);
    var flap = flaps.get(random.nextInt(flaps.size()));
    // One exchange in four is left alone; a connection that is kept is not.
    return new Fate(
        flap, random.nextInt(4) == 0 ? WITHIN + random.nextInt(FAR) : random.nextInt(WITHIN));
  }

  private void carry(Socket near, Fate fate) throws IOException {
    var far = new Socket();
    var link =
        new Link(
            near, far, calm ? new Fate(Flap.NONE, 0) : fate, new AtomicLong(), new AtomicInteger());
    links.add(link);
    try {
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5000);
    } catch (IOException e) {
      finish(link, false);
      throw e;
    }
    Thread.ofVirtual().start(() -> pump(link, near, far));
    Thread.ofVirtual().start(() -> pump(link, far, near));
  }

  private void pump(Link link, Socket from, Socket to) {
    boolean reset = false;
    var buffer = new byte[8192];
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      boolean slow = link.fate().flap() == Flap.SLOW;
      for (int read = in.read(buffer, 0, slow ? MORSEL : buffer.length);
          read >= 0;
          read = in.read(buffer, 0, slow ? MORSEL : buffer.length)) {
        long left = link.fate().after() - link.passed().getAndAdd(read);
        boolean strikes = left < read && link.fate().flap() != Flap.NONE;
        if (strikes && link.struck().getAndIncrement() == 0) {
          flaps.incrementAndGet();
        }
        if (strikes && !slow) {
          out.write(buffer, 0, Math.clamp(left, 0, read));
          if (link.fate().flap() == Flap.STALL) {
            closed.await(HANG.toMillis(), TimeUnit.MILLISECONDS);
          }
          reset = link.fate().flap() != Flap.CUT;
          break;
        }
        if (strikes) {
          closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // One end is gone, and so the other goes.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      finish(link, reset);
    }
  }

  private void finish(Link link, boolean reset) {
    link.end(reset);
    if (links.remove(link)) {
      room.release();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (var link : new ArrayList<>(links)) {
      finish(link, false);
    }
  }
}
