package dev.brski.proof.acceptance;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What {@code brski load --json} prints. */
record LoadReport(JsonNode json) {

  /** How many devices stand where, in words. */
  Map<String, Integer> places() {
    var places = new TreeMap<String, Integer>();
    json.required("places")
        .properties()
        .forEach(one -> places.put(one.getKey(), one.getValue().asInt()));
    return places;
  }

  /** The serial numbers of the devices at a place that is trouble. */
  Set<String> at(String place) {
    return json.required("troubled")
        .valueStream()
        .filter(one -> one.required("place").asString().equals(place))
        .map(one -> one.required("serial").asString())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many answers of each kind there were, by {@code request > status answer}. */
  Map<String, Integer> answers() {
    var answers = new TreeMap<String, Integer>();
    for (var request : json.required("requests")) {
      for (var response : request.required("responses")) {
        answers.put(
            request.required("name").asString() + " > " + response.required("kind").asString(),
            response.required("count").asInt());
      }
    }
    return answers;
  }

  /** How many rows each table of the measured ledger has. */
  Map<String, Long> rows() {
    return tables("rows");
  }

  /** By how many rows each table grew meanwhile. */
  Map<String, Long> more() {
    return tables("grownBy");
  }

  private Map<String, Long> tables(String member) {
    var tables = new TreeMap<String, Long>();
    for (var table : ledger().required("tables")) {
      tables.put(table.required("name").asString(), table.required(member).asLong());
    }
    return tables;
  }

  /** How large the measured ledger is. */
  long octets() {
    return ledger().required("octets").asLong();
  }

  private JsonNode ledger() {
    return json.required("ledgers").get(0);
  }

  /** One line of what was measured. */
  String line() {
    long sent =
        json.required("requests")
            .valueStream()
            .mapToLong(one -> one.required("sent").asLong())
            .sum();
    return String.format(
        Locale.ENGLISH,
        "%d requests in %.1f s; registrar %s ms of processor time each, load generator %s; ledger"
            + " %d octets, %d rows",
        sent,
        json.required("seconds").asDouble(),
        millis(false, sent),
        millis(true, sent),
        octets(),
        rows().values().stream().mapToLong(Long::longValue).sum());
  }

  private String millis(boolean load, long sent) {
    return json.required("processes")
        .valueStream()
        .filter(process -> process.required("load").asBoolean() == load)
        .map(process -> process.required("seconds").asDouble() * 1000 / Math.max(1, sent))
        .map(millis -> String.format(Locale.ENGLISH, "%.2f", millis))
        .collect(Collectors.joining(" "));
  }
}
