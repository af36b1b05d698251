package dev.brski.masa.ownership;

import java.util.stream.Stream;

/** What a customer's certificate is. */
enum MarkKind {
  /** A CA that is the customer's alone: every registrar under it is the customer's. */
  DOMAIN_CA("domain-ca"),
  /** A registrar of the customer. */
  REGISTRAR("registrar"),
  /** A CA above such a registrar, which may be others' too: vouchers may pin it. */
  ISSUER("issuer");

  private final String word;

  MarkKind(String word) {
    this.word = word;
  }

  static MarkKind of(String word) {
    return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst().orElseThrow();
  }

  /** As the ledger and reports write it. */
  String word() {
    return word;
  }

  /** Whether a customer is known by it. */
  boolean identifies() {
    return this != ISSUER;
  }
}
