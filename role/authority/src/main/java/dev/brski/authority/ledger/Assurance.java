package dev.brski.authority.ledger;

import java.util.stream.Stream;

/** How far back the protection goes that the authority has seen on a request. */
public enum Assurance {
  /** To the device, which signed the request itself. */
  END_TO_END("end-to-end"),
  /** To a registrar, which answers for the device (RFC 9483 sections 5.2.3 and 5.3.1). */
  HOP_BY_HOP("hop-by-hop");

  private final String word;

  Assurance(String word) {
    this.word = word;
  }

  /** What the ledger and the lists say. */
  public String word() {
    return word;
  }

  /**
   * The one that a word stands for.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Assurance of(String word) {
    return Stream.of(values())
        .filter(assurance -> assurance.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no assurance is called " + word));
  }
}
