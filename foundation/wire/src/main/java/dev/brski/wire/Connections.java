package dev.brski.wire;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open. One from which no whole request line and fields came in time is
 * closed; octets that dribble in do not prolong it, unlike an idle time-out. While there is room
 * for many more, the first request of a connection is waited for longer: when a thousand devices
 * come back at once, the last of them are slow because of the others.
 */
final class Connections implements Connection.Listener {

  /** How many more times the first request is waited for. */
  private static final int MORE = 3;

  private static final int ROOM = 4;

  private final Scheduler scheduler;
  private final String prefix;
  private final Duration silence;
  private final Duration idle;
  private final int roomy;
  private final AtomicLong last = new AtomicLong();
  private final Map<Connection, Open> open = new ConcurrentHashMap<>();

  /**
   * @param prefix what the ids begin with, unlike those of any other server
   * @param silence how long until the first request of a connection
   * @param idle how long until each later one
   * @param most how many connections there may be; up to a quarter of them there is room
   */
  Connections(Scheduler scheduler, String prefix, Duration silence, Duration idle, int most) {
    this.scheduler = scheduler;
    this.prefix = prefix;
    this.silence = silence;
    this.idle = idle;
    this.roomy = most / ROOM;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection) {
      return;
    }
    var opened = new Open(connection, prefix + last.incrementAndGet());
    open.put(connection, opened);
    opened.await(silence, MORE);
  }

  @Override
  public void onClosed(Connection connection) {
    var closed = open.remove(connection);
    if (closed != null) {
      closed.stopWaiting();
    }
  }

  /** A request has come; returns the id of its connection. */
  String arrived(Connection connection) {
    var existing = open.get(connection);
    if (existing == null) {
      // It is closed already, and the answer will go nowhere.
      return prefix + "closed";
    }
    existing.stopWaiting();
    return existing.id;
  }

  /** It has been answered; the next one may come. */
  void answered(Connection connection) {
    var existing = open.get(connection);
    if (existing != null) {
      existing.await(idle, 0);
    }
  }

  private final class Open {
    private final Connection connection;
    private final String id;
    private Scheduler.@Nullable Task deadline;
    private long turn;

    Open(Connection connection, String id) {
      this.connection = connection;
      this.id = id;
    }

    synchronized void await(Duration limit, int more) {
      stopWaiting();
      schedule(turn, limit, more);
    }

    private void schedule(long now, Duration limit, int more) {
      deadline =
          scheduler.schedule(
              () -> giveUp(now, limit, more), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void stopWaiting() {
      turn++;
      if (deadline != null) {
        deadline.cancel();
        deadline = null;
      }
    }

    private void giveUp(long since, Duration limit, int more) {
      synchronized (this) {
        if (turn != since) {
          return;
        }
        if (more > 0 && open.size() <= roomy) {
          schedule(since, limit, more - 1);
          return;
        }
      }
      connection.getEndPoint().close(new TimeoutException("no request within " + limit));
    }
  }
}
