package dev.brski.cmp;

import dev.brski.verdict.Verdict;

/**
 * One message in a nested message.
 *
 * @param encoded its octets as they stand there
 * @param message what they are; a broken member does not break the batch it is in
 */
public record NestedMember(byte[] encoded, Verdict<CmpMessage> message) {

  /** Copies the octets. */
  public NestedMember {
    encoded = encoded.clone();
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }
}
