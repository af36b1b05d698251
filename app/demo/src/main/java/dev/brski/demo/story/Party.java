package dev.brski.demo.story;

import java.util.Locale;

/** Who takes part. */
enum Party {
  PLEDGE(
      "pledge", "the device", "Left the factory with a birth certificate and knows nobody here."),
  REGISTRAR(
      "registrar",
      "the owner's gatekeeper",
      "Lets devices in, and signs its consent around what they ask for."),
  MASA("MASA", "the manufacturer's service", "Says to whom a device belongs, in a voucher."),
  AUTHORITY(
      "authority", "the owner's RA and CA", "Checks both signatures and issues the certificate.");

  private final String title;
  private final String meaning;
  private final String task;

  Party(String title, String meaning, String task) {
    this.title = title;
    this.meaning = meaning;
    this.task = task;
  }

  /** By the name that the registrar's messages have. */
  static Party named(String name) {
    for (var party : values()) {
      if (party.title.equalsIgnoreCase(name)) {
        return party;
      }
    }
    throw new IllegalArgumentException("there is no party named " + name);
  }

  String title() {
    return title;
  }

  String meaning() {
    return meaning;
  }

  String task() {
    return task;
  }

  /** The name of its colour. */
  String style() {
    return title.toLowerCase(Locale.ROOT);
  }
}
