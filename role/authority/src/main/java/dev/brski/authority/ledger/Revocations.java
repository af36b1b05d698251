package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What of that which this authority issued is good no more, and since when. */
public final class Revocations {

  private final Store store;
  private final InstantSource clock;

  /** The revocations of one store. */
  public Revocations(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Revokes, durably, with a line in the journal for each certificate: all that is named, or
   * nothing. A registrar brings no requests any more when this returns.
   *
   * @return what was revoked by this; never empty
   */
  public Verdict<List<RevokedCertificate>> revoke(RevocationOrder order) {
    var now = clock.instant();
    if (!new Ruling(order.by(), order.note(), now).isSound()) {
      return Verdict.refused(
          RevocationCheck.RULING,
          "the user's name or the note is too long or not printable",
          "Give a note of at most 500 printable characters on one line: --note TEXT.");
    }
    return store.commit(transaction -> revoke(transaction, order, now));
  }

  private static Verdict<List<RevokedCertificate>> revoke(
      Transaction transaction, RevocationOrder order, Instant now) {
    var named = named(transaction, order);
    var lasting = named.stream().filter(found -> found.notAfter().isAfter(now)).toList();
    var open =
        lasting.stream()
            .filter(found -> RevocationRow.revokedSince(transaction, found).isEmpty())
            .toList();
    if (open.isEmpty()) {
      return lasting.isEmpty() ? unknown(order, named.isEmpty()) : settled(order);
    }
    var ruling = new RevocationRow.Ruling(order.reason(), order.by(), order.note(), Map.of());
    var revoked = new ArrayList<RevokedCertificate>();
    for (var certificate : open) {
      revoked.add(RevocationRow.insert(transaction, certificate, ruling, now));
    }
    return Verdict.accepted(List.copyOf(revoked));
  }

  private static Verdict<List<RevokedCertificate>> unknown(RevocationOrder order, boolean never) {
    return Verdict.refused(
        RevocationCheck.UNKNOWN,
        never ? "nothing was issued to " + what(order) : "what " + what(order) + " had is expired",
        "brski authority certificates lists what was issued to devices.");
  }

  private static Verdict<List<RevokedCertificate>> settled(RevocationOrder order) {
    return Verdict.refused(
        RevocationCheck.SETTLED,
        "all that " + what(order) + " has is revoked already",
        "Nothing is to be done; see: brski authority crl.");
  }

  private static String what(RevocationOrder order) {
    return order.kind().name().toLowerCase(Locale.ROOT) + " " + Description.printable(order.name());
  }

  private static List<RevocationRow.Candidate> named(Reading reading, RevocationOrder order) {
    return switch (order.kind()) {
      case CERTIFICATE -> {
        var serial = order.name().toLowerCase(Locale.ROOT).replace(":", "");
        var found = new ArrayList<>(RevocationRow.ofDevice(reading, serial).stream().toList());
        RevocationRow.ofRegistrars(reading).stream()
            .filter(registrar -> registrar.serial().equals(serial))
            .forEach(found::add);
        yield found;
      }
      case DEVICE -> RevocationRow.ofDevices(reading, order.name());
      case REGISTRAR ->
          RevocationRow.ofRegistrars(reading).stream()
              .filter(registrar -> registrar.holder().equals(order.name()))
              .toList();
    };
  }
}
