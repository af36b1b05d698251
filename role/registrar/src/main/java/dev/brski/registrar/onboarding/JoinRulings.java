package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators say of devices that want to join. */
public final class JoinRulings {

  /**
   * What an operator says of a device.
   *
   * @param event {@code APPROVED} or {@code DENIED}
   * @param by the operator
   * @param reason in the operator's words
   */
  public record Word(JoinRequest.Event event, String by, String reason) {}

  /** What became of an operator's word. */
  public sealed interface Ruled {

    /**
     * It counts from now on.
     *
     * @param ended the ids of the exchanges that were under way and ended with a denial
     * @param certificates the serial numbers of those that were issued to the device before
     * @param known whether the device has come, or is expected, under this serial number
     * @param alike serial numbers of others that differ only in the case of letters
     */
    record Said(
        JoinRequest request,
        List<String> ended,
        List<String> certificates,
        boolean known,
        List<String> alike)
        implements Ruled {}

    /** The same was said before. */
    record Before(JoinRequest request) implements Ruled {}

    /** No request to join has the id, or no device is known by the serial number. */
    record Unknown() implements Ruled {}

    /** Nothing has this serial number, but these differ from it only in the case of letters. */
    record Misspelt(List<String> alike) implements Ruled {}

    /** The serial number is that of devices of these manufacturers. */
    record Several(List<String> manufacturers) implements Ruled {}
  }

  private final Store store;
  private final Bells bells;
  private final InstantSource clock;

  JoinRulings(Store store, Bells bells, InstantSource clock) {
    this.store = store;
    this.bells = bells;
    this.clock = clock;
  }

  /** Decides on the device of a request to join. */
  public Ruled rule(String id, Word word) {
    return rung(
        store.commit(
            tx ->
                JoinRows.byId(tx, id)
                    .map(request -> rule(tx, request.device(), true, word))
                    .orElseGet(Ruled.Unknown::new)));
  }

  /**
   * Decides on the device of a serial number.
   *
   * @param manufacturer whose it is; if empty, the devices seen so far tell
   * @param only the manufacturer that is meant when no such device was seen
   */
  public Ruled rule(
      String serialNumber, Optional<String> manufacturer, Optional<String> only, Word word) {
    var now = clock.instant();
    return rung(
        store.commit(
            tx -> {
              var makers = JoinRows.makers(tx, serialNumber, manufacturer);
              if (makers.size() > 1) {
                return new Ruled.Several(makers);
              }
              var alike = JoinRows.alike(tx, serialNumber, manufacturer);
              if (makers.isEmpty() && !alike.isEmpty()) {
                return new Ruled.Misspelt(alike);
              }
              return manufacturer
                  .or(() -> makers.stream().findFirst())
                  .or(() -> only)
                  .map(maker -> Ledger.device(tx, store.ids(), maker, serialNumber, now))
                  .map(device -> rule(tx, device, !makers.isEmpty(), word))
                  .orElseGet(Ruled.Unknown::new);
            }));
  }

  private Ruled rung(Ruled ruled) {
    if (ruled instanceof Ruled.Said said) {
      said.ended().forEach(bells::ring);
    }
    return ruled;
  }

  private Ruled rule(Transaction tx, String device, boolean known, Word word) {
    var now = clock.instant();
    var latest = JoinRows.ofDevice(tx, device);
    var ruling = new JoinRequest.Ruling(word.by(), word.reason());
    var wanted = JoinRequest.LIFE.begin(word.event());
    if (latest.isPresent() && latest.get().state() == wanted) {
      return new Ruled.Before(latest.get());
    }
    var open = latest.filter(before -> JoinRequest.LIFE.allows(before.state(), word.event()));
    open.ifPresent(
        held -> {
          Moves.move(tx, held, word.event(), now);
          tx.updateOne(
              "UPDATE join_request SET ruled_by = ?, ruled_reason = ? WHERE id = ?",
              word.by(),
              word.reason(),
              held.id());
        });
    var id =
        open.map(JoinRequest::id)
            .orElseGet(
                () -> JoinRows.insert(tx, store.ids(), device, wanted, Optional.of(ruling), now));
    var said = JoinRows.byId(tx, id).orElseThrow();
    boolean denies = wanted == JoinRequest.State.DENIED;
    var ended =
        denies
            ? Withdrawals.ofDevice(tx, device, new Withdrawals.Order(word.by(), word.reason()), now)
            : List.<String>of();
    var details = new HashMap<String, String>();
    details.put("join-request", id);
    details.put("manufacturer", said.manufacturer());
    details.put("by", word.by());
    details.put("reason", word.reason());
    latest.ifPresent(before -> details.put("before", before.state().name()));
    if (!known) {
      details.put("known", "false");
    }
    tx.journal(
        denies ? "device-denied" : "device-approved",
        Optional.of(said.serialNumber()),
        Map.copyOf(details));
    return new Ruled.Said(
        said,
        ended,
        Ledger.certificates(tx, device),
        known,
        JoinRows.alike(tx, said.serialNumber(), Optional.of(said.manufacturer())));
  }
}
