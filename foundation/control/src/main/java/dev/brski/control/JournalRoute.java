package dev.brski.control;

import dev.brski.store.Store;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.time.Duration;

/**
 * The journal of a running role: {@code GET /journal?after=SEQ&wait=SECONDS} answers the next lines
 * after one, at most 500, and waits at most 30 s for the first.
 */
public final class JournalRoute {

  private static final int MOST_LINES = 500;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private JournalRoute() {}

  /** The route to the journal of a store. */
  public static Route of(Store store) {
    return Route.get("/journal", request -> answer(store, request));
  }

  private static Response answer(Store store, Request request) throws InterruptedException {
    long after = number(request, "after");
    var wait = Duration.ofSeconds(number(request, "wait"));
    var lines = store.journalAfter(after, MOST_LINES);
    if (lines.isEmpty() && wait.isPositive()) {
      store.awaitJournalAfter(after, wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
      lines = store.journalAfter(after, MOST_LINES);
    }
    return Orders.json(200, lines);
  }

  private static long number(Request request, String name) {
    var text = request.query().getOrDefault(name, "0");
    return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }
}
