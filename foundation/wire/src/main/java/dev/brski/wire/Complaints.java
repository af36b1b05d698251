package dev.brski.wire;

import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Log lines that others bring about, a few a minute for each of them, told apart by fingerprint or
 * address: who asks a million times does not fill the log, and hides nobody else.
 */
public final class Complaints {

  private static final int LINES = 10;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MOST = 4096;

  private record Told(long since, int lines) {}

  private final Logger log;
  private final LongSupplier nanos;
  private final Recent<String, Told> known = new Recent<>(MOST);

  /**
   * @param nanos a time in nanoseconds that only goes forward
   */
  public Complaints(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  /** Whom a request is put down to: the certificate of its TLS client, or else the address. */
  public static String who(Request request) {
    return request.peer().map(Certificates::fingerprint).orElse(request.peerAddress());
  }

  /** A request is refused. */
  public void told(Request request, Refusal refusal) {
    told(who(request), Level.WARN, request.peerAddress() + ": " + refusal);
  }

  /**
   * Something is to be said about somebody.
   *
   * @param who a fingerprint or an address
   */
  public void told(String who, Level level, String line) {
    int lines = lines(who);
    if (lines <= LINES) {
      log.atLevel(level).log("{}", line);
    }
    if (lines == LINES) {
      log.warn("{}: no more of this for a minute", who);
    }
  }

  private synchronized int lines(String who) {
    long now = nanos.getAsLong();
    var before = known.get(who);
    var told =
        before
            .filter(earlier -> now - earlier.since() <= MINUTE)
            .map(earlier -> new Told(earlier.since(), Math.min(earlier.lines() + 1, LINES + 1)))
            .orElseGet(() -> new Told(now, 1));
    known.put(who, told);
    return told.lines();
  }
}
