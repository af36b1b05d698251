package dev.brski.masa.ownership;

/** What a line of a file with sales comes to. */
enum Finding {
  NEW("new", true),
  UNCHANGED("unchanged", true),
  MOVED("moved", true),
  DUPLICATE("duplicate", true),
  NEEDS_TRANSFER("needs-transfer", false),
  CONTRADICTS("contradicts", false),
  SERIAL_FORM("serial-form", false),
  UNKNOWN_CUSTOMER("unknown-customer", false),
  CERTIFICATE("certificate", false),
  BAD("bad-line", false);

  private final String word;
  private final boolean sound;

  Finding(String word, boolean sound) {
    this.word = word;
    this.sound = sound;
  }

  /** As reports write it. */
  String word() {
    return word;
  }

  /** Whether it keeps nothing from being recorded. */
  boolean isSound() {
    return sound;
  }
}
