package dev.brski.masa.ownership;

import dev.brski.store.Reading;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.SignedArtifact;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The customers that a file with sales names, of the ledger and of the file itself. */
final class Buyers {

  /** A customer is found, or why not. */
  sealed interface Buyer {

    /** It is known, or will be when the file is recorded. */
    record Known(String name) implements Buyer {}

    /** It is not. */
    record Problem(Finding finding, String name, String note) implements Buyer {}
  }

  private final Reading reading;
  private final List<Verdict<List<NewMark>>> certificates;
  private final Map<String, List<NewMark>> added = new LinkedHashMap<>();
  private final Map<String, String> addedByKey = new LinkedHashMap<>();
  private final Map<String, Boolean> existing = new LinkedHashMap<>();

  Buyers(Reading reading, List<String> pems) {
    this.reading = reading;
    this.certificates = pems.stream().map(NewMark::either).toList();
  }

  /** The customers to be added, each with what it is known by. */
  Map<String, List<NewMark>> added() {
    return added;
  }

  /** Takes note of a line that brings a customer with it. */
  void introduce(SalesLine line) {
    if (line.problem().isEmpty() && line.certificate().isPresent()) {
      find(line);
    }
  }

  Buyer find(SalesLine line) {
    if (line.certificate().isEmpty()) {
      return named(line.customer().orElse(""));
    }
    var index = line.certificate().get();
    if (index < 0 || index >= certificates.size()) {
      return new Buyer.Problem(Finding.BAD, line.customer().orElse(""), "it points nowhere");
    }
    return switch (certificates.get(index)) {
      case Verdict.Accepted<List<NewMark>>(var marks) -> certified(line.customer(), marks);
      case Verdict.Refused<List<NewMark>>(Refusal refusal) ->
          new Buyer.Problem(Finding.CERTIFICATE, line.customer().orElse(""), refusal.cause());
    };
  }

  private Buyer named(String name) {
    return added.containsKey(name) || exists(name)
        ? new Buyer.Known(name)
        : new Buyer.Problem(
            Finding.UNKNOWN_CUSTOMER, name, "add it first: brski masa customer add");
  }

  private Buyer certified(Optional<String> wanted, List<NewMark> marks) {
    var mark = marks.getFirst();
    var owner = knownBy(mark);
    if (owner.isPresent()) {
      return wanted.filter(name -> !name.equals(owner.get())).isEmpty()
          ? new Buyer.Known(owner.get())
          : new Buyer.Problem(
              Finding.CERTIFICATE, wanted.get(), "the certificate is " + owner.get() + "'s");
    }
    var name = wanted.orElseGet(() -> Names.of(mark.certificate()));
    if (exists(name)) {
      return new Buyer.Problem(
          Finding.CERTIFICATE,
          name,
          "it is not known by "
              + SignedArtifact.name(mark.certificate())
              + ": brski masa customer add");
    }
    if (Customers.nameable(name) instanceof Verdict.Refused<String>(Refusal refusal)) {
      return new Buyer.Problem(Finding.UNKNOWN_CUSTOMER, name, refusal.cause());
    }
    if (wanted.isEmpty() && added.containsKey(name)) {
      return new Buyer.Problem(
          Finding.CERTIFICATE, name, "two certificates suggest this name: say the customer's");
    }
    added.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(marks);
    addedByKey.put(HexFormat.of().formatHex(mark.key()), name);
    return new Buyer.Known(name);
  }

  private Optional<String> knownBy(NewMark mark) {
    return Optional.ofNullable(addedByKey.get(HexFormat.of().formatHex(mark.key())))
        .or(() -> Customers.knownBy(reading, mark.key()));
  }

  private boolean exists(String name) {
    return existing.computeIfAbsent(name, _ -> Customers.id(reading, name).isPresent());
  }
}
