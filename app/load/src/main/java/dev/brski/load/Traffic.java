package dev.brski.load;

import dev.brski.load.Report.Kind;
import dev.brski.load.Report.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What went out and came in, of all devices together, by the name of the request. */
final class Traffic {

  private static final class Requests {
    final LongAdder sent = new LongAdder();
    final LongAdder octets = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final Latencies latencies = new Latencies();
    final Map<String, Responses> responses = new ConcurrentHashMap<>();
  }

  private static final class Responses {
    final LongAdder count = new LongAdder();
    final LongAdder octets = new LongAdder();
  }

  private final Map<String, Requests> requests = new ConcurrentHashMap<>();
  private final LongAdder connections = new LongAdder();

  void connected() {
    connections.increment();
  }

  void sent(String name, int octets) {
    var all = of(name);
    all.sent.increment();
    all.octets.add(octets);
  }

  void answered(String request, String response, int status, int octets, Duration after) {
    var all = of(request);
    all.latencies.add(after);
    var one = all.responses.computeIfAbsent(status + " " + response, _ -> new Responses());
    one.count.increment();
    one.octets.add(octets);
  }

  void unanswered(String request) {
    of(request).unanswered.increment();
  }

  private Requests of(String name) {
    return requests.computeIfAbsent(name, _ -> new Requests());
  }

  long connections() {
    return connections.sum();
  }

  List<Kind> kinds() {
    return new TreeMap<>(requests).entrySet().stream().map(Traffic::kind).toList();
  }

  private static Kind kind(Map.Entry<String, Requests> entry) {
    var all = entry.getValue();
    return new Kind(
        entry.getKey(),
        all.sent.sum(),
        all.octets.sum(),
        all.unanswered.sum(),
        new TreeMap<>(all.responses)
            .entrySet().stream()
                .map(
                    one ->
                        new Response(
                            one.getKey(), one.getValue().count.sum(), one.getValue().octets.sum()))
                .toList(),
        millis(all.latencies.percentile(50)),
        millis(all.latencies.percentile(95)),
        millis(all.latencies.max()));
  }

  private static double millis(long micros) {
    return micros / 1000.0;
  }
}
