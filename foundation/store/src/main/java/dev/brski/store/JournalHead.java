package dev.brski.store;

/**
 * The last line of a journal: who has noted it down elsewhere can prove every line before it.
 *
 * @param seq its number; 0 when the journal is empty
 * @param hash its hash, SHA-256 in lower-case hex; 64 zeros when the journal is empty
 */
public record JournalHead(long seq, String hash) {

  /** The head of a journal without lines. */
  public static final JournalHead EMPTY = new JournalHead(0, "0".repeat(64));
}
