package dev.brski.registrar.control;

import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory;
import dev.brski.inventory.Inventory.Named;
import dev.brski.registrar.onboarding.JoinRequest;
import dev.brski.registrar.onboarding.JoinRequests;
import dev.brski.registrar.onboarding.JoinRequests.Pending;
import dev.brski.registrar.onboarding.JoinRulings;
import dev.brski.registrar.onboarding.JoinRulings.Ruled;
import dev.brski.registrar.onboarding.JoinRulings.Word;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What an operator does about who may join, the same whether the registrar runs or rests. */
public final class InventoryDesk {

  /**
   * What an operator says of a device.
   *
   * @param approve whether it may join
   * @param id of a request to join; empty if the device is named
   * @param device the device that is meant; empty if the id says so
   * @param by the operator
   * @param reason in the operator's words
   */
  public record Ruling(
      boolean approve, Optional<String> id, Optional<Named> device, String by, String reason) {}

  /**
   * What counts from now on.
   *
   * @param serial the device's serial number
   * @param manufacturer its manufacturer's configured name
   * @param ruling {@code approved} or {@code denied}
   * @param ended the ids of the exchanges that were under way and ended with a denial
   * @param certificates the serial numbers of those that were issued to the device before
   * @param known whether the device has come, or the inventory names it
   * @param alike serial numbers of others that differ only in the case of letters
   */
  public record Decided(
      String id,
      String serial,
      String manufacturer,
      String ruling,
      List<String> ended,
      List<String> certificates,
      boolean known,
      List<String> alike) {}

  private final Inventory inventory;
  private final JoinRequests requests;
  private final JoinRulings rulings;
  private final Supplier<Set<String>> manufacturers;

  /**
   * @param manufacturers the names of those that are taken now
   */
  public InventoryDesk(
      Inventory inventory, Onboarding onboarding, Supplier<Set<String>> manufacturers) {
    this.inventory = inventory;
    this.requests = onboarding.joinRequests();
    this.rulings = onboarding.joinRulings();
    this.manufacturers = manufacturers;
  }

  /** Takes in a file, whole or not at all. */
  public ImportReport take(byte[] file, ImportOrder order) {
    return inventory.take(file, order, manufacturers.get());
  }

  /** The expected devices, by manufacturer and serial number. */
  public List<Entry> list() {
    return inventory.entries();
  }

  /** Removes devices from the inventory, all or none. */
  public Verdict<List<Entry>> remove(List<Named> devices, String by, String reason) {
    return OperatorsWord.orNone(by, reason).flatMap(_ -> inventory.remove(devices, by, reason));
  }

  /** The devices that are held and that the inventory does not name yet, the longest first. */
  public List<Pending> pending() {
    return requests.pending().stream()
        .filter(held -> !inventory.names(held.manufacturer(), held.serial()))
        .toList();
  }

  /** Lets a device join, or turns it away; what was said before of it counts no more. */
  public Verdict<Decided> rule(Ruling ruling) {
    return OperatorsWord.sound(ruling.by(), ruling.reason()).flatMap(_ -> decided(ruling));
  }

  private Verdict<Decided> decided(Ruling ruling) {
    var word =
        new Word(
            ruling.approve() ? JoinRequest.Event.APPROVED : JoinRequest.Event.DENIED,
            ruling.by(),
            ruling.reason());
    var taken = manufacturers.get();
    var maker = ruling.device().flatMap(Named::manufacturer);
    if (maker.filter(name -> !taken.contains(name)).isPresent()) {
      return Verdict.refused(
          JoinCheck.UNKNOWN,
          "no manufacturer is called '" + maker.get() + "' here",
          "Name one of manufacturers.d: --manufacturer NAME.");
    }
    return switch (ruled(ruling, word, taken)) {
      case Ruled.Said(var request, var ended, var certificates, var known, var alike) ->
          Verdict.accepted(
              new Decided(
                  request.id(),
                  request.serialNumber(),
                  request.manufacturer(),
                  ruling.approve() ? "approved" : "denied",
                  ended,
                  certificates,
                  known,
                  alike));
      case Ruled.Misspelt(var alike) ->
          Verdict.refused(
              JoinCheck.UNKNOWN,
              "no device has this very serial number; did you mean " + either(alike) + "?",
              "Nothing was changed. Case counts: name the device as its certificate does.");
      case Ruled.Before(var request) ->
          Verdict.refused(
              JoinCheck.SETTLED,
              "device %s of %s is %s already%s"
                  .formatted(
                      request.serialNumber(),
                      request.manufacturer(),
                      ruling.approve() ? "approved" : "denied",
                      request
                          .ruling()
                          .map(said -> ", by " + said.by() + ": " + said.reason())
                          .orElse("")),
              "Nothing was changed.");
      case Ruled.Several(var makers) ->
          Verdict.refused(
              JoinCheck.UNKNOWN,
              "devices of " + String.join(", ", makers) + " have this serial number",
              "Say whose is meant: --manufacturer NAME.");
      case Ruled.Unknown() -> unknown(ruling);
    };
  }

  private Ruled ruled(Ruling ruling, Word word, Set<String> taken) {
    var only = taken.size() == 1 ? taken.stream().findFirst() : Optional.<String>empty();
    return ruling
        .device()
        .map(named -> rulings.rule(named.serial(), named.manufacturer(), only, word))
        .orElseGet(() -> rulings.rule(ruling.id().orElse(""), word));
  }

  private static String either(List<String> serialNumbers) {
    return serialNumbers.stream().map(Description::printable).collect(Collectors.joining(" or "));
  }

  private static Verdict<Decided> unknown(Ruling ruling) {
    return ruling
        .device()
        .map(
            named ->
                Verdict.<Decided>refused(
                    JoinCheck.UNKNOWN,
                    "no device with the serial number '%s' has come yet"
                        .formatted(Description.printable(named.serial())),
                    "To decide all the same, say whose it is: --manufacturer NAME."))
        .orElseGet(
            () ->
                Verdict.refused(
                    JoinCheck.UNKNOWN,
                    "no device that is held has the id '%s'"
                        .formatted(Description.printable(ruling.id().orElse(""))),
                    "See which ones are: brski registrar pending; or name the device: --serial"
                        + " SERIAL."));
  }
}
