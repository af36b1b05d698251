package dev.brski.settings;

import dev.brski.verdict.Check;

/** What can be wrong with a settings file. */
public enum SettingsCheck implements Check {
  /** The file cannot be read at all. */
  UNREADABLE("settings-unreadable", "the settings cannot be read"),
  /** The file is larger than any settings are. */
  TOO_LARGE("settings-too-large", "the settings are too large"),
  /** The file is not YAML, or uses a part of YAML that settings do without. */
  SYNTAX("settings-syntax", "the settings are not well-formed"),
  /** The file is written for another version of the settings. */
  VERSION("settings-version", "the settings have another version"),
  /** A key is written that nobody would look at. */
  UNKNOWN_KEY("settings-unknown-key", "the settings have an unknown key"),
  /** A key is written twice. */
  DUPLICATE_KEY("settings-duplicate-key", "the settings have a key twice"),
  /** A key is needed and not there. */
  MISSING_KEY("settings-missing-key", "the settings lack a key"),
  /** A value is not of the kind its key asks for. */
  VALUE("settings-value", "the settings have a value that does not fit");

  private final String id;
  private final String told;

  SettingsCheck(String id, String told) {
    this.id = id;
    this.told = told;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String told() {
    return told;
  }
}
