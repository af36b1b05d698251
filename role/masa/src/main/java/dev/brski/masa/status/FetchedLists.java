package dev.brski.masa.status;

import dev.brski.trust.RevocationList;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Recent;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The revocation lists of servers, each asked for by one at a time and kept while it serves. What
 * strangers can make it do is bounded: what is kept, how many are asked at once, how often the same
 * place is asked, and how often a server is asked for places that never gave a list.
 */
public final class FetchedLists {

  private static final int MOST_KEPT = 128;
  private static final long MOST_OCTETS = 8L << 20;
  private static final int MOST_TRIED = 1024;
  private static final int AT_ONCE = 8;
  private static final int OF_ONE_SERVER_AT_ONCE = 2;
  private static final long GOOD_FOR = Duration.ofHours(1).toNanos();
  private static final long IN_VAIN_FOR = Duration.ofMinutes(5).toNanos();

  /** When a place was asked last, and why that was in vain, if it was. */
  private record Tried(long at, Optional<Refusal> why) {}

  /** Whose turn it is to ask. */
  private sealed interface Turn {

    /** Nobody's: this can be said. */
    record Said(Verdict<RevocationList> verdict) implements Turn {}

    /** That of whoever wants to know. */
    record Ours() implements Turn {}

    /** Another has asked meanwhile. */
    record Changed() implements Turn {}
  }

  private final Function<String, Verdict<RevocationList>> server;
  private final Predicate<String> budget;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Map<String, String> underWay = new HashMap<>();
  private final LinkedHashMap<String, RevocationList> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Recent<String, Tried> tried = new Recent<>(MOST_TRIED);
  private long octets;

  /**
   * @param server asks for the list at a URL
   * @param budget whether a server, {@code host:port}, may be asked once more for a place that has
   *     not given a list yet
   * @param nanos a time in nanoseconds that only goes forward
   */
  public FetchedLists(
      Function<String, Verdict<RevocationList>> server,
      Predicate<String> budget,
      LongSupplier nanos) {
    this.server = server;
    this.budget = budget;
    this.nanos = nanos;
  }

  /**
   * The list at a URL: the one that is kept, if it was asked for within the hour, or else what the
   * server answers. Who asks while another does waits for that answer.
   *
   * @param fits whether a list is one that serves
   * @param until how long to wait for others, in the time of the constructor
   */
  Verdict<RevocationList> get(
      String url, Function<RevocationList, Verdict<RevocationList>> fits, long until) {
    return ListServer.place(url).flatMap(place -> get(url, place.server().toString(), fits, until));
  }

  /** Whether a list serves is found out without the lock, for it may take a while. */
  private Verdict<RevocationList> get(
      String url, String host, Function<RevocationList, Verdict<RevocationList>> fits, long until) {
    while (true) {
      var list = kept(url);
      switch (turn(url, host, list, list.map(fits), until)) {
        case Turn.Said(var verdict) -> {
          return verdict;
        }
        case Turn.Ours _ -> {
          return fetched(url, fits);
        }
        case Turn.Changed _ -> {}
      }
    }
  }

  private Optional<RevocationList> kept(String url) {
    lock.lock();
    try {
      return Optional.ofNullable(kept.get(url));
    } finally {
      lock.unlock();
    }
  }

  private Turn turn(
      String url,
      String host,
      Optional<RevocationList> list,
      Optional<Verdict<RevocationList>> known,
      long until) {
    lock.lock();
    try {
      long left = until - nanos.getAsLong();
      while (left > 0 && said(known, tried.get(url)).isEmpty() && !isFree(url, host)) {
        left = ended.awaitNanos(left);
      }
      if (!list.equals(Optional.ofNullable(kept.get(url)))) {
        return new Turn.Changed();
      }
      var said = said(known, tried.get(url));
      if (said.isPresent()) {
        return new Turn.Said(said.get());
      }
      if (!isFree(url, host)) {
        return new Turn.Said(serves(known) ? known.orElseThrow() : busy(host, "others ask it"));
      }
      if (list.isEmpty() && !budget.test(host)) {
        return new Turn.Said(busy(host, "it was asked in vain too often within an hour"));
      }
      underWay.put(url, host);
      return new Turn.Ours();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Turn.Said(busy(host, "waiting for others was broken off"));
    } finally {
      lock.unlock();
    }
  }

  /** What can be said without asking. */
  private Optional<Verdict<RevocationList>> said(
      Optional<Verdict<RevocationList>> known, Optional<Tried> last) {
    if (last.isEmpty()) {
      return Optional.empty();
    }
    var why = last.get().why();
    long rest = serves(known) && why.isEmpty() ? GOOD_FOR : IN_VAIN_FOR;
    if (nanos.getAsLong() - last.get().at() >= rest) {
      return Optional.empty();
    }
    return serves(known)
        ? known
        : why.<Verdict<RevocationList>>map(Verdict::refused).or(() -> known);
  }

  private static boolean serves(Optional<Verdict<RevocationList>> known) {
    return known.filter(Verdict.Accepted.class::isInstance).isPresent();
  }

  private boolean isFree(String url, String host) {
    return !underWay.containsKey(url)
        && underWay.size() < AT_ONCE
        && underWay.values().stream().filter(host::equals).count() < OF_ONE_SERVER_AT_ONCE;
  }

  private Verdict<RevocationList> fetched(
      String url, Function<RevocationList, Verdict<RevocationList>> fits) {
    Verdict<RevocationList> answer = busy(url, "asking was broken off");
    try {
      answer = server.apply(url);
    } finally {
      lock.lock();
      try {
        underWay.remove(url);
        keep(url, answer);
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return answer instanceof Verdict.Accepted<RevocationList>(var list)
        ? fits.apply(list)
        : before(url, fits, answer);
  }

  /** A list that is kept serves on when its server is away. */
  private Verdict<RevocationList> before(
      String url,
      Function<RevocationList, Verdict<RevocationList>> fits,
      Verdict<RevocationList> answer) {
    var known = kept(url).map(fits);
    return serves(known) ? known.orElseThrow() : answer;
  }

  private void keep(String url, Verdict<RevocationList> answer) {
    switch (answer) {
      case Verdict.Refused<RevocationList>(var refusal) ->
          tried.put(url, new Tried(nanos.getAsLong(), Optional.of(refusal)));
      case Verdict.Accepted<RevocationList>(var list) -> {
        tried.put(url, new Tried(nanos.getAsLong(), Optional.empty()));
        var before = Optional.ofNullable(kept.put(url, list));
        octets += list.octets() - before.map(RevocationList::octets).orElse(0);
        forget();
      }
    }
  }

  private void forget() {
    var eldest = kept.entrySet().iterator();
    while ((octets > MOST_OCTETS || kept.size() > MOST_KEPT) && eldest.hasNext()) {
      octets -= eldest.next().getValue().octets();
      eldest.remove();
    }
  }

  private static Verdict<RevocationList> busy(String who, String why) {
    return Verdict.refused(
        ListCheck.BUSY,
        who + ": " + why,
        "Put the list into crls/ by hand if that goes on, and see in the log who asks");
  }
}
