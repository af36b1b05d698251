package dev.brski.masa.ownership;

/** Why a domain gets no voucher, in the words of the journal; it is told none of them. */
enum Ground {
  BLOCKED("blocked"),
  OF_ANOTHER("sold to another"),
  OWNER_UNKNOWN("owner not known yet"),
  NOT_SOLD("not sold"),
  NO_CUSTOMER("not a customer"),
  NONCELESS("without a nonce, which it may not"),
  NEITHER_OWNER_NOR_NEAR("neither owner nor near"),
  NO_LONGER_TRUE("old voucher no longer true");

  private final String word;

  Ground(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
