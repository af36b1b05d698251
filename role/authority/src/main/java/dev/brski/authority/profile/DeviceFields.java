package dev.brski.authority.profile;

import dev.brski.inventory.Entry;
import java.util.Optional;

/**
 * What is known of a device, for the texts of a profile.
 *
 * @param serial its serial number, as its IDevID has it
 * @param manufacturer the operator's name for who made it
 * @param model of the inventory
 * @param place of the inventory
 * @param note of the inventory
 */
public record DeviceFields(
    String serial,
    String manufacturer,
    Optional<String> model,
    Optional<String> place,
    Optional<String> note) {

  /** Those of a device, with what the inventory says of it if it names it. */
  public static DeviceFields of(String serial, String manufacturer, Optional<Entry> entry) {
    return new DeviceFields(
        serial,
        manufacturer,
        entry.flatMap(Entry::model),
        entry.flatMap(Entry::place),
        entry.flatMap(Entry::note));
  }

  /** The value of a field, if it is known. */
  Optional<String> value(Field field) {
    return switch (field) {
      case SERIAL -> Optional.of(serial);
      case MANUFACTURER -> Optional.of(manufacturer);
      case MODEL -> model;
      case PLACE -> place;
      case NOTE -> note;
    };
  }
}
