package dev.brski.masa.status;

import dev.brski.verdict.Check;

/** Why there is no revocation list from a place. */
public enum ListCheck implements Check {
  /** It is not the place of a list. */
  URL("crl-url", "the place of a revocation list is not an http URL"),
  /** It was asked and did not give one. */
  ANSWER("crl-answer", "a revocation list was not answered"),
  /** It was not asked: others are being asked, or it was asked too often. */
  BUSY("crl-busy", "a revocation list cannot be asked for now"),
  /** A file in the folder for them is none. */
  FILE("crl-file", "a file is no revocation list");

  private final String id;
  private final String told;

  ListCheck(String id, String told) {
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
