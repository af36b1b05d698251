package dev.brski.registrar.admission;

import dev.brski.inventory.UnknownDevices;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which devices of one manufacturer may join besides those of the inventory (RFC 8995 section 5.3).
 *
 * @param unknownDevices what happens to the others; if empty, what the registrar's settings say
 * @param models kinds of devices that may join
 * @param serials devices that may join, by their serial numbers
 */
public record JoinRule(
    Optional<UnknownDevices> unknownDevices, List<Model> models, Set<String> serials) {

  /** Copies the lists. */
  public JoinRule {
    models = List.copyOf(models);
    serials = Set.copyOf(serials);
  }

  /** No list and no word of its own. */
  public static JoinRule none() {
    return new JoinRule(Optional.empty(), List.of(), Set.of());
  }

  /** Whether a list names the device. */
  public boolean names(Admission.Known device) {
    return serials.contains(device.serialNumber())
        || models.stream().anyMatch(model -> model.isOf(device.idevid()));
  }

  /**
   * What happens to a device that is named nowhere. A list lets in whom it names: others are not
   * admitted because the registrar's settings admit in general.
   *
   * @param general what the registrar's settings say
   */
  public UnknownDevices unknown(UnknownDevices general) {
    return unknownDevices.orElse(
        general == UnknownDevices.ADMIT && hasList() ? UnknownDevices.REFUSE : general);
  }

  private boolean hasList() {
    return !models.isEmpty() || !serials.isEmpty();
  }
}
