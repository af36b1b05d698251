package dev.brski.masa.status;

import dev.brski.trust.RevocationList;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
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
import java.util.stream.Collectors;

/**
 * The revocation lists of servers, each asked for by one at a time and kept while it serves; one
 * that is over is kept, too, for whom it names stays revoked. What strangers can make it do is
 * bounded: what is kept, how many are asked at once, how often the same place is asked, and how
 * often a server is asked for places that never gave a list. Nobody has a part in what is kept for
 * another authority's certificates.
 */
public final class FetchedLists {

  private static final long MOST_WEIGHT = 8L << 20;
  private static final long LEAST_WEIGHT = 64L << 10;
  private static final int MOST_TRIED = 1024;
  private static final int AT_ONCE = 8;
  private static final int OF_ONE_SERVER_AT_ONCE = 2;
  private static final long GOOD_FOR = Duration.ofHours(1).toNanos();
  private static final long IN_VAIN_FOR = Duration.ofMinutes(5).toNanos();

  /**
   * What somebody wants to know.
   *
   * @param issuer tells whose list it is, by name and key
   * @param genuine whether a list is that issuer's
   * @param current whether one that is, is of now
   */
  record Wanted(
      String issuer,
      Function<RevocationList, Verdict<RevocationList>> genuine,
      Predicate<RevocationList> current) {}

  private record Key(String issuer, String place) {}

  private record Kept(String server, RevocationList list) {

    long weight() {
      return LEAST_WEIGHT + list.octets();
    }
  }

  /** When a place was asked last, and why that was in vain, if it was. */
  private record Tried(long at, Optional<Refusal> why) {}

  /** Whose turn it is to ask. */
  private sealed interface Turn {

    /** Nobody's: this can be said. */
    record Said(Verdict<RevocationList> verdict) implements Turn {}

    /** That of whoever wants to know. */
    record Ours() implements Turn {}
  }

  private final Function<HostPort, Verdict<String>> listed;
  private final Function<String, Verdict<RevocationList>> server;
  private final Predicate<String> budget;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Map<Key, String> underWay = new HashMap<>();
  private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Recent<Key, Tried> tried = new Recent<>(MOST_TRIED);
  private final Recent<Key, Boolean> proven = new Recent<>(MOST_TRIED);

  /**
   * @param listed whether a server may be asked, and under which name it is counted: one for all
   *     that an operator lists in one
   * @param server asks for the list at a URL
   * @param budget whether a server may, under that name, be asked once more for a place that has
   *     not given a list yet
   * @param nanos a time in nanoseconds that only goes forward
   */
  public FetchedLists(
      Function<HostPort, Verdict<String>> listed,
      Function<String, Verdict<RevocationList>> server,
      Predicate<String> budget,
      LongSupplier nanos) {
    this.listed = listed;
    this.server = server;
    this.budget = budget;
    this.nanos = nanos;
  }

  /** Whether the server of a URL is one that may be asked. */
  boolean isListed(String url) {
    return ListServer.place(url).flatMap(place -> listed.apply(place.server()))
        instanceof Verdict.Accepted<String>;
  }

  /**
   * The newest list at a URL that is genuine, though perhaps over: the one that is kept, if it was
   * asked for within the hour, or else what the server answers. Who asks while another does waits
   * for that answer.
   *
   * @param until how long to wait for others, in the time of the constructor
   */
  Verdict<RevocationList> get(String url, Wanted wanted, long until) {
    return ListServer.place(url)
        .flatMap(
            place ->
                listed
                    .apply(place.server())
                    .flatMap(
                        host ->
                            get(
                                url,
                                new Key(wanted.issuer(), place.toString()),
                                host,
                                wanted,
                                until)));
  }

  private Verdict<RevocationList> get(String url, Key key, String host, Wanted wanted, long until) {
    return switch (turn(key, host, wanted, until)) {
      case Turn.Said(var verdict) -> verdict;
      case Turn.Ours _ -> fetched(url, key, host, wanted);
    };
  }

  private Turn turn(Key key, String host, Wanted wanted, long until) {
    lock.lock();
    try {
      long left = until - nanos.getAsLong();
      while (left > 0 && said(key, wanted).isEmpty() && !isFree(key, host)) {
        left = ended.awaitNanos(left);
      }
      var said = said(key, wanted);
      if (said.isPresent()) {
        return new Turn.Said(said.get());
      }
      if (!isFree(key, host)) {
        return new Turn.Said(keptOr(key, busy(host, "others ask it")));
      }
      if (proven.get(key).isEmpty() && !budget.test(host)) {
        return new Turn.Said(
            keptOr(key, busy(host, "it was asked in vain too often within an hour")));
      }
      underWay.put(key, host);
      return new Turn.Ours();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Turn.Said(busy(host, "waiting for others was broken off"));
    } finally {
      lock.unlock();
    }
  }

  /** What can be said without asking. */
  private Optional<Verdict<RevocationList>> said(Key key, Wanted wanted) {
    var last = tried.get(key);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    var why = last.get().why();
    var list = Optional.ofNullable(kept.get(key)).map(Kept::list);
    long rest = list.filter(wanted.current()).isPresent() && why.isEmpty() ? GOOD_FOR : IN_VAIN_FOR;
    return nanos.getAsLong() - last.get().at() >= rest
        ? Optional.empty()
        : list.map(Verdict::accepted).or(() -> why.map(Verdict::refused));
  }

  private Verdict<RevocationList> keptOr(Key key, Verdict<RevocationList> otherwise) {
    return Optional.ofNullable(kept.get(key))
        .map(known -> Verdict.accepted(known.list()))
        .orElse(otherwise);
  }

  private boolean isFree(Key key, String host) {
    return !underWay.containsKey(key)
        && underWay.size() < AT_ONCE
        && underWay.values().stream().filter(host::equals).count() < OF_ONE_SERVER_AT_ONCE;
  }

  /** A list is verified without the lock, for that may take a while. */
  private Verdict<RevocationList> fetched(String url, Key key, String host, Wanted wanted) {
    Verdict<RevocationList> answer = busy(url, "asking was broken off");
    try {
      answer = server.apply(url).flatMap(wanted.genuine());
    } finally {
      lock.lock();
      try {
        underWay.remove(key);
        answer = noted(key, host, wanted, answer);
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return answer;
  }

  /** A list that is kept serves on when its server is away, or gives an older one. */
  private Verdict<RevocationList> noted(
      Key key, String host, Wanted wanted, Verdict<RevocationList> answer) {
    return switch (answer) {
      case Verdict.Refused<RevocationList>(var refusal) -> {
        tried.put(key, new Tried(nanos.getAsLong(), Optional.of(refusal)));
        yield keptOr(key, answer);
      }
      case Verdict.Accepted<RevocationList>(var list) -> {
        tried.put(key, new Tried(nanos.getAsLong(), Optional.empty()));
        if (wanted.current().test(list)) {
          proven.put(key, true);
        }
        var before = Optional.ofNullable(kept.get(key)).map(Kept::list);
        if (before.filter(known -> known.isNewerThan(list)).isPresent()) {
          yield keptOr(key, answer);
        }
        kept.put(key, new Kept(host, list));
        forget();
        yield answer;
      }
    };
  }

  /** Whoever has the most in here loses what was longest of no use, and nobody else does. */
  private void forget() {
    while (kept.values().stream().mapToLong(Kept::weight).sum() > MOST_WEIGHT) {
      var largest =
          kept.values().stream()
              .collect(Collectors.groupingBy(Kept::server, Collectors.summingLong(Kept::weight)))
              .entrySet()
              .stream()
              .max(Map.Entry.comparingByValue())
              .orElseThrow()
              .getKey();
      var eldest =
          kept.entrySet().stream()
              .filter(entry -> entry.getValue().server().equals(largest))
              .findFirst()
              .orElseThrow()
              .getKey();
      kept.remove(eldest);
    }
  }

  private static Verdict<RevocationList> busy(String who, String why) {
    return Verdict.refused(
        ListCheck.BUSY,
        who + ": " + why,
        "Put the list into crls/ by hand if that goes on, and see in the log who asks");
  }
}
