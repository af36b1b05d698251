package dev.brski.wire;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The octets of content that all requests of a server hold at a time. They are counted as they come
 * in, whatever was announced, and no longer once the request is handled; a caller gets a quarter of
 * all at most, so that no single one leaves nothing to the others.
 */
final class ContentBudget {

  private static final Logger LOG = LoggerFactory.getLogger(ContentBudget.class);
  private static final int CALLERS = 4;

  private final long all;
  private final Map<String, Long> heldBy = new HashMap<>();
  private long held;
  private boolean refusing;

  ContentBudget(long all) {
    this.all = all;
  }

  /** What a request of this caller will hold; nothing yet. */
  Share share(String caller) {
    return new Share(caller);
  }

  private synchronized boolean hold(String caller, int before, int after) {
    long more = (long) after - before;
    long ofCaller = heldBy.getOrDefault(caller, 0L) + more;
    if (more > 0 && (held + more > all || ofCaller > all / CALLERS)) {
      warn(caller);
      return false;
    }
    held += more;
    if (ofCaller == 0) {
      heldBy.remove(caller);
    } else {
      heldBy.put(caller, ofCaller);
    }
    if (refusing && held <= all / 2 && ofCaller <= all / CALLERS / 2) {
      refusing = false;
      LOG.info("requests hold {} octets of content; there is room for more again", held);
    }
    return true;
  }

  private void warn(String caller) {
    if (!refusing) {
      refusing = true;
      LOG.warn(
          "requests hold {} octets of content, of {} at most, {} of them from {}: refusing more"
              + " with 503. Look who sends so much at once, or give the program a larger heap.",
          held,
          all,
          heldBy.getOrDefault(caller, 0L),
          caller);
    }
  }

  /** What one request holds. */
  final class Share implements AutoCloseable {

    private final String caller;
    private int octets;

    private Share(String caller) {
      this.caller = caller;
    }

    /** Holds so many octets from now on instead of those before; false if there is no room. */
    boolean hold(int more) {
      if (!ContentBudget.this.hold(caller, octets, more)) {
        return false;
      }
      octets = more;
      return true;
    }

    /** Holds nothing any more. */
    @Override
    public void close() {
      hold(0);
    }
  }
}
